package dev.glasshouse.net;

import dev.glasshouse.dns.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Decides which address is tried when: Happy Eyeballs, version 2.
 *
 * <p>It holds no clock, socket or thread: it is told what happened and when, and answers with what
 * to do. Times are nanoseconds on any monotonic clock.
 *
 * <ol>
 *   <li>Section 3: the first IPv6 address is tried as soon as it is known; IPv4 addresses wait the
 *       resolution delay for the IPv6 answer, and no longer once that answer is there, empty or
 *       not.
 *   <li>Section 4: addresses are sorted (by the function that is handed in: RFC 6724), then the
 *       families take turns, beginning with that of the first.
 *   <li>Section 5: one attempt begins after another, {@code attemptDelay} apart, sooner when the
 *       last one fails; the first to connect wins, and the others are cancelled.
 * </ol>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8305">RFC 8305</a>
 */
final class HappyEyeballs {

  /** What to do next. */
  sealed interface Action {}

  /** Begin an attempt. */
  record Begin(int attempt, InetAddress address) implements Action {}

  /** Give up an attempt that still runs. */
  record Cancel(int attempt, InetAddress address) implements Action {}

  /** It is over: this attempt has won. */
  record Won(int attempt, InetAddress address) implements Action {}

  /** It is over: every address has failed, or there was none. */
  record Lost() implements Action {}

  private final Limits limits;
  private final UnaryOperator<List<InetAddress>> order;
  private final List<InetAddress> waiting = new ArrayList<>();
  private final List<InetAddress> known = new ArrayList<>();
  private final Map<Integer, InetAddress> running = new LinkedHashMap<>();
  private final List<Family> answered = new ArrayList<>();
  private Optional<Family> lastFamily = Optional.empty();
  private OptionalLong firstAnswer = OptionalLong.empty();
  private OptionalLong nextBegin = OptionalLong.empty();
  private boolean namesDone;
  private boolean over;
  private int attempts;

  /**
   * A race that has not begun.
   *
   * @param order sorts addresses by how well they would do, the best first (RFC 6724 section 6)
   */
  HappyEyeballs(Limits limits, UnaryOperator<List<InetAddress>> order) {
    this.limits = limits;
    this.order = order;
  }

  /** How many attempts have begun. */
  int attempts() {
    return attempts;
  }

  /** One family's answer is there; empty when it has no address. */
  List<Action> found(Family family, List<InetAddress> addresses, long now) {
    if (!answered.contains(family)) {
      answered.add(family);
    }
    for (InetAddress address : addresses) {
      if (!known.contains(address) && known.size() < limits.addresses()) {
        known.add(address);
        waiting.add(address);
      }
    }
    if (!waiting.isEmpty() && firstAnswer.isEmpty()) {
      firstAnswer = OptionalLong.of(now);
    }
    return step(now);
  }

  /** No more answers will come. */
  List<Action> namesDone(long now) {
    namesDone = true;
    return step(now);
  }

  /** An attempt has connected. */
  List<Action> connected(int attempt, long now) {
    InetAddress address = running.remove(attempt);
    if (over || address == null) {
      return List.of();
    }
    over = true;
    var actions = new ArrayList<Action>();
    running.forEach((other, its) -> actions.add(new Cancel(other, its)));
    running.clear();
    actions.add(new Won(attempt, address));
    return actions;
  }

  /** An attempt has failed. */
  List<Action> failed(int attempt, long now) {
    if (running.remove(attempt) != null) {
      // Section 5: a failure need not wait for the delay to pass.
      nextBegin = OptionalLong.of(now);
    }
    return step(now);
  }

  /** Time has passed. */
  List<Action> tick(long now) {
    return step(now);
  }

  /** The deadline has passed: all that runs is given up. */
  List<Action> giveUp() {
    if (over) {
      return List.of();
    }
    over = true;
    var actions = new ArrayList<Action>();
    running.forEach((other, its) -> actions.add(new Cancel(other, its)));
    running.clear();
    actions.add(new Lost());
    return actions;
  }

  /** When {@link #tick} wants to be called next; empty when only an event can change anything. */
  OptionalLong wakeAt() {
    if (over || waiting.isEmpty()) {
      return OptionalLong.empty();
    }
    if (attempts == 0) {
      return firstAnswer.isPresent()
          ? OptionalLong.of(firstAnswer.getAsLong() + limits.resolutionDelay().toNanos())
          : OptionalLong.empty();
    }
    return nextBegin;
  }

  private List<Action> step(long now) {
    if (over) {
      return List.of();
    }
    if (!waiting.isEmpty() && mayBegin(now)) {
      return List.of(begin(now));
    }
    if (waiting.isEmpty() && running.isEmpty() && namesDone) {
      over = true;
      return List.of(new Lost());
    }
    return List.of();
  }

  private boolean mayBegin(long now) {
    if (attempts == 0) {
      // Section 3: an IPv6 address, or both answers, or the resolution delay has passed.
      boolean hasIpv6 = waiting.stream().anyMatch(a -> Family.of(a) == Family.IPV6);
      return hasIpv6
          || namesDone
          || answered.contains(Family.IPV6)
          || now - firstAnswer.orElse(now) >= limits.resolutionDelay().toNanos();
    }
    return running.isEmpty() || (nextBegin.isPresent() && now - nextBegin.getAsLong() >= 0);
  }

  private Action begin(long now) {
    InetAddress address = next();
    waiting.remove(address);
    lastFamily = Optional.of(Family.of(address));
    nextBegin = OptionalLong.of(now + limits.attemptDelay().toNanos());
    attempts++;
    running.put(attempts, address);
    return new Begin(attempts, address);
  }

  /** Section 4: the best address of the family whose turn it is; of the other when it has none. */
  private InetAddress next() {
    List<InetAddress> sorted = order.apply(List.copyOf(waiting));
    return sorted.stream()
        .filter(a -> lastFamily.isEmpty() || Family.of(a) != lastFamily.get())
        .findFirst()
        .orElse(sorted.getFirst());
  }
}
