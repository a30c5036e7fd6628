package dev.glasshouse.server.web;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.net.ServerCertificates;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.ListenSettings;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.logs.LoggedStories;
import dev.glasshouse.server.logs.Logs;
import dev.glasshouse.server.rules.HostTable;
import dev.glasshouse.server.sites.Sites;
import dev.glasshouse.server.sites.Told;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A server that works by its settings, and by others when they change: listeners that stay keep
 * their connections, requests under way end with what they began with. What cannot be had leaves
 * everything as it is.
 */
public final class WebServer implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);

  /**
   * What a server stands on.
   *
   * @param network where it listens and connects
   * @param clock the time
   * @param stories where the story of each request goes
   * @param told where problems are told
   * @param makers who makes certificates for sites that name none
   */
  public record Means(
      Network network,
      InstantSource clock,
      Stories stories,
      Told told,
      CertificateMaker.Source makers) {}

  private final Means means;
  private final Problems problems;
  private final Misuse misuse;
  private final Stories stories;
  private final Current current;
  private final ServerCertificates certificates;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("glass-server").factory());
  private volatile List<Listener> listeners = List.of();
  private volatile ServerSettings settings;
  private volatile Logs logs;

  /** Answers with the sites as they are at the moment. */
  private static final class Current implements Handler {
    private volatile Sites sites;

    Current(Sites sites) {
      this.sites = sites;
    }

    @Override
    public Response handle(Request request) throws IOException {
      return sites.handle(request, Aside.NONE);
    }

    @Override
    public Response handle(Request request, Aside aside) throws IOException {
      return sites.handle(request, aside);
    }

    @Override
    public Optional<Response> atOnce(Request request, Trail trail) {
      return sites.atOnce(request, trail);
    }

    @Override
    public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
      return sites.begin(request, aside, loop, then);
    }
  }

  private WebServer(
      Means means, Problems problems, ServerSettings settings, Opened opened, Logs logs) {
    this.means = means;
    this.problems = problems;
    this.misuse = new Misuse(problems, means.clock());
    this.settings = settings;
    this.logs = logs;
    this.current = new Current(opened.sites());
    this.stories =
        new LoggedStories(
            means.stories(), request -> current.sites.settings(request), () -> this.logs);
    this.certificates = new ServerCertificates(name -> opened.shown().find(name).what());
    problems.into(logs, settings);
  }

  /**
   * Opens a server.
   *
   * @throws ConfigException with everything that settings name and that cannot be had
   * @throws IOException when it cannot listen somewhere
   */
  public static WebServer open(ServerSettings settings, Means means)
      throws ConfigException, IOException {
    var problems = new Problems(means.told(), means.clock());
    Opened opened = Opened.of(settings, means, problems);
    WebServer server;
    try {
      server =
          new WebServer(
              means, problems, settings, opened, Logs.open(settings, means.told()::problem));
    } catch (ConfigException e) {
      opened.sites().close();
      throw e;
    }
    try {
      opened.sites().begin();
      for (ListenSettings each : settings.listeners()) {
        server.listeners = joined(server.listeners, server.listen(each, settings));
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    var _ =
        server.later.scheduleWithFixedDelay(
            () -> server.current.sites.look(),
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
    return server;
  }

  /**
   * Looks whether all that settings name can be had; nothing listens and nothing stays open.
   *
   * @throws ConfigException with everything that cannot
   */
  public static void check(ServerSettings settings, Means means) throws ConfigException {
    Opened.of(settings, means, means.told()).sites().close();
  }

  /** What settings name, but for addresses. */
  private record Opened(Sites sites, HostTable<ServerCertificate> shown) {
    static Opened of(ServerSettings settings, Means means, Told told) throws ConfigException {
      var faults = new ArrayList<Fault>();
      Optional<Sites> sites = Optional.empty();
      Optional<HostTable<ServerCertificate>> shown = Optional.empty();
      try {
        sites = Optional.of(Sites.open(settings, means.network(), means.clock(), told));
      } catch (ConfigException e) {
        faults.addAll(e.faults());
      }
      try {
        shown = Optional.of(SiteCertificates.of(settings, means.makers()));
      } catch (ConfigException e) {
        faults.addAll(e.faults());
      }
      if (!faults.isEmpty()) {
        sites.ifPresent(Sites::close);
        faults.sort(Comparator.comparingInt(fault -> fault.place().line()));
        throw new ConfigException(faults);
      }
      return new Opened(sites.orElseThrow(), shown.orElseThrow());
    }
  }

  private Listener listen(ListenSettings each, ServerSettings its) throws IOException {
    return Listener.open(
        each,
        its.values().duration("drain"),
        means.network(),
        certificates,
        current,
        misuse.trail(),
        stories);
  }

  private static List<Listener> joined(List<Listener> some, Listener one) {
    var all = new ArrayList<>(some);
    all.add(one);
    return List.copyOf(all);
  }

  /**
   * Works by other settings from now on.
   *
   * @throws ConfigException with everything that cannot be had; then all stays as it is
   * @throws IOException when it cannot listen somewhere; then all stays as it is
   */
  public synchronized void change(ServerSettings to) throws ConfigException, IOException {
    Duration drain = to.values().duration("drain");
    var kept = new ArrayList<Listener>();
    var left = new ArrayList<>(listeners);
    var fresh = new ArrayList<ListenSettings>();
    sort(to, left, kept, fresh);
    Opened opened = Opened.of(to, means, problems);
    var made = new ArrayList<Listener>();
    try {
      opened.sites().begin();
      for (ListenSettings each : fresh) {
        made.add(listen(each, to));
      }
    } catch (IOException e) {
      made.forEach(Listener::close);
      opened.sites().close();
      throw e;
    }
    Logs next = logs(to, opened, made);
    // From here on nothing fails.
    Logs old = logs;
    logs = next;
    problems.into(next, to);
    Sites before = current.sites;
    current.sites = opened.sites();
    certificates.change(name -> opened.shown().find(name).what());
    for (Listener each : kept) {
      each.become(asked(to, each), drain);
    }
    var all = new ArrayList<>(kept);
    all.addAll(made);
    listeners = List.copyOf(all);
    settings = to;
    if (old != next) {
      old.close();
    }
    left.forEach(Listener::drain);
    var _ =
        later.schedule(
            () -> {
              left.forEach(Listener::close);
              before.close();
            },
            drain.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** The same logs, opened anew, where the settings name the same. */
  private Logs logs(ServerSettings to, Opened opened, List<Listener> made) throws ConfigException {
    if (logs.are(to)) {
      logs.reopen();
      return logs;
    }
    try {
      return Logs.open(to, means.told()::problem);
    } catch (ConfigException e) {
      made.forEach(Listener::close);
      opened.sites().close();
      throw e;
    }
  }

  /** Where its problems are told: the error log, or whoever it was given. */
  public Told told() {
    return problems;
  }

  /** Which listeners stay, which go, and which come. */
  private static void sort(
      ServerSettings to, List<Listener> left, List<Listener> kept, List<ListenSettings> fresh)
      throws ConfigException {
    var faults = new ArrayList<Fault>();
    for (ListenSettings each : to.listeners()) {
      Optional<Listener> same =
          left.stream().filter(its -> its.settings().address().equals(each.address())).findFirst();
      if (same.isEmpty()) {
        fresh.add(each);
      } else if (same.get().canBecome(each)) {
        left.remove(same.get());
        kept.add(same.get());
      } else {
        faults.add(
            each.values()
                .fault("address", "tls, http2 and http3 of an open address change with a restart"));
      }
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
  }

  private static ListenSettings asked(ServerSettings to, Listener listener) {
    return to.listeners().stream().filter(listener::canBecome).findFirst().orElseThrow();
  }

  /** What it works by. */
  public ServerSettings settings() {
    return settings;
  }

  /** Where it is to be found, as the beginnings of URLs. */
  public List<String> urls() {
    return listeners.stream()
        .map(its ->
            (its.settings().tls() ? "https://" : "http://") + AddressText.of(its.address()) + "/")
        .toList();
  }

  /** How many connections stand. */
  public int connections() {
    return listeners.stream().mapToInt(Listener::connections).sum();
  }

  /**
   * Takes no new connections and no new requests, and waits until those under way are answered, as
   * long as the settings say.
   *
   * @return how many connections were still there then
   */
  public synchronized int drain() throws InterruptedException {
    return HttpServer.drain(
        listeners.stream().map(Listener::server).toList(), settings.values().duration("drain"));
  }

  /** Stops at once; what is broken off by that is still told. */
  @Override
  public synchronized void close() {
    later.shutdownNow();
    HttpServer.breakOff(listeners.stream().map(Listener::server).toList());
    listeners.forEach(Listener::close);
    current.sites.close();
    logs.close();
  }
}
