package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Step;
import java.net.InetSocketAddress;

/** What the driver of a {@link Recursor} shall do. */
public sealed interface Action {

  /**
   * Send a message on a socket of its own, on a random port (RFC 5452 section 9.2).
   *
   * @param exchange the number under which what comes back is handed in
   */
  record Send(int exchange, InetSocketAddress server, Carrier carrier, byte[] message)
      implements Action {}

  /** Close an exchange's socket: nothing that still comes is wanted. */
  record Close(int exchange) implements Action {}

  /** A client's question is answered. */
  record Answered(long client, Reply reply) implements Action {}

  /**
   * Nothing is sent to a client: a rule says so, or its question was given up.
   *
   * @param reason why
   */
  record Dropped(long client, String reason) implements Action {}

  /**
   * Tell a client's journey.
   *
   * @param id the step's number, unique in the machine
   * @param cause the number of the step that caused it; 0 for the question itself
   * @param began when it began, on the monotonic clock; it ends now
   */
  record Tell(long client, long id, long cause, long began, Step step, Because because)
      implements Action {

    /** The same to another client. */
    public Tell to(long other) {
      return new Tell(other, id, cause, began, step, because);
    }
  }
}
