package dev.glasshouse.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Files that are read anew when they have changed, or when the process is told to by SIGHUP. One
 * thread looks after them.
 */
final class FileWatch {
  private final List<Kept> kept = new ArrayList<>();
  private final AtomicBoolean hangup = new AtomicBoolean();
  private final Runnable all;

  /** What is done with a file that has changed. */
  @FunctionalInterface
  interface Reader {
    /** Reads it, and tells what came of it. */
    void read(Path file);
  }

  private static final class Kept {
    final Path file;
    final Reader reader;
    Stamp stamp;

    Kept(Path file, Reader reader) {
      this.file = file;
      this.reader = reader;
      this.stamp = Stamp.of(file);
    }
  }

  /** How a file looked. */
  private record Stamp(long size, long modified) {
    static Stamp of(Path file) {
      try {
        return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
      } catch (IOException e) {
        return new Stamp(-1, -1);
      }
    }
  }

  /**
   * A watch.
   *
   * @param all what is done besides, on SIGHUP
   */
  FileWatch(Runnable all) {
    this.all = all;
  }

  /** Heeds SIGHUP from now on, where the system has it. */
  void heedSignal() {
    try {
      Signal.handle(new Signal("HUP"), signal -> hangup.set(true));
    } catch (IllegalArgumentException e) {
      // There is no such signal here, or the virtual machine keeps it for itself.
    }
  }

  /** Looks after a file, which has been read now. */
  void add(Path file, Reader reader) {
    kept.add(new Kept(file, reader));
  }

  /** Reads what has changed. */
  void look() {
    boolean told = hangup.getAndSet(false);
    for (Kept each : kept) {
      Stamp now = Stamp.of(each.file);
      if (told || !now.equals(each.stamp)) {
        each.stamp = now;
        each.reader.read(each.file);
      }
    }
    if (told) {
      all.run();
    }
  }
}
