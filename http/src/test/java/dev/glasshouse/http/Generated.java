package dev.glasshouse.http;

import java.io.InputStream;

/** So many bytes that are never in memory together. */
public class Generated extends InputStream {
  private long left;

  public Generated(long length) {
    this.left = length;
  }

  @Override
  public int read() {
    return left-- > 0 ? 'g' : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left <= 0) {
      return -1;
    }
    int n = (int) Math.min(left, length);
    left -= n;
    return n;
  }
}
