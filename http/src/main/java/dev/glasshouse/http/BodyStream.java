package dev.glasshouse.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of a message's content as they come. Reading blocks, and holds the peer back while
 * nobody reads; closing early gives up the rest, and with it the connection where the rest cannot
 * be skipped. A body that breaks off throws an {@link HttpException}.
 */
public abstract class BodyStream extends InputStream {

  /**
   * The fields that came after the content; none before its end was read (RFC 9110 6.5).
   *
   * @return the trailer fields
   */
  public abstract Fields trailers();

  /** Stops waiting, here and in the thread that reads: what is still to come is given up. */
  public void cancel() {
    try {
      close();
    } catch (IOException _) {
      // Given up either way.
    }
  }

  /**
   * Whether it mostly waits, as a stream of events does, so that no thread of a server is to wait
   * for it; then it {@link #isPrompt} too.
   */
  public boolean isPatient() {
    return false;
  }

  /** Whether what has come can be had without waiting for more ({@link #readNow}). */
  public boolean isPrompt() {
    return false;
  }

  /**
   * Whether a thread that reads can be told when more has come ({@link #readNow}, {@link
   * #whenMore}), and see to something else until then, in the place of waiting in {@link
   * #read(byte[], int, int)}.
   */
  public boolean tellsMore() {
    return isPrompt();
  }

  /**
   * As {@link #read(byte[], int, int)}, and 0 where nothing has come yet: never waits. Only where
   * it {@link #tellsMore}.
   *
   * @throws IOException as there, also when more was waited for ({@link #whenMore}) for too long
   */
  public int readNow(byte[] into, int offset, int length) throws IOException {
    throw new UnsupportedOperationException("a body that can only be waited for");
  }

  /**
   * Told once when {@link #readNow} has something to say again: on the thread that brings it, an
   * event loop for one, which must not be held up; or at once. Only where it {@link #tellsMore}.
   */
  public void whenMore(Runnable told) {
    throw new UnsupportedOperationException("a body that can only be waited for");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n;
    do {
      n = read(one, 0, 1);
    } while (n == 0);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;

  /** A body over bytes that are there. */
  public static BodyStream of(byte[] bytes) {
    return over(new ByteArrayInputStream(bytes));
  }

  /** A body over bytes that are there: those between the buffer's position and its limit. */
  static BodyStream of(ByteBuffer bytes) {
    return new Buffered(bytes.duplicate());
  }

  /** A body over any stream, without trailers. */
  public static BodyStream over(InputStream in) {
    return in instanceof BodyStream body ? body : new Plain(in);
  }

  private static final class Buffered extends BodyStream {
    private final ByteBuffer bytes;

    Buffered(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int n = Math.min(length, bytes.remaining());
      bytes.get(into, offset, n);
      return n == 0 ? -1 : n;
    }

    @Override
    public long skip(long n) {
      int skipped = (int) Math.clamp(n, 0, bytes.remaining());
      bytes.position(bytes.position() + skipped);
      return skipped;
    }

    @Override
    public int available() {
      return bytes.remaining();
    }
  }

  private static final class Plain extends BodyStream {
    private final InputStream in;

    Plain(InputStream in) {
      this.in = in;
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return in.read(into, offset, length);
    }

    @Override
    public long skip(long n) throws IOException {
      return in.skip(n);
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
