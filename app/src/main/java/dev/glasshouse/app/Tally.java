package dev.glasshouse.app;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a server answers, beside the stories of its requests. Safe for many threads. */
final class Tally implements Stories {
  /** So many of an interval's times are kept; more of them are like these. */
  private static final int TIMES = 4096;

  private static final int CLASSES = 6;

  private final Stories inner;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final LongAdder bytes = new LongAdder();
  private final AtomicLongArray classes = new AtomicLongArray(CLASSES);
  private final AtomicLongArray times = new AtomicLongArray(TIMES);
  private final AtomicInteger timed = new AtomicInteger();

  /**
   * How it stands.
   *
   * @param requests that were answered, since the beginning
   * @param underWay that are being answered
   * @param bytes of content that were sent
   * @param classes how many were answered with 1xx, 2xx and so on, by the status' first digit
   * @param median of the times that answers took since the last look; zero where there were none
   * @param slow what one in a hundred of them took at least
   */
  record Standing(
      long requests, long underWay, long bytes, long[] classes, Duration median, Duration slow) {}

  /** Beside these stories. */
  Tally(Stories inner) {
    this.inner = inner;
  }

  @Override
  public Story begin(Request request) {
    begun.incrementAndGet();
    Story story = inner.begin(request);
    return new Story() {
      @Override
      public Trail trail() {
        return story.trail();
      }

      @Override
      public long begun() {
        return story.begun();
      }

      @Override
      public boolean endsAtOnce() {
        return story.endsAtOnce();
      }

      @Override
      public Response answered(Response response) {
        return story.answered(response);
      }

      @Override
      public void end(Served served) {
        count(served);
        story.end(served);
      }
    };
  }

  private void count(Served served) {
    ended.incrementAndGet();
    bytes.add(served.bytes());
    classes.incrementAndGet(Math.clamp(served.status().code() / 100, 0, CLASSES - 1));
    times.set(timed.getAndIncrement() & (TIMES - 1), served.nanos());
  }

  /** How it stands; the times of answers are those since this was asked last. */
  Standing look() {
    long[] took = new long[Math.clamp(timed.getAndSet(0), 0, TIMES)];
    Arrays.setAll(took, times::get);
    Arrays.sort(took);
    long[] by = new long[CLASSES];
    Arrays.setAll(by, classes::get);
    long done = ended.get();
    return new Standing(
        done, Math.max(0, begun.get() - done), bytes.sum(), by, at(took, 0.5), at(took, 0.99));
  }

  private static Duration at(long[] sorted, double part) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1, sorted.length * part)]);
  }
}
