package dev.glasshouse.app;

import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.export.JourneyWriter;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what a server tells of each thing that it was asked, on a thread of its own, so that the
 * server waits for no terminal. Bounded: while more waits to be written than {@link #WAITING},
 * nothing is taken, and how much was not is told.
 */
final class StoryWriter implements AutoCloseable {
  /** What may wait to be written: some seconds of what a terminal takes. */
  private static final int WAITING = 1000;

  /**
   * After some went out: what comes meanwhile goes out together, and no request wakes this thread.
   */
  private static final Duration GATHERED = Duration.ofMillis(5);

  private static final Duration END = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final String lost;
  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong untold = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().name("glass-stories").daemon().unstarted(this::write);
  private volatile boolean closed;

  /**
   * A writer.
   *
   * @param lost how it is told that some were not told, with {@code %d} for how many; empty for not
   *     at all
   */
  static StoryWriter begin(PrintWriter out, String lost) {
    var writer = new StoryWriter(out, lost);
    writer.thread.start();
    return writer;
  }

  private StoryWriter(PrintWriter out, String lost) {
    this.out = out;
    this.lost = lost;
  }

  /** Whether there is room for what comes next; where there is none, that is counted. */
  boolean hasRoom() {
    if (waiting.remainingCapacity() > 0 && !closed) {
      return true;
    }
    untold.incrementAndGet();
    return false;
  }

  /** Takes what is to be written, and how; or counts that it does not. */
  void take(Runnable how) {
    if (!waiting.offer(how)) {
      untold.incrementAndGet();
    }
  }

  /** Writes a line. */
  void line(String text) {
    out.println(text);
  }

  /** Writes a journey as JSON lines. */
  void json(Journey journey) {
    JourneyWriter.write(journey, out);
  }

  /** Writes a line, and the whole story under it. */
  void story(String line, Journey journey, Language language) {
    out.println(line);
    var story = Story.of(journey, Level.FULL, language);
    out.println(StoryText.render(story, Look.PIPED).stripTrailing());
    out.println();
  }

  private void write() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Runnable next = waiting.poll(100, TimeUnit.MILLISECONDS);
        boolean some = next != null;
        for (int told = 1; next != null; told++) {
          next.run();
          next = told < WAITING ? waiting.poll() : null;
        }
        long left = untold.getAndSet(0);
        if (left > 0 && !lost.isEmpty()) {
          out.println(lost.formatted(left));
        }
        if (some || left > 0) {
          out.flush();
        }
        if (some && !closed) {
          Thread.sleep(GATHERED);
        }
      }
    } catch (InterruptedException e) {
      // The command ends, and waits no longer.
    } finally {
      out.flush();
    }
  }

  /** Writes what has been taken, and ends. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(END)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
