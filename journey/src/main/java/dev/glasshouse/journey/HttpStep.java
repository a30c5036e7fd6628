package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of HTTP exchanges on the wire. Header fields are lines of the form {@code name: value}. */
public sealed interface HttpStep extends Step {

  /**
   * A request waited for a connection.
   *
   * @param origin the origin
   * @param busy how many connections to it were in use
   * @param ahead how many requests waited before it
   */
  record ConnectionAwaited(String origin, int busy, int ahead) implements HttpStep {}

  /**
   * A standing connection was taken from the pool.
   *
   * @param connection its number
   * @param origin the origin
   * @param idle how long it had been idle
   * @param exchangesBefore how many requests it carried before
   */
  record ConnectionReused(long connection, String origin, Duration idle, int exchangesBefore)
      implements HttpStep {}

  /**
   * A request was written.
   *
   * @param connection the connection's number
   * @param stream the stream's number on it, as the version counts them; 0 in HTTP/1
   * @param version for example HTTP/1.1
   * @param method the method
   * @param target the request target as sent
   * @param fields the header fields, in order; secrets shortened
   * @param headerBytes size of the request line and the header section
   * @param bodyBytes size of the body
   */
  record RequestSent(
      long connection,
      long stream,
      String version,
      String method,
      String target,
      List<String> fields,
      long headerBytes,
      long bodyBytes)
      implements HttpStep {}

  /**
   * An interim response (1xx) came.
   *
   * @param connection the connection's number
   * @param version for example HTTP/2
   * @param status the status code
   * @param fields its header fields
   */
  record InterimResponse(long connection, String version, int status, List<String> fields)
      implements HttpStep {}

  /**
   * The head of the final response came; the step lasts from the end of the request to it.
   *
   * @param connection the connection's number
   * @param version for example HTTP/1.1
   * @param status the status code
   * @param reasonPhrase the reason phrase; may be empty
   * @param fields the header fields, in order; secrets shortened
   * @param headerBytes size of the status line and the header section
   */
  record ResponseBegun(
      long connection,
      String version,
      int status,
      String reasonPhrase,
      List<String> fields,
      long headerBytes)
      implements HttpStep {}

  /**
   * The body of a response ended; the step lasts from the head to its last byte.
   *
   * @param connection the connection's number
   * @param wireBytes bytes of the body as transferred, without framing
   * @param framing content-length, chunked, until-close, end-of-stream or none
   * @param complete whether it came whole
   * @param trailers trailer fields
   */
  record ResponseEnded(
      long connection, long wireBytes, String framing, boolean complete, List<String> trailers)
      implements HttpStep {}

  /**
   * A body's content codings were undone.
   *
   * @param codings the codings in the order they had been applied
   * @param wireBytes size before
   * @param bytes size after
   */
  record BodyDecoded(List<String> codings, long wireBytes, long bytes) implements HttpStep {}

  /**
   * A body was kept on disk, in the journey's {@link BodyStore}.
   *
   * @param message request or response
   * @param sha256 the SHA-256 of its bytes, after decoding, in hexadecimal digits
   * @param bytes its size
   */
  record BodyStored(String message, String sha256, long bytes) implements HttpStep {}

  /**
   * A body was to be kept in the journey's {@link BodyStore}, and is not.
   *
   * @param message request or response
   * @param bytes how much of it came by, after decoding
   */
  record BodyNotKept(String message, long bytes) implements HttpStep {}

  /**
   * A peer broke the protocol.
   *
   * @param connection the connection's number
   * @param peer the client's address and port, on a server; empty on a client
   * @param problem what it did
   */
  record ProtocolViolated(long connection, String peer, String problem) implements HttpStep {
    /** By a server, on a connection whose own steps say who that is. */
    public ProtocolViolated(long connection, String problem) {
      this(connection, "", problem);
    }
  }

  /**
   * An exchange failed.
   *
   * @param connection the connection's number; 0 when there was none
   * @param peer the client's address and port, on a server's connection; empty otherwise
   * @param problem what happened
   */
  record ExchangeFailed(long connection, String peer, String problem) implements HttpStep {
    /** On a connection whose own steps say who is at its other end, or in a request's own story. */
    public ExchangeFailed(long connection, String problem) {
      this(connection, "", problem);
    }
  }

  /**
   * A request is sent once more.
   *
   * @param method the method
   * @param url the URL
   * @param attempt 2 for the first retry
   */
  record RequestRetried(String method, String url, int attempt) implements HttpStep {}

  /**
   * A request whose connection or stream went away is not sent once more.
   *
   * @param method the method
   * @param url the URL
   */
  record RetryRefused(String method, String url) implements HttpStep {}

  /**
   * A server of ours answered a request.
   *
   * @param peer the client's address and port
   * @param method the method
   * @param target the request target
   * @param status the status code that was answered
   * @param bytes size of the body
   */
  record RequestServed(String peer, String method, String target, int status, long bytes)
      implements HttpStep {}
}
