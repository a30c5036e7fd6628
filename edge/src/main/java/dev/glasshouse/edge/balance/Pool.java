package dev.glasshouse.edge.balance;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Trail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Several servers behind us that answer the same requests. Its servers may change at any time: who
 * leaves finishes what it has.
 */
public final class Pool implements Origin {
  /** Who is told what changes in a pool, whichever request it was that brought it about. */
  @FunctionalInterface
  public interface News {
    /** A server's health changed, or the servers did; called while nothing is locked. */
    void told(EdgeStep step, Because why);
  }

  /** What a pool needs from outside, besides its servers. */
  public record Surroundings(LongSupplier nanos, RandomGenerator random, Trail trail, News news) {
    /** Nobody is told of changes but the trail. */
    public Surroundings(LongSupplier nanos, RandomGenerator random, Trail trail) {
      this(nanos, random, trail, (_, _) -> {});
    }

    /**
     * The system's clock, random numbers that nobody has to keep secret, and no story.
     *
     * @param news is told what changes
     */
    public static Surroundings usual(News news) {
      return new Surroundings(
          System::nanoTime, RandomGenerator.of("L64X128MixRandom"), Trail.OFF, news);
    }
  }

  private final String name;
  private final PoolOptions options;
  private final Function<ServerSpec, Origin> reach;
  private final Surroundings around;
  private final Choosing choosing;
  private final RetryBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder resent = new LongAdder();
  private final LongAdder shed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private List<PoolServer> servers = List.of();

  /**
   * A pool.
   *
   * @param name its name in stories and figures
   * @param reach how a server is asked
   */
  public Pool(
      String name,
      PoolOptions options,
      List<ServerSpec> servers,
      Function<ServerSpec, Origin> reach,
      Surroundings around) {
    this.name = name;
    this.options = options;
    this.reach = reach;
    this.around = around;
    this.choosing = new Choosing(options.rule(), around.random());
    this.budget = new RetryBudget(options.retryPercent(), options.retryStore());
    change(servers, Because.of(EdgeReason.ASKED_FOR));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  // ---- who belongs to it ----

  /**
   * From now on its servers are these; those that stay keep what is known of them.
   *
   * @param why why they changed
   */
  public void change(List<ServerSpec> specs, Because why) {
    List<String> added = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    lock.lock();
    try {
      long now = around.nanos().getAsLong();
      boolean first = servers.isEmpty();
      Map<String, PoolServer> before = new LinkedHashMap<>();
      servers.forEach(server -> before.put(server.name(), server));
      var after = new LinkedHashMap<String, PoolServer>();
      for (ServerSpec spec : specs) {
        PoolServer known = before.remove(spec.name());
        if (known != null) {
          known.spec(spec);
          after.put(spec.name(), known);
        } else if (!after.containsKey(spec.name())) {
          after.put(spec.name(), made(spec, first, now));
          added.add(spec.name());
        }
      }
      removed.addAll(before.keySet());
      servers = List.copyOf(after.values());
      choosing.servers(Choosing.weights(standings(now)));
    } finally {
      lock.unlock();
    }
    if (!(added.isEmpty() && removed.isEmpty())) {
      var step = new EdgeStep.PoolChanged(name, added, removed);
      if (around.trail().on()) {
        around.trail().mark(step, why);
      }
      around.news().told(step, why);
    }
  }

  private PoolServer made(ServerSpec spec, boolean first, long now) {
    ServerHealth health =
        first
            ? ServerHealth.up(options.health(), now)
            : ServerHealth.starting(options.health(), now);
    return new PoolServer(spec, reach.apply(spec), health);
  }

  private List<Standing> standings(long now) {
    var standings = new ArrayList<Standing>(servers.size());
    for (PoolServer server : servers) {
      standings.add(server.standing(now, options.perServer()));
    }
    return standings;
  }

  /** How it does. */
  public PoolReport report() {
    lock.lock();
    try {
      long now = around.nanos().getAsLong();
      return new PoolReport(
          name,
          underWay.get(),
          requests.sum(),
          resent.sum(),
          shed.sum(),
          failed.sum(),
          givenUp.sum(),
          servers.stream().map(server -> server.report(now)).toList());
    } finally {
      lock.unlock();
    }
  }

  /** Its servers as they are configured now. */
  public List<ServerSpec> servers() {
    lock.lock();
    try {
      return servers.stream().map(PoolServer::spec).toList();
    } finally {
      lock.unlock();
    }
  }

  // ---- requests ----

  @Override
  public Response send(Request request, Aside aside) throws OriginException {
    requests.increment();
    int now = underWay.incrementAndGet();
    boolean handed = false;
    try {
      if (now > options.underWay()) {
        throw shed(now - 1, aside.trail());
      }
      Response answer = new Relay(this, request, aside).run();
      handed = true;
      return answer;
    } catch (OriginException e) {
      count(e);
      throw e;
    } finally {
      if (!handed) {
        underWay.decrementAndGet();
      }
    }
  }

  @Override
  public boolean isPrompt() {
    return true;
  }

  /** Takes every request: what the event loop cannot do for it, a thread does. */
  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Taker then) {
    requests.increment();
    int now = underWay.incrementAndGet();
    if (now > options.underWay()) {
      unanswered(shed(now - 1, aside.trail()), then);
      return true;
    }
    try {
      new Relay(this, request, aside).begin(loop, then, problem -> unanswered(problem, then));
    } catch (OriginException e) {
      unanswered(e, then);
    }
    return true;
  }

