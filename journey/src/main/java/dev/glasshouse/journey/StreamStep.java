package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/**
 * Steps of connections that carry many exchanges at once, each on a stream of its own: HTTP/2 and
 * HTTP/3. {@code stream} is the number that the version gives it; 0 stands for the connection.
 */
public sealed interface StreamStep extends Step {

  /**
   * The peer told what it allows on the connection.
   *
   * @param connection the connection's number
   * @param version for example HTTP/2
   * @param settings its settings, lines of the form {@code name: value}
   */
  record PeerSettings(long connection, String version, List<String> settings)
      implements StreamStep {}

  /**
   * One exchange was ended before its time; the connection stays.
   *
   * @param connection the connection's number
   * @param stream the stream's number
   * @param by us or peer
   * @param code the error code's name, for example CANCEL
   */
  record StreamReset(long connection, long stream, String by, String code) implements StreamStep {}

  /**
   * One side said that it takes no new streams on the connection (GOAWAY).
   *
   * @param connection the connection's number
   * @param by us or peer
   * @param last the last stream that is still served
   * @param code the error code's name, for example NO_ERROR
   * @param text what was said beside it; may be empty
   */
  record GoingAway(long connection, String by, long last, String code, String text)
      implements StreamStep {}

  /**
   * The peer was asked whether it is still there (PING), and answered or not; the step lasts from
   * the question to the answer.
   *
   * @param connection the connection's number
   * @param answered whether it answered in time
   */
  record LivenessAsked(long connection, boolean answered) implements StreamStep {}

  /**
   * Content had to wait because the peer's flow control allowed no more.
   *
   * @param connection the connection's number
   * @param stream the stream's number
   * @param waited how long, in all, over the whole message
   */
  record WindowAwaited(long connection, long stream, Duration waited) implements StreamStep {}

  /**
   * A server announced a response that nobody had asked for.
   *
   * @param connection the connection's number
   * @param stream the stream on which it comes
   * @param url what it answers
   * @param kept whether it is kept for whoever asks
   */
  record Pushed(long connection, long stream, String url, boolean kept) implements StreamStep {}

  /**
   * A request was answered by what the server had pushed before.
   *
   * @param connection the connection's number
   * @param stream the stream on which it came
   * @param url the URL
   */
  record PushUsed(long connection, long stream, String url) implements StreamStep {}

  /**
   * The priority of a request was changed after it was sent (RFC 9218 7).
   *
   * @param connection the connection's number
   * @param stream the stream's number
   * @param by us or peer
   * @param priority the new priority, as the field {@code Priority} writes it
   */
  record Reprioritized(long connection, long stream, String by, String priority)
      implements StreamStep {}
}
