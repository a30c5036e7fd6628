package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * From a target's name to the address that answers first: looks the name up, and drives {@link
 * HappyEyeballs} with real attempts. What an attempt is (a TCP connection, a QUIC handshake) is its
 * caller's matter. Used once, by one thread, which blocks.
 *
 * @param <T> an attempt
 */
public final class AddressRace<T> {
  /**
   * Makes attempts.
   *
   * @param <T> an attempt
   */
  public interface Attempts<T> {
    /**
     * Begins one.
     *
     * @param number 1 for the first
     * @param finished to be told once, on any thread, what came of it: empty when it has connected
     */
    T begin(int number, InetSocketAddress address, Consumer<Optional<Throwable>> finished);

    /** Gives one up that still runs. */
    void cancel(T attempt);

    /** Whether a failure is not the address's but the server's, so that no other is tried. */
    default boolean isFinal(Throwable failure) {
      return false;
    }

    /** The step that tells what came of one. */
    Step told(InetSocketAddress address, String outcome, int number);
  }

  /**
   * The attempt that won.
   *
   * @param address its address
   * @param attempt the attempt
   * @param <T> an attempt
   */
  public record Winner<T>(InetSocketAddress address, T attempt) {}

  private final Names names;
  private final Target target;
  private final Deadline deadline;
  private final Trail trail;
  private final Attempts<T> attempts;
  private final HappyEyeballs race;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<Integer, Running<T>> running = new LinkedHashMap<>();
  private final List<DialException.Attempt> failures = new ArrayList<>();
  private Problem worst = Problem.SILENT;
  private Optional<NameException> nameProblem = Optional.empty();
  private Optional<Throwable> finalFailure = Optional.empty();
  private long firstBegin;
  private boolean unwanted;

  private sealed interface Event {}

  private record Found(Family family, List<InetAddress> addresses) implements Event {}

  private record NamesDone(Optional<NameException> problem) implements Event {}

  private record Finished(int attempt, Optional<Throwable> failure) implements Event {}

  /** The caller was interrupted: nobody wants the connection any more. */
  private record Unwanted() implements Event {}

  /** An attempt that has begun. */
  private record Running<T>(InetSocketAddress address, T attempt, long begin) {}

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

  /**
   * A race that has not begun.
   *
   * @param before an address that is tried first where it is among the target's: the target was
   *     last spoken with there (RFC 8305 4 prefers addresses that were used before)
   */
  public AddressRace(
      Network network,
      Names names,
      Limits limits,
      Target target,
      Optional<InetAddress> before,
      Deadline deadline,
      Trail trail,
      Attempts<T> attempts) {
    this.names = names;
    this.target = target;
    this.deadline = deadline;
    this.trail = trail;
    this.attempts = attempts;
    this.firstBegin = deadline.now();
    var order = new AddressOrder(network::sourceFor);
    this.race = new HappyEyeballs(limits, its -> first(before, order.sort(its)));
  }

  private static List<InetAddress> first(Optional<InetAddress> before, List<InetAddress> sorted) {
    if (before.isEmpty() || !sorted.contains(before.get())) {
      return sorted;
    }
    var moved = new ArrayList<InetAddress>(sorted);
    moved.remove(before.get());
    moved.addFirst(before.get());
    return List.copyOf(moved);
  }

  /** Runs it; empty when every address has failed, or there was none. */
  public Optional<Winner<T>> run() {
    Thread.ofVirtual().name("glass-name-" + target.host()).start(this::lookUp);
    while (true) {
      for (HappyEyeballs.Action action : actions(next())) {
        switch (action) {
          case HappyEyeballs.Begin begins -> begin(begins);
          case HappyEyeballs.Cancel cancels -> cancel(cancels.attempt());
          case HappyEyeballs.Won(int attempt, InetAddress _) -> {
            Running<T> won = running.remove(attempt);
            if (won == null) {
              return Optional.empty();
            }
            tell(attempt, won, "connected");
            return Optional.of(new Winner<>(won.address(), won.attempt()));
          }
          case HappyEyeballs.Lost() -> {
            return Optional.empty();
          }
        }
      }
    }
  }

  /** How many addresses were tried. */
  public int tried() {
    return race.attempts();
  }

  /** When the first attempt began, as the deadline tells time. */
  public long firstBegin() {
    return firstBegin;
  }

  /** What became of each address that failed. */
  public List<DialException.Attempt> failures() {
    return failures;
  }

  /** The failure that ended the race, where one did. */
  public Optional<Throwable> finalFailure() {
    return finalFailure;
  }

  /** The winner was gone before it could be used. */
  public void lostAgain(Winner<T> winner) {
    failures.add(new DialException.Attempt(winner.address(), Problem.RESET.outcome));
    worst = Problem.RESET;
  }

  /** Why this address, and not those that failed. */
  public Because why() {
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

  /** What to throw when nobody has won. */
  public DialException failure() {
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

  /** The lines of a step that tells that nobody has won. */
  public List<String> problems() {
    return failures.isEmpty()
        ? List.of(String.valueOf(failure().getMessage()))
        : failures.stream().map(f -> DialException.text(f.address()) + " " + f.problem()).toList();
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
      case Finished(int attempt, var failure) -> finished(attempt, failure, now);
      case Unwanted() -> {
        unwanted = true;
        yield race.giveUp();
      }
    };
  }

  private List<HappyEyeballs.Action> finished(int attempt, Optional<Throwable> failure, long now) {
    Running<T> its = running.get(attempt);
    if (its == null) {
      return List.of();
    }
    if (failure.isEmpty()) {
      return race.connected(attempt, now);
    }
    running.remove(attempt);
    Throwable cause = failure.get();
    Problem problem = problem(cause);
    worst = problem.compareTo(worst) > 0 ? problem : worst;
    failures.add(new DialException.Attempt(its.address(), problem.outcome));
    tell(attempt, its, problem == Problem.OTHER ? "failed: " + cause : problem.outcome);
    if (attempts.isFinal(cause)) {
      finalFailure = failure;
      return race.giveUp();
    }
    return race.failed(attempt, now);
  }

  private void begin(HappyEyeballs.Begin begins) {
    if (begins.attempt() == 1) {
      firstBegin = deadline.now();
    }
    var address = new InetSocketAddress(begins.address(), target.port());
    long at = trail.now();
    T attempt =
        attempts.begin(
            begins.attempt(),
            address,
            failure -> events.add(new Finished(begins.attempt(), failure)));
    running.put(begins.attempt(), new Running<>(address, attempt, at));
  }

  private void cancel(int attempt) {
    Running<T> its = running.remove(attempt);
    if (its == null) {
      return;
    }
    attempts.cancel(its.attempt());
    boolean late = deadline.passed();
    if (late) {
      failures.add(new DialException.Attempt(its.address(), Problem.SILENT.outcome));
    }
    tell(attempt, its, late ? Problem.SILENT.outcome : "cancelled");
  }

  private void tell(int attempt, Running<T> its, String outcome) {
    if (trail.on()) {
      trail.add(its.begin(), attempts.told(its.address(), outcome, attempt), Because.HAPPENED);
    }
  }

  private static Problem problem(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof PortUnreachableException) {
      return Problem.REFUSED;
    }
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
}
