package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A connection of a client that carries exchanges: one after the other in HTTP/1, many at once in
 * HTTP/2 and 3. Whoever keeps it asks {@link #room} before each exchange.
 */
public interface ClientSession {
  /** The connection's number in the journey. */
  long number();

  /** The version that is spoken on it. */
  HttpVersion version();

  /** How many exchanges it has carried. */
  int exchanges();

  /**
   * How many more exchanges may begin on it now; 0 while it is full, and for ever once the peer has
   * said that it goes away.
   */
  int room();

  /** Whether it stands. */
  boolean isOpen();

  /**
   * Whether the peer has said that it goes away, or the session has begun to end: it carries what
   * it carries, and nothing more. Until then a session without room will have some again.
   */
  default boolean leaving() {
    return !isOpen();
  }

  /** How long it may stand unused before it is closed. */
  Duration patience();

  /** Takes up an exchange; nothing is sent before {@link ClientExchange#run}. */
  ClientExchange exchange(Request request, Priority priority, Trail trail);

  /** Whether its exchanges can do without a thread ({@link ClientExchange#begin}). */
  default boolean isPrompt() {
    return false;
  }

  /** Nobody uses it from now until the next exchange. */
  void park();

  /** Told once, on the event loop, when it has gone; at once when it has already. */
  void whenClosed(Runnable told);

  /**
   * Takes what the server says of alternatives outside of answers (RFC 7838 section 4): the origin,
   * empty for that of the request on whose stream it came, and the value. Told on the event loop;
   * what came before is told at once.
   */
  default void onAltSvc(BiConsumer<String, String> told) {}

  /**
   * Takes what is to be told, on the event loop, whenever there may be more {@link #room} than
   * before: a stream is over, whoever ended it, or the peer allows more of them. A session that
   * carries one exchange at a time tells nothing: its exchange's end says the same.
   */
  default void onRoom(Runnable told) {}

  /**
   * Whether requests for another protocol may go on it (RFC 9110 7.8, RFC 8441 3, RFC 9220 3);
   * waits for the peer's word where that has not come.
   */
  default boolean takesUpgrades(Deadline deadline) {
    return false;
  }

  /** The thread of its bytes. */
  EventLoop eventLoop();

  /** Closes it, in the way that its version has for that. */
  void close();

  /** Closes it under whoever uses it. */
  void abort();
}
