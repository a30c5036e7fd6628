package dev.glasshouse.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Content in a content coding (RFC 9110 8.4), coded while it is read: gzip, br, zstd. Holds one
 * piece of some kilobytes at a time, beside the coder's own window.
 */
public final class EncodedBody extends InputStream {
  private static final int PIECE = 32 * 1024;

  // What servers use while somebody waits: most of the gain for a small part of the time.
  private static final int GZIP_LEVEL = 5;
  private static final int BROTLI_LEVEL = 4;
  private static final int ZSTD_LEVEL = 3;

  private final InputStream plain;
  private final Piece coded = new Piece();
  private final OutputStream coder;
  private final byte[] piece = new byte[PIECE];
  private int given;
  private boolean ended;
  private boolean closed;

  private EncodedBody(String coding, InputStream plain) throws IOException {
    this.plain = plain;
    this.coder = coder(coding, coded);
  }

  /**
   * The codings that can be made on this machine, the best for texts first. The first who asks has
   * the native libraries loaded.
   */
  public static List<String> codings() {
    var codings = new ArrayList<String>(3);
    if (NativeCodings.brotli()) {
      codings.add("br");
    }
    if (NativeCodings.zstd()) {
      codings.add("zstd");
    }
    codings.add("gzip");
    return List.copyOf(codings);
  }

  /**
   * A body in a coding, of unknown length, which can be sent once.
   *
   * @param coding one of {@link #codings()}
   * @throws IOException when the body cannot be opened
   */
  public static Body of(String coding, Body plain) throws IOException {
    BodyStream in = plain.open();
    try {
      return Body.streaming(new EncodedBody(coding, in), OptionalLong.empty());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static OutputStream coder(String coding, OutputStream out) throws IOException {
    return switch (coding) {
      case "gzip" ->
          new GZIPOutputStream(out, 8192) {
            {
              def.setLevel(GZIP_LEVEL);
              def.setStrategy(Deflater.DEFAULT_STRATEGY);
            }
          };
      case "br" -> {
        Brotli4jLoader.ensureAvailability();
        yield new BrotliOutputStream(out, new Encoder.Parameters().setQuality(BROTLI_LEVEL));
      }
      case "zstd" -> new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVEL);
      default -> throw new IllegalArgumentException("unknown coding " + coding);
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (given == coded.size()) {
      if (ended) {
        return -1;
      }
      coded.reset();
      given = 0;
      int n = plain.read(piece, 0, piece.length);
      if (n < 0) {
        ended = true;
        coder.close();
      } else {
        coder.write(piece, 0, n);
      }
    }
    int n = Math.min(length, coded.size() - given);
    coded.copy(given, into, offset, n);
    given += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (plain) {
      if (!ended) {
        ended = true;
        // Frees what the coder holds outside of the heap; what it still writes is not read.
        coder.close();
      }
    }
  }

  /** What the coder has written and nobody has read yet. */
  private static final class Piece extends ByteArrayOutputStream {
    synchronized void copy(int from, byte[] into, int offset, int length) {
      System.arraycopy(buf, from, into, offset, length);
    }
  }
}
