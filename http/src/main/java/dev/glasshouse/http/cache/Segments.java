package dev.glasshouse.http.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The segments of a store, the oldest first. Whoever uses them holds their owner's lock. */
final class Segments implements Closeable {
  /** What their files' names begin with. */
  static final String PREFIX = "segment-";

  private static final int LARGEST = 8 << 20;
  private static final int SMALLEST = 64 << 10;

  private final Path folder;
  private final int full;
  private final TreeMap<Integer, Segment> all = new TreeMap<>();

  /**
   * None yet.
   *
   * @param most how many bytes the store may have
   */
  Segments(Path folder, long most) {
    this.folder = folder;
    this.full = (int) Math.clamp(most / 16, SMALLEST, LARGEST);
  }

  /** Opens the file of a segment; one that has no number is left alone. */
  void adopt(String name) throws IOException {
    int number = number(name);
    if (number > 0) {
      all.put(number, Segment.open(number, folder.resolve(name)));
    }
  }

  /** The number in a file's name; 0 where it is no segment's. */
  static int number(String name) {
    return name.startsWith(PREFIX) ? (int) Leftovers.number(name, PREFIX) : 0;
  }

  Optional<Segment> get(int number) {
    return Optional.ofNullable(all.get(number));
  }

  /** The segment to whose end records go. */
  Segment current() throws IOException {
    if (!all.isEmpty() && all.lastEntry().getValue().end() < full) {
      return all.lastEntry().getValue();
    }
    int number = all.isEmpty() ? 1 : all.lastKey() + 1;
    Segment segment = Segment.open(number, folder.resolve("%s%08d".formatted(PREFIX, number)));
    all.put(number, segment);
    return segment;
  }

  /** Which goes first; empty where there is none. */
  Optional<Segment> oldest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.firstEntry().getValue());
  }

  int count() {
    return all.size();
  }

  /** Bytes of one segment that may go on into another when it is deleted. */
  int mostCarried() {
    return full / 2;
  }

  /** Bytes of all files. */
  long bytes() {
    return all.values().stream().mapToLong(Segment::end).sum();
  }

  void delete(int number) throws IOException {
    Segment segment = all.remove(number);
    if (segment != null) {
      segment.close();
      Files.deleteIfExists(segment.path());
    }
  }

  void deleteAll() throws IOException {
    for (int number : List.copyOf(all.keySet())) {
      delete(number);
    }
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : all.values()) {
      segment.close();
    }
  }
}
