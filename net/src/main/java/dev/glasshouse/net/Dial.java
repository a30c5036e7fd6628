package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One dial, from a target to a connection: drives {@link HappyEyeballs} with real sockets. */
final class Dial {
  private final Network network;
  private final Names names;
  private final TlsClient tls;
  private final Limits limits;
  private final Target target;
  private final Deadline deadline;
  private final Trail outer;
  private final Trail trail;
  private final long id;
  private final long begin;
  private final long began;
  private final HappyEyeballs race;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<Integer, Running> running = new LinkedHashMap<>();
  private final List<DialException.Attempt> failures = new ArrayList<>();
  private Problem worst = Problem.SILENT;
  private Optional<NameException> nameProblem = Optional.empty();
  private long firstBegin;
  private boolean unwanted;

  private sealed interface Event {}

  private record Found(Family family, List<InetAddress> addresses) implements Event {}

  private record NamesDone(Optional<NameException> problem) implements Event {}

  private record Finished(int attempt, ChannelFuture future) implements Event {}

  /** The caller was interrupted: nobody wants the connection any more. */
  private record Unwanted() implements Event {}

  /** An attempt that has begun. */
  private record Running(
      InetSocketAddress address, Wire wire, Hook hook, ChannelFuture future, long begin) {}

  /** What one attempt came to, from the least telling to the most. */
  private enum Problem {
    SILENT("timed out"),
    UNREACHABLE("unreachable"),
    OTHER("failed"),
    RESET("reset"),
    REFUSED("refused");

    final String outcome;

    Problem(String outcome) {
      this.outcome = outcome;
    }
  }

  Dial(
      Network network,
      Names names,
      TlsClient tls,
      Limits limits,
      Target target,
      Deadline deadline,
      Trail trail) {
    this.network = network;
    this.names = names;
    this.tls = tls;
    this.limits = limits;
    this.target = target;
    this.deadline = deadline.within(limits.connect());
    this.outer = trail;
    this.id = trail.open();
    this.trail = trail.after(id);
    this.begin = trail.now();
    this.began = deadline.now();
    this.firstBegin = began;
    this.race = new HappyEyeballs(limits, new AddressOrder(network::sourceFor)::sort);
  }

  /** The whole way: name, race, handshake. */
  Connection run() throws DialException {
    Thread.ofVirtual().name("glass-name-" + target.host()).start(this::lookUp);
    int winner = race();
    long connected = deadline.now();
    Running won = running.get(winner);
    if (winner == 0 || won == null) {
      throw lost();
    }
    Channel channel = won.future().channel();
    if (!(channel.localAddress() instanceof InetSocketAddress local)
        || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      // It is gone again already.
      failures.add(new DialException.Attempt(won.address(), Problem.RESET.outcome));
      worst = Problem.RESET;
      throw lost();
    }
    if (trail.on()) {
      InetAddress address = won.address().getAddress();
      // Beside the way: the journey wants to know, the page does not want to wait.
      Thread.ofVirtual().name("glass-route").start(() -> route(address));
    }
    long number = network.connections().number();
    outer.close(
        id,
        begin,
        new ConnectionStep.Dialed(
            number,
            target.host(),
            DialException.text(local),
            DialException.text(remote),
            race.attempts()),
        why());
    Optional<TlsFacts> facts = Optional.empty();
    if (target.security() instanceof Target.Tls secure) {
      facts =
          Optional.of(
              new Handshake(tls, target, secure, number, deadline.within(limits.handshake()), trail)
                  .run(channel, won.address()));
    }
    long shaken = deadline.now();
    var connection =
        new Connection(
            number,
            target,
            channel,
            won.wire(),
            network,
            local,
            remote,
            facts,
            new DialTimings(
                Duration.ofNanos(firstBegin - began),
                Duration.ofNanos(connected - firstBegin),
                facts.isPresent() ? Duration.ofNanos(shaken - connected) : Duration.ZERO),
            trail);
    network.connections().add(connection);
    won.hook().connect(connection);
    return connection;
  }

