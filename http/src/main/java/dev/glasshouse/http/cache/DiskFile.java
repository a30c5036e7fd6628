package dev.glasshouse.http.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file that is read and written at any place, by several threads. A {@code FileChannel} would not
 * do: it is closed, for everybody, when one thread that reads it is interrupted, as every fetch is
 * that is given up.
 */
final class DiskFile implements Closeable {
  private final RandomAccessFile file;

  private DiskFile(RandomAccessFile file) {
    this.file = file;
  }

  /** Opens a file, which is made where it is not there. */
  static DiskFile open(Path path) throws IOException {
    return new DiskFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  /** Opens a file that is there, to be read only. */
  static DiskFile read(Path path) throws IOException {
    return new DiskFile(new RandomAccessFile(path.toFile(), "r"));
  }

  synchronized long size() throws IOException {
    return file.length();
  }

  /**
   * Reads a run of bytes.
   *
   * @throws java.io.EOFException when the file ends before
   */
  synchronized void read(long at, byte[] into, int offset, int count) throws IOException {
    file.seek(at);
    file.readFully(into, offset, count);
  }

  /** Writes a run of bytes. */
  synchronized void write(long at, byte[] from, int offset, int count) throws IOException {
    file.seek(at);
    file.write(from, offset, count);
  }

  /** Cuts the file off, or makes it longer. */
  synchronized void truncate(long length) throws IOException {
    file.setLength(length);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
