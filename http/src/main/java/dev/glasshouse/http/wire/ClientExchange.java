package dev.glasshouse.http.wire;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Response;
import java.io.IOException;

/** One request on one session, and the head of its answer. Used once, by one thread. */
public interface ClientExchange {
  /** Told once when the exchange has left its session. */
  interface Done {
    /**
     * The exchange is over.
     *
     * @param reusable whether the session may carry another
     */
    void free(boolean reusable);
  }

  /**
   * Sends the request, and waits for the head of its answer.
   *
   * @param done told when the exchange has left the session: at once where there is no body, at the
   *     body's end where there is one
   * @throws IOException when the request's body cannot be read, or an {@link
   *     dev.glasshouse.http.HttpException}; then {@code done} is not called
   */
  Response run(Done done) throws IOException;

  /** Takes what comes of an exchange that no thread waits for, on the session's event loop. */
  interface Taker {
    /** The head of the answer has come. */
    void answered(Response response);

    /** None came; {@link Done} is not told then. */
    void failed(IOException problem);
  }

  /**
   * As {@link #run}, on the session's event loop: nothing is waited for, and what comes is told
   * later. Only on a session that is {@link ClientSession#isPrompt}, and for a request without
   * content.
   */
  default void begin(Done done, Taker taker) {
    throw new UnsupportedOperationException("a session whose exchanges are waited for");
  }

  /** Gives up an exchange that was begun; on the event loop. Does nothing once it is answered. */
  default void giveUp() {}

  /**
   * Whether the peer may have begun to process the request: false when nothing was sent, or when
   * the peer has said that it did not look at it (RFC 9113 8.7, RFC 9114 5.2).
   */
  boolean mayBeProcessed();

  /**
   * Takes who is told of interim responses other than 100 (Continue) as they come (RFC 9110 15.2);
   * before {@link #run}.
   */
  void onInterim(Aside told);

  /** Whether something of the answer has come. */
  boolean answered();
}
