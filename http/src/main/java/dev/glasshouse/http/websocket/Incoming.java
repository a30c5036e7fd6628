package dev.glasshouse.http.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A message that is coming in: its kind, and its content as it comes. What is not read of it when
 * the next is asked for is let go.
 */
public final class Incoming {
  /** Where the content comes from. */
  interface Source {
    /** Some more; empty at the message's end. */
    byte[] more() throws IOException;
  }

  private final Kind kind;
  private final Source source;
  private byte[] current = new byte[0];
  private int at;
  private boolean over;

  Incoming(Kind kind, Source source) {
    this.kind = kind;
    this.source = source;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /**
   * Its content. Of a text, what was read is UTF-8, whatever may still come.
   *
   * @return a stream that throws {@link ClosedException} when the peer breaks a rule
   */
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
          return 0;
        }
        if (!fill()) {
          return -1;
        }
        int n = Math.min(length, current.length - at);
        System.arraycopy(current, at, into, offset, n);
        at += n;
        return n;
      }
    };
  }

  private boolean fill() throws IOException {
    while (!over && at == current.length) {
      current = source.more();
      at = 0;
      over = current.length == 0;
    }
    return !over;
  }

  /** Lets go of what is not read yet. */
  void skip() throws IOException {
    at = current.length;
    while (fill()) {
      at = current.length;
    }
  }
}
