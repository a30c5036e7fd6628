package dev.glasshouse.http.websocket;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * Compresses the messages of one direction (RFC 7692 7.2.1). The compressor takes some 256 KiB: it
 * is made when there is something to compress, and where each message is compressed by itself, it
 * is let go of after each. Not safe for several threads.
 */
final class Deflation implements AutoCloseable {
  /** What ends each message's data, and is left out on the wire: an empty stored block. */
  private static final int TAIL = 4;

  private final boolean forgets;
  private Optional<Deflater> held = Optional.empty();

  /**
   * A direction's.
   *
   * @param forgets whether each message is compressed by itself
   */
  Deflation(boolean forgets) {
    this.forgets = forgets;
  }

  /**
   * Some of a message, compressed.
   *
   * @param last whether the message ends with it
   */
  byte[] some(byte[] bytes, int offset, int length, boolean last) {
    Deflater deflater = held.orElseGet(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));
    held = Optional.of(deflater);
    byte[] piece = new byte[Math.clamp(length, 512, 8192)];
    var out = new ByteArrayOutputStream(Math.max(64, length / 2));
    deflater.setInput(bytes, offset, length);
    int n;
    do {
      n = deflater.deflate(piece, 0, piece.length, last ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH);
      out.write(piece, 0, n);
    } while (n > 0 && (n == piece.length || !deflater.needsInput()));
    if (!last) {
      return out.toByteArray();
    }
    if (forgets) {
      close();
    }
    byte[] all = out.toByteArray();
    if (all.length < TAIL) {
      // Nothing was left to flush: the message is one empty block (7.2.3.6).
      return new byte[] {0};
    }
    return java.util.Arrays.copyOf(all, all.length - TAIL);
  }

  @Override
  public void close() {
    held.ifPresent(Deflater::end);
    held = Optional.empty();
  }
}
