package dev.glasshouse.app;

import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A writer that keeps the last lines of what is written. Safe for many threads. */
final class LastLines extends Writer {
  private static final int LONGEST = 4096;

  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();

  /** One that keeps so many lines. */
  LastLines(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] from, int offset, int length) {
    synchronized (lines) {
      for (int i = offset; i < offset + length; i++) {
        char c = from[i];
        if (c == '\n') {
          lines.addLast(line.toString());
          line.setLength(0);
          if (lines.size() > most) {
            lines.removeFirst();
          }
        } else if (c != '\r' && line.length() < LONGEST) {
          line.append(c);
        }
      }
    }
  }

  /** The last whole lines, the oldest first. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
