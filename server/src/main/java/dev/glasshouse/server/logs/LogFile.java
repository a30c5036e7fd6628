package dev.glasshouse.server.logs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines. It can be opened anew, for who has moved it away, and is put aside by itself
 * when it is large: {@code FILE.1} is the youngest. On the writer's thread only.
 */
final class LogFile {
  private final Path path;
  private final Rotation rotation;
  private BufferedWriter out;
  private long size;

  /**
   * When a log is put aside.
   *
   * @param size bytes after which; 0 for never
   * @param keep how many are kept
   */
  record Rotation(long size, int keep) {}

  /**
   * Opens it, at its end.
   *
   * @throws IOException when it cannot be written
   */
  LogFile(Path path, Rotation rotation) throws IOException {
    this.path = path;
    this.rotation = rotation;
    this.out = open();
  }

  private BufferedWriter open() throws IOException {
    BufferedWriter opened =
        Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(path);
    return opened;
  }

  void line(String text) throws IOException {
    if (rotation.size() > 0 && size > 0 && size + text.length() + 1 > rotation.size()) {
      putAside();
    }
    out.write(text);
    out.write('\n');
    size += text.length() + 1;
  }

  private void putAside() throws IOException {
    out.close();
    for (int i = rotation.keep(); i > 1; i--) {
      Path older = numbered(i - 1);
      if (Files.exists(older)) {
        Files.move(older, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (rotation.keep() > 0) {
      Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(path);
    }
    out = open();
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  void reopen() throws IOException {
    BufferedWriter fresh = open();
    out.close();
    out = fresh;
  }

  void flush() throws IOException {
    out.flush();
  }

  void close() throws IOException {
    out.close();
  }
}
