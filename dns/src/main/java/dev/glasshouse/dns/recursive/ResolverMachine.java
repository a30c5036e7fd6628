package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;

/**
 * A resolver as a state machine: told what clients ask, what servers answer and what time it is, it
 * says what to send and what to reply. It holds no socket, clock or thread, and is used by one
 * thread at a time.
 */
public interface ResolverMachine {

  /**
   * A client asks.
   *
   * @param client the client's own number for its question, not negative, unique while it is open
   */
  List<Action> ask(long client, Asked asked, Moment now);

  /** A client waits no longer. */
  List<Action> cancel(long client, Moment now);

  /** A message came in on an exchange's socket. */
  List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment now);

  /** An exchange can bring nothing any more: nobody listens there, or the connection broke. */
  List<Action> failed(int exchange, String problem, Moment now);

  /** Time has passed. */
  List<Action> tick(Moment now);

  /** When {@link #tick} wants to be called next, on the monotonic clock; empty when it need not. */
  OptionalLong wakeAt();

  /**
   * Whether all clients that may ask get the same answer to the same question; it never changes.
   */
  boolean sameForAll();

  /**
   * Whether whole answers of a few records are held as bytes from the first time on, ready to be
   * made into messages: where the owners' servers are asked and nobody checks what they say; it
   * never changes.
   */
  boolean holdsBytes();
}