  private Because why() {
    Because why =
        race.attempts() == 1
            ? Because.of(ConnectionReason.FIRST_ADDRESS, Clause.rfc(8305, "5"))
            : Because.of(ConnectionReason.FIRST_CONNECTED, Clause.rfc(8305, "5"));
    for (DialException.Attempt attempt : failures) {
      why =
          why.butNot(
              DialException.text(attempt.address()),
              ConnectionReason.ADDRESS_FAILED,
              attempt.problem());
    }
    return why;
  }

  private void lookUp() {
    Optional<InetAddress> literal = CertificateNames.literal(target.host());
    if (literal.isPresent()) {
      InetAddress address = literal.get();
      events.add(new Found(Family.of(address), List.of(address)));
      events.add(new NamesDone(Optional.empty()));
      return;
    }
    try {
      names.addresses(
          target.host(), deadline, trail, (family, list) -> events.add(new Found(family, list)));
      events.add(new NamesDone(Optional.empty()));
    } catch (NameException e) {
      events.add(new NamesDone(Optional.of(e)));
    } catch (RuntimeException e) {
      // Our own fault, which must not leave the dial waiting.
      var problem = new NameException(target.host(), NameException.Outcome.SERVFAIL, e.toString());
      problem.initCause(e);
      events.add(new NamesDone(Optional.of(problem)));
    }
  }

  /** Runs the race; returns the attempt that won, 0 when none did. */
  private int race() {
    while (true) {
      for (HappyEyeballs.Action action : actions(next())) {
        switch (action) {
          case HappyEyeballs.Begin begins -> begin(begins);
          case HappyEyeballs.Cancel cancels -> cancel(cancels.attempt());
          case HappyEyeballs.Won(int attempt, InetAddress address) -> {
            Running won = running.get(attempt);
            if (won != null) {
              tell(attempt, won, "connected");
            }
            return attempt;
          }
          case HappyEyeballs.Lost() -> {
            return 0;
          }
        }
      }
    }
  }

