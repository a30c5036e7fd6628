package dev.glasshouse.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The bytes of bodies one behind the other. */
final class JoinedStream extends BodyStream {
  private final Queue<Body> ahead;
  private BodyStream now = BodyStream.of(new byte[0]);

  JoinedStream(List<Body> parts) {
    this.ahead = new ArrayDeque<>(parts);
  }

  @Override
  public Fields trailers() {
    return Fields.EMPTY;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int n = now.read(into, offset, length);
      if (n >= 0) {
        return n;
      }
      now.close();
      Body next = ahead.poll();
      if (next == null) {
        return -1;
      }
      now = next.open();
    }
  }

  @Override
  public int available() throws IOException {
    return now.available();
  }

  @Override
  public void close() throws IOException {
    ahead.clear();
    now.close();
  }
}
