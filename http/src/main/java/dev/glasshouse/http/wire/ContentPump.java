package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Sends a body piece by piece, in whatever form the version has for content. */
public final class ContentPump {
  private static final int PIECE = 32 * 1024;

  /** Where content goes, no faster than the peer takes it. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Sends some content; the array may be used for something else afterwards.
     *
     * @throws HttpException when the peer does not take it until the deadline, or is gone
     */
    void send(byte[] bytes, int length, Deadline deadline) throws HttpException;
  }

  /** Bytes of content that go out with their head where they need not be waited for. */
  public static final int AT_ONCE = 32 * 1024;

  /** How the next piece of a body is had. */
  @FunctionalInterface
  public interface Reading {
    /**
     * As {@link BodyStream#read(byte[])}, and 0 where it was not worth to wait any longer.
     *
     * @throws IOException when it cannot be had
     */
    int read(BodyStream body, byte[] piece) throws IOException;
  }

  private ContentPump() {}

  /**
   * The whole of a short body that is there already. A body that is still to come is not waited
   * for: its head, and what has come of it, are of use before its end is.
   *
   * @param open the body's bytes, of which none were read
   * @return empty where it is longer than {@link #AT_ONCE}, of a length that is not known, or not
   *     there yet; nothing was read then
   * @throws IOException when it cannot be read
   * @throws IllegalStateException when it is not as long as it said
   */
  public static Optional<byte[]> atOnce(Body body, BodyStream open) throws IOException {
    long length = body.length().orElse(Long.MAX_VALUE);
    if (length > AT_ONCE || !(body.isReplayable() || open.available() >= length)) {
      return Optional.empty();
    }
    byte[] all = open.readNBytes((int) length + 1);
    if (all.length != length) {
      throw new IllegalStateException("the body is not " + length + " bytes long");
    }
    return Optional.of(all);
  }

  /**
   * Sends a body, without the end of the message.
   *
   * @param length how long the body said that it is
   * @param stop asked before each piece is read; when it says so, the rest is left unread
   * @return bytes sent
   * @throws IOException when the body cannot be read; {@link HttpException} when the peer does not
   *     take it
   * @throws IllegalStateException when the body is not as long as it said
   */
  public static long send(
      BodyStream body, OptionalLong length, Deadline deadline, BooleanSupplier stop, Sink sink)
      throws IOException {
    return send(body, length, deadline, stop, BodyStream::read, sink);
  }

  /** The same, with a way to read. */
  public static long send(
      BodyStream body,
      OptionalLong length,
      Deadline deadline,
      BooleanSupplier stop,
      Reading reading,
      Sink sink)
      throws IOException {
    long sent = 0;
    long promised = length.orElse(Long.MAX_VALUE);
    byte[] piece = new byte[promised < PIECE ? (int) promised + 1 : PIECE];
    while (true) {
      if (stop.getAsBoolean()) {
        return sent;
      }
      int n = reading.read(body, piece);
      if (n < 0) {
        break;
      }
      sent += n;
      if (sent > promised) {
        throw new IllegalStateException("the body is longer than it said: " + promised);
      }
      if (n > 0) {
        sink.send(piece, n, deadline);
      }
    }
    if (length.isPresent() && sent < promised) {
      throw new IllegalStateException(
          "the body ended after " + sent + " of " + promised + " bytes");
    }
    return sent;
  }
}
