package dev.glasshouse.server.json;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a body, of which only so many are taken; counts them. */
public final class BoundedStream extends FilterInputStream {

  /** More bytes came than are taken. */
  public static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    private final long most;

    TooLong(long most) {
      super("more than " + most + " bytes came");
      this.most = most;
    }

    /** What the client is told. */
    public Refusal refusal() {
      return refusal(most);
    }

    /** What the client is told of a body that says itself that it is longer than this. */
    public static Refusal refusal(long most) {
      return new Refusal(
          Problem.of(Status.CONTENT_TOO_LARGE, "at most " + most + " bytes are taken")
              .with("limit", most),
          Because.of(RouteReason.TOO_LONG, Clause.rfc(9110, "15.5.14"), most, "bytes"));
    }
  }

  private final long most;
  private long bytes;

  /** So many bytes of a stream. */
  public BoundedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  /** How many were read. */
  public long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    int c = in.read();
    if (c >= 0) {
      count(1);
    }
    return c;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = in.read(into, offset, length);
    if (n > 0) {
      count(n);
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long more) throws TooLong {
    bytes += more;
    if (bytes > most) {
      throw new TooLong(most);
    }
  }
}
