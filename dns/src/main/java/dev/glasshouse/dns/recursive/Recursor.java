package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Rcode;

/**
 * A recursive resolver, as a state machine: told what clients ask, what servers answer and what
 * time it is, it says what to send and what to reply (RFC 1034 section 5.3.3). It holds no socket,
 * clock or thread, and is used by one thread at a time.
 */
public final class Recursor {
  private final RecursorOptions options;
  private final RecursorLimits limits;
  private final RandomGenerator random;
  private final List<Action> actions = new ArrayList<>();

  /**
   * A resolver that knows nothing yet.
   *
   * @param random makes message ids, letters' case and choices among servers
   */
  public Recursor(RecursorOptions options, RecursorLimits limits, RandomGenerator random) {
    this.options = options;
    this.limits = limits;
    this.random = random;
  }

  /**
   * A client asks.
   *
   * @param client the client's own number for its question, unique while it is open
   */
  public List<Action> ask(long client, Asked asked, Moment now) {
    actions.add(
        new Action.Answered(
            client, Reply.error(asked, Rcode.SERVFAIL, Reply.Origin.LOCAL, List.of())));
    return take();
  }

  /** A client waits no longer. */
  public List<Action> cancel(long client, Moment now) {
    return take();
  }

  /** A message came in on an exchange's socket. */
  public List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment now) {
    return take();
  }

  /** An exchange can bring nothing any more: nobody listens there, or the connection broke. */
  public List<Action> failed(int exchange, String problem, Moment now) {
    return take();
  }

  /** Time has passed. */
  public List<Action> tick(Moment now) {
    return take();
  }

  /** When {@link #tick} wants to be called next, on the monotonic clock; empty when it need not. */
  public OptionalLong wakeAt() {
    return OptionalLong.empty();
  }

  private List<Action> take() {
    List<Action> taken = List.copyOf(actions);
    actions.clear();
    return taken;
  }
}
