package dev.glasshouse.http.h2;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.handler.codec.http2.Http2Error;
import java.net.SocketAddress;
import java.util.Optional;

/** What the two ends of a connection do differently. All on the event loop. */
interface Side {
  /** Whether this is the client's end. */
  boolean isClient();

  /** Where it tells of the connection as a whole. */
  Trail trail();

  /** The connection's number in the journey. */
  long number();

  /** Who is at the other end of a server; empty on a client. */
  default Optional<SocketAddress> client() {
    return Optional.empty();
  }

  /** The cipher suite that TLS agreed on where HTTP/2 forbids it; empty where all is well. */
  Optional<String> forbiddenCipher();

  /** Our settings: identifiers and values in turn. */
  long[] settings();

  /** A field section has come on a stream that is not open; only a peer's next stream gets here. */
  void opens(int stream, FieldSection section, boolean end) throws Fault;

  /** The field section of a new stream was larger than the limit, and left out. */
  void tooLarge(int stream);

  /** The first field section of a message, or an interim response, has come on an open stream. */
  void head(Http2Stream stream, FieldSection section, boolean end) throws Fault;

  /** A push was promised. */
  void promised(Http2Stream on, int stream, FieldSection section) throws Fault;

  /** A request's priority was changed; its stream may not be there yet, or not any more. */
  void reprioritized(int stream, String value) throws Fault;

  /** The peer's settings have come, the first or new ones. */
  void peerSettings(PeerSettings settings);

  /**
   * A server says where else an origin is to be had (RFC 7838 section 4).
   *
   * @param origin the origin; empty for that of the request on whose stream it came
   */
  default void altSvc(String origin, String value) {}

  /** A stream is over, and no longer counts. */
  void over(Http2Stream stream);

  /** The peer takes no new streams; those above its last one are lost and will be failed. */
  void peerGoesAway(int last, Http2Error code);

  /** The connection is gone. */
  void gone(HttpException why);

  /** Tells of a stream that one side reset. */
  default void tellReset(Http2Stream stream, boolean byUs, String code, Because because) {
    Trail trail = trail();
    if (trail.on()) {
      trail.mark(
          new StreamStep.StreamReset(number(), stream.id(), byUs ? "us" : "peer", code), because);
    }
  }
}
