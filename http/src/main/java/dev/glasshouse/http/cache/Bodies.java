package dev.glasshouse.http.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of bodies that are too large for a segment. Their owner's lock guards them. */
final class Bodies {
  /** What their names begin with; a number follows, which is never used twice. */
  static final String PREFIX = "body-";

  private final Path folder;
  private long bytes;

  Bodies(Path folder) {
    this.folder = folder;
  }

  /** The file of a number. */
  Path file(long number) {
    return folder.resolve(PREFIX + number);
  }

  /** The number of a file. */
  static long number(Path file) {
    return Leftovers.number(file.getFileName().toString(), PREFIX);
  }

  /** Whether an entry's file is among those of a folder, as long as it was. */
  static boolean isThere(Slot slot, Map<String, Long> files) {
    return files.getOrDefault(PREFIX + slot.bodyFile(), -1L)
        == FileContent.fileLength(slot.bodyLength());
  }

  /** A file counts from now on. */
  void add(Slot slot) {
    bytes += FileContent.fileLength(slot.bodyLength());
  }

  /** Deletes an entry's file. */
  void delete(Slot slot) {
    bytes -= FileContent.fileLength(slot.bodyLength());
    try {
      Files.deleteIfExists(file(slot.bodyFile()));
    } catch (IOException _) {
      // It is deleted when the store is opened next: nothing names it any more.
    }
  }

  /** Bytes of all files that count. */
  long bytes() {
    return bytes;
  }
}
