package dev.glasshouse.server.logs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file of lines. It can be opened anew, for who has moved it away, and is put aside by itself
 * when it is large: {@code FILE.1} is the youngest. What fails is tried again with the next line.
 * For one thread.
 */
final class LogFile {
  private final Path path;
  private final Rotation rotation;
  private Optional<BufferedWriter> out = Optional.empty();
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
    reopen();
  }

  void line(CharSequence text) throws IOException {
    if (rotation.size() > 0 && size > 0 && size + text.length() + 1 > rotation.size()) {
      putAside();
    }
    if (out.isEmpty()) {
      reopen();
    }
    BufferedWriter to = out.orElseThrow();
    to.append(text).write('\n');
    size += text.length() + 1;
  }

  private void putAside() throws IOException {
    close();
    for (int i = rotation.keep(); i > 1; i--) {
      move(numbered(i - 1), numbered(i));
    }
    if (rotation.keep() > 0) {
      move(path, numbered(1));
    } else {
      Files.deleteIfExists(path);
    }
  }

  /** Somebody else may have moved it before. */
  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  /** Opens it anew; what was written so far is in the old one. */
  void reopen() throws IOException {
    BufferedWriter fresh =
        Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try {
      close();
    } finally {
      out = Optional.of(fresh);
      size = Files.size(path);
    }
  }

  void flush() throws IOException {
    if (out.isPresent()) {
      out.get().flush();
    }
  }

  void close() throws IOException {
    Optional<BufferedWriter> old = out;
    out = Optional.empty();
    if (old.isPresent()) {
      old.get().close();
    }
  }
}
