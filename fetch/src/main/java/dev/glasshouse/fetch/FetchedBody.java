package dev.glasshouse.fetch;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.KeptBody;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of an answer; when it ends, well or not, the steps that it belongs to end. */
final class FetchedBody extends BodyStream {
  /** Told once when the body ends. */
  interface Ending {
    /** It was read to its end. */
    void complete(long bytes);

    /** It broke off; {@code problem} says why. */
    void broken(long bytes, IOException problem);

    /** The rest is not wanted. */
    void givenUp(long bytes);
  }

  private final byte[] begun;
  private final BodyStream rest;
  private final long limit;
  private final Trail trail;
  private final Ending ending;
  private final KeptBody kept;
  private final AtomicBoolean ended = new AtomicBoolean();
  private int at;
  private long bytes;

  /**
   * A body.
   *
   * @param begun its first bytes, which were read to look at them
   * @param rest what follows
   * @param limit the most bytes that it may have
   */
  FetchedBody(byte[] begun, BodyStream rest, long limit, Trail trail, Ending ending) {
    this.begun = begun;
    this.rest = rest;
    this.limit = limit;
    this.trail = trail;
    this.ending = ending;
    this.kept = trail.keep("response");
  }

  @Override
  public Fields trailers() {
    return rest.trailers();
  }

  @Override
  public int available() throws IOException {
    return begun.length - at + rest.available();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at < begun.length) {
      int n = Math.min(length, begun.length - at);
      System.arraycopy(begun, at, into, offset, n);
      at += n;
      kept.piece(into, offset, n);
      return counted(n);
    }
    try {
      int n = rest.read(into, offset, length);
      if (n >= 0) {
        kept.piece(into, offset, n);
        return counted(n);
      }
    } catch (IOException e) {
      if (ended.compareAndSet(false, true)) {
        rest.cancel();
        kept.cut();
        ending.broken(bytes, e);
      }
      throw e;
    }
    if (ended.compareAndSet(false, true)) {
      rest.close();
      kept.whole();
      ending.complete(bytes);
    }
    return -1;
  }

  private int counted(int n) throws FetchException {
    bytes += n;
    if (bytes <= limit) {
      return n;
    }
    Because because = Because.of(FetchReason.BODY_LIMIT, limit);
    var problem = new FetchException("the body is larger than " + limit + " bytes", because);
    if (ended.compareAndSet(false, true)) {
      if (trail.on()) {
        trail.mark(new JourneyStep.LimitReached("body", limit, "bytes", "fetch"), because);
      }
      rest.cancel();
      kept.cut();
      ending.broken(bytes, problem);
    }
    throw problem;
  }

  @Override
  public void close() throws IOException {
    if (ended.compareAndSet(false, true)) {
      rest.close();
      kept.cut();
      ending.givenUp(bytes);
    }
  }

  @Override
  public void cancel() {
    if (ended.compareAndSet(false, true)) {
      rest.cancel();
      kept.cut();
      ending.givenUp(bytes);
    }
  }

  /** Reads the first bytes, up to a length; fewer where the body is shorter. */
  static byte[] begin(InputStream in, int length) throws IOException {
    return in.readNBytes(length);
  }
}
