package dev.glasshouse.http;

import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;

/**
 * A connection or stream that has left HTTP and carries bytes of another protocol both ways: after
 * 101 (RFC 9110 7.8), an extended CONNECT (RFC 8441, RFC 9220), or a CONNECT (RFC 9110 9.3.6). One
 * thread reads, and one at a time sends; reading holds the peer back while nobody reads.
 */
public interface Tunnel extends AutoCloseable {

  /** Who speaks in a tunnel that a server opened. Called on a virtual thread of its own. */
  @FunctionalInterface
  interface User {
    /**
     * Speaks until it has said its last; then the tunnel is closed in order, with everything that
     * was sent.
     *
     * @throws IOException what breaks the tunnel off
     */
    void use(Tunnel tunnel) throws IOException;
  }

  /** Which version of HTTP it runs over. */
  HttpVersion version();

  /**
   * What the peer sends; its end where the peer has ended its direction, which over HTTP/1 ends the
   * other one, too. Nothing for {@link #patience} throws a {@link StalledException}, after which
   * reading may go on.
   */
  BodyStream in();

  /** From now on reading waits so long for a byte; {@link Limits.Times#idle} at first. */
  void patience(Duration longest);

  /**
   * Sends some bytes, and waits while the peer is behind.
   *
   * @throws HttpException when the peer does not take them for {@link Limits.Times#idle}, or is
   *     gone
   */
  void send(byte[] bytes, int offset, int length) throws HttpException;

  /** Ends our direction in order; does nothing the second time. */
  void end();

  /** Gives up both directions at once; does nothing when it is over. */
  @Override
  void close();

  /** Where it tells what happens in it. */
  Trail trail();
}
