package dev.glasshouse.server.sites;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import java.io.IOException;

/** A request's content of unknown length, which ends with a fault where it is too long. */
final class MeasuredBody extends BodyStream {
  private final Body body;
  private final long most;
  private long came;
  private volatile boolean exceeded;
  private java.util.Optional<BodyStream> opened = java.util.Optional.empty();

  MeasuredBody(Body body, long most) {
    this.body = body;
    this.most = most;
  }

  /** Whether it was found to be too long. */
  boolean exceeded() {
    return exceeded;
  }

  private BodyStream in() throws IOException {
    if (opened.isEmpty()) {
      opened = java.util.Optional.of(body.open());
    }
    return opened.get();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return measured(in().read(into, offset, length));
  }

  private int measured(int n) throws IOException {
    came += Math.max(0, n);
    if (came > most) {
      exceeded = true;
      throw new IOException("the content is longer than " + most + " bytes");
    }
    return n;
  }

  @Override
  public boolean tellsMore() {
    try {
      return in().tellsMore();
    } catch (IOException _) {
      // Told when it is read.
      return false;
    }
  }

  @Override
  public int readNow(byte[] into, int offset, int length) throws IOException {
    return measured(in().readNow(into, offset, length));
  }

  @Override
  public void whenMore(Runnable told) {
    opened.orElseThrow().whenMore(told);
  }

  @Override
  public Fields trailers() {
    return opened.map(BodyStream::trailers).orElse(Fields.EMPTY);
  }

  @Override
  public void close() throws IOException {
    if (opened.isPresent()) {
      opened.get().close();
    }
  }
}