  /** What happens next; empty when only time has passed. */
  private Optional<Event> next() {
    OptionalLong wake = race.wakeAt();
    long wait = deadline.leftNanos();
    if (wake.isPresent()) {
      wait = Math.min(wait, Math.max(0, wake.getAsLong() - deadline.now()));
    }
    try {
      return Optional.ofNullable(events.poll(wait, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Unwanted());
    }
  }

  private List<HappyEyeballs.Action> actions(Optional<Event> event) {
    long now = deadline.now();
    if (event.isEmpty()) {
      return deadline.passed() ? race.giveUp() : race.tick(now);
    }
    return switch (event.get()) {
      case Found(var family, var addresses) -> race.found(family, addresses, now);
      case NamesDone(var problem) -> {
        nameProblem = problem;
        yield race.namesDone(now);
      }
      case Finished(int attempt, ChannelFuture future) -> finished(attempt, future, now);
      case Unwanted() -> {
        unwanted = true;
        yield race.giveUp();
      }
    };
  }

  private List<HappyEyeballs.Action> finished(int attempt, ChannelFuture future, long now) {
    Running its = running.get(attempt);
    if (its == null) {
      return List.of();
    }
    if (future.isSuccess()) {
      return race.connected(attempt, now);
    }
    running.remove(attempt);
    Throwable cause = future.cause();
    Problem problem = problem(cause);
    worst = problem.compareTo(worst) > 0 ? problem : worst;
    failures.add(new DialException.Attempt(its.address(), problem.outcome));
    tell(attempt, its, problem == Problem.OTHER ? "failed: " + cause : problem.outcome);
    return race.failed(attempt, now);
  }

  private void begin(HappyEyeballs.Begin begins) {
    if (begins.attempt() == 1) {
      firstBegin = deadline.now();
    }
    var address = new InetSocketAddress(begins.address(), target.port());
    var hook = new Hook();
    var wire = new Wire(network, hook);
    long at = trail.now();
    ChannelFuture future =
        new Bootstrap()
            .group(network.eventLoops())
            .channelFactory(network.sockets())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(wire, new Hold(limits.held()));
                  }
                })
            .connect(address);
    running.put(begins.attempt(), new Running(address, wire, hook, future, at));
    future.addListener(done -> events.add(new Finished(begins.attempt(), future)));
  }

  private void cancel(int attempt) {
    Running its = running.remove(attempt);
    if (its == null) {
      return;
    }
    its.future().channel().close();
    boolean late = deadline.passed();
    if (late) {
      failures.add(new DialException.Attempt(its.address(), Problem.SILENT.outcome));
    }
    tell(attempt, its, late ? Problem.SILENT.outcome : "cancelled");
  }

  private void tell(int attempt, Running its, String outcome) {
    if (trail.on()) {
      trail.add(
          its.begin(),
          new ConnectionStep.DialAttempted(
              target.host(), DialException.text(its.address()), outcome, attempt),
          Because.HAPPENED);
    }
  }

  private static Problem problem(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof NoRouteToHostException || text.contains("unreachable")) {
      return Problem.UNREACHABLE;
    }
    if (text.contains("timed out")) {
      return Problem.SILENT;
    }
    if (text.contains("reset")) {
      return Problem.RESET;
    }
    if (cause instanceof ConnectException) {
      return text.contains("refused") ? Problem.REFUSED : Problem.OTHER;
    }
    return Problem.OTHER;
  }

  /** Tells the way out of this machine, as the kernel knows it. */
  private void route(InetAddress address) {
    long at = trail.now();
    network
        .route(address)
        .ifPresent(route ->
            trail.record(
                trail.open(), at, trail.now(), route.step(), route.because(), Source.KERNEL));
  }

  private DialException lost() {
    if (trail.on() && !failures.isEmpty()) {
      route(failures.getFirst().address().getAddress());
    }
    DialException failure = failure();
    if (outer.on()) {
      List<String> problems =
          failures.isEmpty()
              ? List.of(String.valueOf(failure.getMessage()))
              : failures.stream()
                  .map(f -> DialException.text(f.address()) + " " + f.problem())
                  .toList();
      outer.close(
          id, begin, new ConnectionStep.DialFailed(target.host(), problems), Because.HAPPENED);
    }
    return failure;
  }

  private DialException failure() {
    if (unwanted) {
      return new DialException.Cancelled(target, failures);
    }
    if (failures.isEmpty() && nameProblem.isPresent()) {
      return new DialException.NoAddress(target, nameProblem.get());
    }
    if (failures.isEmpty() && race.attempts() == 0) {
      return new DialException.NoAddress(
          target,
          new NameException(target.host(), NameException.Outcome.TIMEOUT, "the dial's deadline"));
    }
    return switch (worst) {
      case SILENT -> new DialException.TimedOut(target, failures);
      case UNREACHABLE -> new DialException.Unreachable(target, failures);
      case RESET -> new DialException.Reset(target, failures);
      case REFUSED -> new DialException.Refused(target, failures);
      case OTHER -> new DialException.Failed(target, failures);
    };
  }

  /** Called when a channel goes; tells its connection, which may not have been made yet. */
  private static final class Hook implements Runnable {
    private Optional<Connection> connection = Optional.empty();
    private boolean gone;

    @Override
    public void run() {
      Optional<Connection> its;
      synchronized (this) {
        gone = true;
        its = connection;
      }
      its.ifPresent(Connection::gone);
    }

    void connect(Connection made) {
      boolean late;
      synchronized (this) {
        connection = Optional.of(made);
        late = gone;
      }
      if (late) {
        made.gone();
      }
    }
  }
}
