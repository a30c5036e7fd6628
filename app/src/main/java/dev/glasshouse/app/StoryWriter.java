package dev.glasshouse.app;

import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.export.JourneyWriter;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import dev.glasshouse.server.logs.Waiting;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Writes what a server tells of each thing that it was asked, on a thread of its own, so that the
 * server waits for no terminal: what came in some milliseconds goes out in one piece. Bounded:
 * while {@link #WAITING} wait to be written, nothing is taken, and how much was not is told.
 */
final class StoryWriter implements AutoCloseable {
  /**
   * What may wait to be written: some 50 ms of the fastest server, some seconds of what a terminal
   * takes, and a few megabytes.
   */
  private static final int WAITING = 4096;

  /** Characters that go out in one piece at most, more or less: a pipe takes as many at once. */
  private static final int PIECE = 1 << 16;

  private static final Duration END = Duration.ofSeconds(5);

  private static final String LINE_END = System.lineSeparator();

  private final PrintWriter out;
  private final String lost;
  private final Waiting<Told> waiting = new Waiting<>(WAITING);
  private final StringBuilder text = new StringBuilder();
  private final Thread thread =
      Thread.ofPlatform().name("glass-stories").daemon().unstarted(this::write);

  /** What is to be written. */
  @FunctionalInterface
  interface Told {
    /** Writes it behind what is there. */
    void write(StringBuilder to);
  }

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
    return waiting.hasRoom();
  }

  /** Takes what is to be written; or counts that it does not. */
  void take(Told told) {
    waiting.take(told);
  }

  /** Ends a line. */
  static void end(StringBuilder to) {
    to.append(LINE_END);
  }

  /** Writes a line. */
  static void line(String line, StringBuilder to) {
    end(to.append(line));
  }

  /** Writes a journey as JSON lines. */
  static void json(Journey journey, StringBuilder to) {
    JourneyWriter.write(journey, new TextWriter(to));
  }

  /** Writes a line, and the whole story under it. */
  static void story(String line, Journey journey, Language language, StringBuilder to) {
    line(line, to);
    var story = Story.of(journey, Level.FULL, language);
    line(StoryText.render(story, Look.PIPED).stripTrailing(), to);
    end(to);
  }

  private void write() {
    try {
      Waiting.Some<Told> some = waiting.next();
      while (!some.isEnd()) {
        if (some.isAny()) {
          write(some);
          waiting.gather();
        }
        some = waiting.next();
      }
    } catch (InterruptedException e) {
      // The command ends, and waits no longer.
    } finally {
      out.flush();
    }
  }

  private void write(Waiting.Some<Told> some) {
    for (Told told : some.all()) {
      told.write(text);
      if (text.length() > PIECE) {
        goOut();
      }
    }
    if (some.left() > 0 && !lost.isEmpty()) {
      line(lost.formatted(some.left()), text);
    }
    if (!text.isEmpty()) {
      goOut();
      out.flush();
    }
  }

  private void goOut() {
    out.append(text);
    text.setLength(0);
    if (text.capacity() > 4 * PIECE) {
      text.trimToSize();
    }
  }

  /** Writes what has been taken, and ends. */
  @Override
  public void close() {
    waiting.close();
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
