package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What is written, line by line, for whoever waits for it. */
final class Lines extends Writer {
  private static final int PATIENCE = Integer.getInteger("glass.patience", 120);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringBuilder line = new StringBuilder();

  @Override
  public void write(char[] letters, int from, int length) {
    synchronized (line) {
      for (int i = from; i < from + length; i++) {
        if (letters[i] == '\n') {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          line.append(letters[i]);
        }
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** The next line, once it is there. */
  String next() throws InterruptedException {
    String next = lines.poll(PATIENCE, TimeUnit.SECONDS);
    assertThat(next).as("a line of the command").isNotNull();
    return String.valueOf(next);
  }

  /** The next line that begins so; those before it are passed over. */
  String next(String begin) throws InterruptedException {
    for (String line = next(); ; line = next()) {
      if (line.startsWith(begin)) {
        return line;
      }
    }
  }

  /** The next lines of which each begins with one of these, in whatever order they come. */
  List<String> inAnyOrder(String... begins) throws InterruptedException {
    var found = new String[begins.length];
    for (int left = begins.length; left > 0; ) {
      String line = next();
      for (int i = 0; i < begins.length; i++) {
        if (found[i] == null && line.startsWith(begins[i])) {
          found[i] = line;
          left--;
          break;
        }
      }
    }
    return List.of(found);
  }

  /** The next line, if it is there in time. */
  Optional<String> poll(Duration longest) throws InterruptedException {
    return Optional.ofNullable(lines.poll(longest.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Whether no line is there now. */
  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The lines that are there now. */
  List<String> all() {
    return List.copyOf(lines);
  }
}