  private void unanswered(OriginException problem, Taker then) {
    count(problem);
    underWay.decrementAndGet();
    then.failed(problem);
  }

  private void count(OriginException problem) {
    (Relay.isClients(problem.because().reason()) ? givenUp : failed).increment();
  }

  private OriginException shed(int busy, Trail trail) {
    shed.increment();
    Because because = Because.of(EdgeReason.OVERLOADED, busy);
    if (trail.on()) {
      trail.mark(new EdgeStep.RequestShed(name, busy, options.retryAfter()), because);
    }
    return OriginException.of(
            ProxyError.CONNECTION_LIMIT_REACHED, Processed.NO, EdgeReason.OVERLOADED, busy)
        .as(Status.SERVICE_UNAVAILABLE)
        .after(options.retryAfter());
  }

  PoolOptions options() {
    return options;
  }

  long nanos() {
    return around.nanos().getAsLong();
  }

  /** The exchange that a response belongs to is over. */
  void over() {
    underWay.decrementAndGet();
  }

  void countResent() {
    resent.increment();
  }

  /** Chooses a server, which has the request from then on; empty when none may have it. */
  Optional<PoolServer> choose(Choosing.Wanted wanted, int attempt, Trail trail) {
    Optional<PoolServer> chosen;
    Choosing.Verdict verdict;
    var changes = new ArrayList<Runnable>();
    lock.lock();
    try {
      long now = around.nanos().getAsLong();
      for (PoolServer server : servers) {
        server.health().tick(now).ifPresent(its -> changes.add(() -> tell(server, its, trail)));
      }
      if (attempt == 1) {
        budget.earn();
      }
      verdict = choosing.choose(standings(now), wanted, trail.on());
      chosen = verdict.index().map(servers::get);
      chosen.ifPresent(PoolServer::asked);
    } finally {
      lock.unlock();
    }
    changes.forEach(Runnable::run);
    if (trail.on()) {
      trail.mark(
          chosen.isPresent()
              ? new EdgeStep.OriginChosen(name, chosen.get().name(), verdict.rule(), attempt)
              : new EdgeStep.NoServer(name, servers().size()),
          verdict.because());
    }
    return chosen;
  }

  /**
   * Whether there is a server that was not tried, and there may be a second try for it.
   *
   * @param wants whether a second try is to be taken from the budget
   */
  boolean[] again(Set<String> tried, boolean wants) {
    lock.lock();
    try {
      long now = around.nanos().getAsLong();
      boolean others =
          standings(now).stream()
              .anyMatch(one -> one.refusal().isEmpty() && !tried.contains(one.name()));
      return new boolean[] {others, others && wants && budget.take()};
    } finally {
      lock.unlock();
    }
  }

  /** The server that a client's cookie names. */
  Optional<String> sticky(Request request) {
    return options
        .sticky()
        .flatMap(
            cookie -> cookie.server(request, servers().stream().map(ServerSpec::name).toList()));
  }

  // ---- what came of it ----

  /** The head of an answer came. */
  void headCame(PoolServer server, long waited) {
    locked(() -> server.headCame(waited));
  }

  /** A server answered well. */
  void answered(PoolServer server, long bytes, Trail trail) {
    told(
        server,
        trail,
        now -> {
          server.over(bytes);
          return server.health().answered(now);
        });
  }

  /** A server failed. */
  void failed(PoolServer server, String how, long bytes, Trail trail) {
    told(
        server,
        trail,
        now -> {
          server.over(bytes);
          server.failed();
          boolean others =
              servers.stream()
                  .anyMatch(one -> one != server && one.health().refusal(now).isEmpty());
          return server.health().failed(how, now, others);
        });
  }

  /** A request was given up, which says nothing of the server. */
  void givenUp(PoolServer server, long bytes) {
    locked(() -> {
      server.over(bytes);
      server.health().givenUp();
    });
  }

  /** A probe was answered, or not. */
  void probed(String serverName, Optional<String> problem, Because because) {
    Optional<PoolServer> found = find(serverName);
    if (found.isEmpty()) {
      return;
    }
    PoolServer server = found.get();
    if (around.trail().on()) {
      around
          .trail()
          .mark(
              new EdgeStep.HealthProbed(server.name(), problem.isEmpty() ? "well" : "failed"),
              because);
    }
    told(
        server,
        around.trail(),
        now ->
            problem.isEmpty()
                ? server.health().probeOk(now)
                : server.health().probeFailed(problem.get(), now));
  }

  private Optional<PoolServer> find(String serverName) {
    lock.lock();
    try {
      return servers.stream().filter(one -> one.name().equals(serverName)).findFirst();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable what) {
    lock.lock();
    try {
      what.run();
    } finally {
      lock.unlock();
    }
  }

  private void told(
      PoolServer server, Trail trail, LongFunction<Optional<ServerHealth.Change>> what) {
    Optional<ServerHealth.Change> change;
    lock.lock();
    try {
      change = what.apply(around.nanos().getAsLong());
    } finally {
      lock.unlock();
    }
    change.ifPresent(its -> tell(server, its, trail));
  }

  private void tell(PoolServer server, ServerHealth.Change change, Trail trail) {
    var step =
        new EdgeStep.HealthChanged(name, server.name(), change.from().word(), change.to().word());
    if (trail.on()) {
      trail.mark(step, change.because());
    }
    if (around.trail().on() && around.trail() != trail) {
      around.trail().mark(step, change.because());
    }
    around.news().told(step, change.because());
  }

  @Override
  public String toString() {
    return name;
  }
}
