package dev.glasshouse.edge.balance;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The content of a server's answer, whose end is told: whole, broken off, or given up. */
final class WatchedBody extends BodyStream {
  /** Takes the end; called once. */
  @FunctionalInterface
  interface End {
    /**
     * It is over.
     *
     * @param bytes that were read
     * @param whole whether that was all; with a problem when it broke off
     */
    void over(long bytes, boolean whole, Optional<IOException> problem);
  }

  private final BodyStream in;
  private final End end;
  private final AtomicBoolean over = new AtomicBoolean();
  private long bytes;

  WatchedBody(BodyStream in, End end) {
    this.in = in;
    this.end = end;
  }

  @Override
  public Fields trailers() {
    return in.trailers();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return counted(in.read(into, offset, length));
    } catch (IOException e) {
      over(false, Optional.of(e));
      throw e;
    }
  }

  @Override
  public boolean isPrompt() {
    return in.isPrompt();
  }

  @Override
  public int readNow(byte[] into, int offset, int length) throws IOException {
    try {
      return counted(in.readNow(into, offset, length));
    } catch (IOException e) {
      over(false, Optional.of(e));
      throw e;
    }
  }

  @Override
  public void whenMore(Runnable told) {
    in.whenMore(told);
  }

  private int counted(int n) {
    if (n < 0) {
      over(true, Optional.empty());
    } else {
      bytes += n;
    }
    return n;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  private void over(boolean whole, Optional<IOException> problem) {
    if (over.compareAndSet(false, true)) {
      end.over(bytes, whole, problem);
    }
  }

  @Override
  public void cancel() {
    in.cancel();
    over(false, Optional.empty());
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      over(false, Optional.empty());
    }
  }
}
