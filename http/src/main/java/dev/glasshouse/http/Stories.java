package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Trail;

/**
 * Where the stories of the requests go that a server answers: all into one journey, or each into
 * its own.
 */
public interface Stories {

  /** The story of one request. */
  interface Story {
    /** Where it is told. */
    Trail trail();

    /** When it began, by {@link System#nanoTime}; now, where it keeps no time of its own. */
    default long begun() {
      return System.nanoTime();
    }

    /**
     * The handler has answered: what it says besides is added to the answer's fields. Must not
     * block.
     */
    default Response answered(Response response) {
      return response;
    }

    /** It is over. Called on the request's own thread; what takes long holds up the client. */
    default void end(Served served) {}

    /** Whether its end takes no time, so that an event loop may tell it. */
    default boolean endsAtOnce() {
      return false;
    }
  }

  /**
   * A request that was answered, or whose answer broke off.
   *
   * @param request the request
   * @param status what it was answered with
   * @param bytes of the answer's content that were sent
   * @param nanos from the request's head to the answer's last byte handed on to be sent
   * @param because why it ended as it did; {@link Because#HAPPENED} for an answer that went out
   */
  record Served(Request request, Status status, long bytes, long nanos, Because because) {}

  /** The story of a request begins. Must not block. */
  Story begin(Request request);

  /** All of them into one journey. */
  static Stories into(Trail trail) {
    Story story =
        new Story() {
          @Override
          public Trail trail() {
            return trail;
          }

          @Override
          public boolean endsAtOnce() {
            return true;
          }
        };
    return _ -> {
      // What is decided first about this request is told of this time.
      long _ = trail.now();
      return story;
    };
  }
}
