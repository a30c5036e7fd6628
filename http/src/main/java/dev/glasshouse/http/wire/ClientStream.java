package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One stream of a client's session in HTTP/2 or 3, as the exchange on it uses it. */
public interface ClientStream {
  /** The version that is spoken. */
  HttpVersion version();

  /** The connection's number in the journey. */
  long connection();

  /** The stream's number; 0 before it was opened. */
  long id();

  /** Whether the server opened it with a promise: then nothing is sent on it. */
  default boolean isPushed() {
    return false;
  }

  /** Whether its session tells a journey of the peer's faults itself, once for all its streams. */
  default boolean tellsFaults() {
    return false;
  }

  /** What comes in on it. */
  Inbox inbox();

  /**
   * Opens it with a request's fields, as soon as the peer has room for it; never waits for that.
   *
   * @param end whether nothing follows
   * @param opened told once the fields are on their way, on the event loop
   */
  void open(List<Field> fields, boolean end, Runnable opened);

  /** How long a sender waits, at most, before it looks again whether it has waited enough. */
  long LOOK_NANOS = 50_000_000;

  /**
   * Sends some content, and waits while the peer does not take it.
   *
   * @param enough looked at now and then while it waits: when it says so, what was given is on its
   *     way and nobody waits for it any more
   * @throws HttpException when it does not take it until the deadline, or the stream is over
   */
  void send(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
      throws HttpException;

  /** Ends the request, with trailers or without. */
  void finish(List<Field> trailers);

  /** Gives the exchange up, and says so to the peer; does nothing when it is over. */
  void cancel(Because why);

  /** The answer is whole: what is left of the request is not sent. */
  void answered();

  /** How long senders had to wait for the peer. */
  Duration waited();

  /** Whether its session takes up new exchanges. */
  boolean staying();

  /**
   * Tells a journey what is known of the connection underneath, after an answer.
   *
   * @param now when the answer ended, by the trail's clock
   */
  void report(Trail trail, long now);
}
