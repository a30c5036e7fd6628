package dev.glasshouse.http;

import dev.glasshouse.journey.Trail;
import java.util.Optional;

/**
 * What a {@link Handler} may say beside its response: before it, and about other requests that the
 * client will make.
 */
public interface Aside {
  /** Says nothing: what is said is lost. */
  Aside NONE = silent(Trail.OFF);

  /** Says nothing to the client, and tells a trail. */
  static Aside silent(Trail trail) {
    return new Aside() {
      @Override
      public Trail trail() {
        return trail;
      }

      @Override
      public void interim(Status status, Fields fields) {}

      @Override
      public boolean push(Request request) {
        return false;
      }
    };
  }

  /**
   * Sends an interim response, for example 103 (Early Hints) with {@code Link} fields (RFC 9110
   * 15.2, RFC 8297). Clients of HTTP/1.0 do not get it: they know none.
   *
   * @param status from 102 on; 100 is sent when the body is read, and 101 not at all
   * @throws HttpException when the client does not take it, or is gone
   * @throws IllegalArgumentException when the status is none of these
   */
  void interim(Status status, Fields fields) throws HttpException;

  /** Where the handler tells what it does, and why. */
  Trail trail();

  /**
   * What tells the connection of the request from all others, by identity, for as long as it
   * stands; wherever its client moves meanwhile. Empty where nobody knows.
   */
  default Optional<Object> connection() {
    return Optional.empty();
  }

  /**
   * Told once when the client has gone away, so that nobody wants the answer any more: on the event
   * loop of its connection, and at once when that is so already. What is said last takes the place
   * of what was said before. Not told where the server does not notice.
   */
  default void whenGone(Runnable told) {}

  /**
   * Told once when the answer is out to its last byte, or has broken off: on whatever thread, which
   * it must not hold up.
   *
   * @return whether it will be told; where not, nobody knows when that is
   */
  default boolean whenOver(Runnable told) {
    return false;
  }

  /**
   * Told once when the server is about to end, and waits for what is under way ({@link
   * dev.glasshouse.http.server.HttpServer#drain}): an answer that goes on for as long as somebody
   * listens is to come to its end, so that the server can. At once when that is so already; on
   * whatever thread, which it must not hold up. Not told once the answer is over, nor where the
   * server does not know.
   */
  default void whenEnding(Runnable told) {}

  /** The same, for what goes on though the client has gone away. */
  default Aside untold() {
    Aside its = this;
    return new Aside() {
      @Override
      public void interim(Status status, Fields fields) throws HttpException {
        its.interim(status, fields);
      }

      @Override
      public Trail trail() {
        return its.trail();
      }

      @Override
      public Optional<Object> connection() {
        return its.connection();
      }

      @Override
      public boolean whenOver(Runnable told) {
        return its.whenOver(told);
      }

      @Override
      public void whenEnding(Runnable told) {
        its.whenEnding(told);
      }

      @Override
      public boolean push(Request request) {
        return its.push(request);
      }
    };
  }

  /**
   * Pushes the response to a request that the client has not made (RFC 9113 8.4); this server's own
   * handler answers it. Off where {@link Limits.Multiplex#pushes} is 0, and where the client or the
   * version has it off.
   *
   * @param request a safe request without content, to the same authority
   * @return whether it is pushed
   */
  boolean push(Request request);
}
