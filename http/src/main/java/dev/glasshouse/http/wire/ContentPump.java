package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import java.io.IOException;
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

  private ContentPump() {}

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
    long sent = 0;
    long promised = length.orElse(Long.MAX_VALUE);
    byte[] piece = new byte[promised < PIECE ? (int) promised + 1 : PIECE];
    while (true) {
      if (stop.getAsBoolean()) {
        return sent;
      }
      int n = body.read(piece);
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
