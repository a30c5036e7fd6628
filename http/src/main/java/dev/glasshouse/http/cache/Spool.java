package dev.glasshouse.http.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A body as it comes: bytes are put at its end, and read from anywhere. In memory while it is
 * small, in a file from then on. What was put can be read from any thread; one thread at a time
 * puts.
 */
final class Spool {
  /** Where a spool's file is made. */
  interface Folder {
    Path make() throws IOException;
  }

  private static final int FIRST = 16 * 1024;

  private final int most;
  private final Folder folder;
  private final Consumer<IOException> unwritten;
  private volatile byte[] memory = new byte[0];
  private volatile long length;
  private volatile Optional<Path> path = Optional.empty();
  private volatile Optional<DiskFile> file = Optional.empty();

  /**
   * An empty spool.
   *
   * @param most bytes in memory
   * @param unwritten is told when the disk does not take what is put
   */
  Spool(int most, Folder folder, Consumer<IOException> unwritten) {
    this.most = most;
    this.folder = folder;
    this.unwritten = unwritten;
  }

  /** How many bytes there are. */
  long length() {
    return length;
  }

  void put(byte[] from, int offset, int count) throws IOException {
    try {
      add(from, offset, count);
    } catch (IOException e) {
      unwritten.accept(e);
      throw e;
    }
  }

  private void add(byte[] from, int offset, int count) throws IOException {
    if (file.isEmpty() && length + count > most) {
      spill();
    }
    if (file.isPresent()) {
      file.get().write(length, from, offset, count);
    } else {
      int at = (int) length;
      if (memory.length < at + count) {
        memory = Arrays.copyOf(memory, Math.max(Math.max(FIRST, memory.length * 2), at + count));
      }
      System.arraycopy(from, offset, memory, at, count);
    }
    length += count;
  }

  private void spill() throws IOException {
    Path made = folder.make();
    DiskFile opened = DiskFile.open(made);
    path = Optional.of(made);
    opened.truncate(0);
    opened.write(0, memory, 0, (int) length);
    file = Optional.of(opened);
    memory = new byte[0];
  }

  /** Reads what is there from a position on; 0 when nothing is. */
  int read(long position, byte[] into, int offset, int count) throws IOException {
    int n = (int) Math.min(count, length - position);
    if (n <= 0) {
      return 0;
    }
    byte[] bytes = memory;
    if (file.isEmpty()) {
      System.arraycopy(bytes, (int) position, into, offset, n);
      return n;
    }
    file.get().read(position, into, offset, n);
    return n;
  }

  /** All bytes, of a spool that is in memory; empty when it is in a file. */
  Optional<byte[]> inMemory() {
    return file.isPresent() ? Optional.empty() : Optional.of(Arrays.copyOf(memory, (int) length));
  }

  /** The file, of a spool that is in one; it is the caller's from here on. */
  Optional<Path> takeFile() throws IOException {
    Optional<Path> taken = path;
    path = Optional.empty();
    return taken;
  }

  /** Gives the bytes up, the file with them, unless it was taken. */
  void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
      if (path.isPresent()) {
        Files.deleteIfExists(path.get());
      }
    } catch (IOException _) {
      // A file that is left behind is deleted when the store is opened next.
    }
  }
}
