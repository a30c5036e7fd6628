package dev.glasshouse.fetch.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What is on disk: segments, to whose end records are put, a file for each large body, and an index
 * that is read when the store is opened.
 *
 * <p>Order is what keeps it right when the program is killed at any byte: a record is written
 * before the index tells of it, and marked as dead where it stands before the index forgets it.
 * Each read checks the record, its key and its body; what does not match is dropped, and was never
 * stored. When the store is full, the oldest segment goes; what was used since it was read goes on
 * into the newest.
 */
final class DiskStore implements AutoCloseable {
  private static final int LARGEST_SEGMENT = 8 << 20;
  private static final int SMALLEST_SEGMENT = 64 << 10;
  private static final String SEGMENT = "segment-";
  private static final String BODY = "body-";

  private final FolderLock lock;
  private final Path folder;
  private final long most;
  private final int segmentBytes;
  private final BiConsumer<CacheKey, String> trouble;
  private final Catalog catalog = new Catalog();
  private final TreeMap<Integer, Segment> segments = new TreeMap<>();
  private IndexFile index;
  private long ids;
  private long bytes;
  private boolean closed;
  private boolean startedAnew;

  private DiskStore(
      FolderLock lock,
      long most,
      IndexFile index,
      long highestId,
      BiConsumer<CacheKey, String> trouble) {
    this.lock = lock;
    this.folder = lock.folder();
    this.most = most;
    this.segmentBytes = (int) Math.clamp(most / 16, SMALLEST_SEGMENT, LARGEST_SEGMENT);
    this.index = index;
    this.ids = highestId;
    this.trouble = trouble;
  }

  /**
   * Opens the store in a folder, which is made where it is not there.
   *
   * @param trouble is told of entries that were dropped because they were damaged
   * @throws FolderLock.LockedException when another program has it open
   * @throws IOException when the folder cannot be used
   */
  static DiskStore open(Path folder, long most, BiConsumer<CacheKey, String> trouble)
      throws IOException {
    Files.createDirectories(folder);
    FolderLock lock = FolderLock.take(folder);
    try {
      IndexFile.Contents contents;
      boolean anew = false;
      try {
        contents = IndexFile.read(folder.resolve("index"));
      } catch (IOException damaged) {
        contents = IndexFile.Contents.NONE;
        anew = true;
      }
      DiskStore store = load(lock, most, contents, trouble);
      store.startedAnew = anew;
      return store;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static DiskStore load(
      FolderLock lock, long most, IndexFile.Contents contents, BiConsumer<CacheKey, String> trouble)
      throws IOException {
    Path file = lock.folder().resolve("index");
    IndexFile index = IndexFile.open(file, contents.end());
    var store = new DiskStore(lock, most, index, contents.highestId(), trouble);
    try {
      store.adopt(contents.slots());
      if (contents.records() > 1000 && contents.records() > 2 * store.catalog.size()) {
        index.close();
        store.index = IndexFile.rewrite(file, store.catalog.inOrder());
      }
      return store;
    } catch (IOException | RuntimeException e) {
      store.closeFiles();
      throw e;
    }
  }

  /** Takes over the entries of the index whose records are there; all else is deleted. */
  private void adopt(List<Slot> slots) throws IOException {
    Map<String, Long> files = Leftovers.in(folder, SEGMENT, BODY);
    for (Map.Entry<String, Long> each : files.entrySet()) {
      if (each.getKey().startsWith(SEGMENT)) {
        int number = (int) Leftovers.number(each.getKey(), SEGMENT);
        if (number > 0) {
          segments.put(number, Segment.open(number, folder.resolve(each.getKey())));
          bytes += each.getValue();
        }
      }
    }
    var live = new HashSet<Integer>();
    var bodies = new HashSet<String>();
    for (Slot slot : slots) {
      ids = Math.max(ids, Math.max(slot.id(), slot.bodyFile()));
      Segment segment = segments.get(slot.segment());
      boolean there = segment != null && slot.offset() + slot.recordLength() <= segment.end();
      String body = BODY + slot.bodyFile();
      if (there && slot.bodyFile() != 0) {
        there = files.getOrDefault(body, -1L) == FileContent.fileLength(slot.bodyLength());
        bytes += there && bodies.add(body) ? FileContent.fileLength(slot.bodyLength()) : 0;
      }
      if (there) {
        live.add(slot.segment());
        catalog.add(slot);
      }
    }
    for (String name : files.keySet()) {
      boolean orphan = name.startsWith(BODY) && !bodies.contains(name);
      int segment = name.startsWith(SEGMENT) ? (int) Leftovers.number(name, SEGMENT) : 0;
      if (segment > 0 && !live.contains(segment)) {
        deleteSegment(segment);
      } else if (orphan) {
        // Numbers are never used twice: an entry that is still to come has a larger one.
        ids = Math.max(ids, Leftovers.number(name, BODY));
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  /** Whether the index was damaged, so that nothing of what was there is used. */
  boolean startedAnew() {
    return startedAnew;
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /** How many entries there are. */
  synchronized int size() {
    return catalog.size();
  }

  /** Bytes of all files. */
  synchronized long bytes() {
    return bytes;
  }

  /** A name for the file of a large body. */
  synchronized Path newBodyFile() {
    return folder.resolve(BODY + ++ids);
  }

  /** Whether there may be something for a key. */
  boolean has(CacheKey key) {
    Slot.Hash hash = Slot.Hash.of(key);
    synchronized (this) {
      return !catalog.of(hash).isEmpty();
    }
  }

  /** What is stored for a key, checked. */
  List<Entry> find(CacheKey key) {
    Slot.Hash hash = Slot.Hash.of(key);
    List<Slot> slots;
    synchronized (this) {
      slots = catalog.of(hash);
    }
    var found = new ArrayList<Entry>(slots.size());
    for (Slot slot : slots) {
      read(slot, key).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Entry> read(Slot slot, CacheKey key) {
    try {
      Entry entry = read(slot);
      if (!entry.key().equals(key)) {
        return Optional.empty();
      }
      catalog.touch(slot.id());
      return Optional.of(entry);
    } catch (IOException e) {
      dropDamaged(slot, key, e);
      return Optional.empty();
    }
  }

  private void dropDamaged(Slot slot, CacheKey key, IOException problem) {
    synchronized (this) {
      if (closed || !catalog.holds(slot)) {
        // Another thread dropped or moved it meanwhile.
        return;
      }
      discard(slot);
    }
    trouble.accept(key, String.valueOf(problem.getMessage()));
  }

  private Entry read(Slot slot) throws IOException {
    Segment segment;
    synchronized (this) {
      segment = segments.get(slot.segment());
    }
    if (segment == null) {
      throw new IOException("its segment is gone");
    }
    Segment.Read record = segment.read(slot);
    Heads.Head head = Heads.read(record.bytes(), record.headOffset(), record.headLength());
    Content content =
        slot.bodyFile() == 0
            ? new Content.InMemory(
                java.util.Arrays.copyOfRange(
                    record.bytes(), record.bodyOffset(), record.bytes().length))
            : new FileContent(
                folder.resolve(BODY + slot.bodyFile()), slot.bodyLength(), record.bodyCrc());
    return new Entry(head.key(), head.version(), head.stored(), content, slot.id());
  }

  /** An entry was used: it stays when its segment goes. */
  void touch(Entry entry) {
    catalog.touch(entry.id());
  }

  /**
   * Stores an entry.
   *
   * @param entry all of it but its content and number
   * @param body its bytes; a file of it is taken over
   * @return the entry as it is stored; empty when it is too large
   */
  Optional<Entry> put(Entry entry, Spool body) throws IOException {
    Optional<byte[]> inMemory = body.inMemory();
    if (inMemory.isPresent()) {
      return write(
          Heads.Head.of(entry), inMemory.get(), 0, inMemory.get().length, crc(inMemory.get()));
    }
    Path file = body.takeFile().orElseThrow(() -> new IOException("the body is gone"));
    long length = body.length();
    int table = FileContent.seal(file, length);
    long number = Leftovers.number(file.getFileName().toString(), BODY);
    Optional<Entry> stored = write(Heads.Head.of(entry), new byte[0], number, length, table);
    if (stored.isEmpty()) {
      Files.deleteIfExists(file);
    }
    return stored;
  }

  /** Writes an entry anew under another number, with what its head is now. */
  Entry update(Entry old, dev.glasshouse.http.caching.Stored newer) throws IOException {
    Entry changed = old.with(newer, 0);
    Optional<Entry> written;
    if (old.content() instanceof FileContent file) {
      long number = Leftovers.number(file.path().getFileName().toString(), BODY);
      written = write(Heads.Head.of(changed), new byte[0], number, file.length(), file.tableCrc());
    } else {
      byte[] bytes = old.content().bytes(0, (int) old.content().length());
      written = write(Heads.Head.of(changed), bytes, 0, bytes.length, crc(bytes));
    }
    synchronized (this) {
      catalog.get(old.id()).forEach(this::retire);
    }
    return written.orElse(changed);
  }

  private static int crc(byte[] bytes) {
    var crc = new java.util.zip.CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private synchronized Optional<Entry> write(
      Heads.Head head, byte[] body, long bodyFile, long bodyLength, int bodyCrc)
      throws IOException {
    if (closed) {
      return Optional.empty();
    }
    byte[] headBytes = Heads.write(head);
    boolean fileIsNew = bodyFile != 0 && !catalog.namesBody(bodyFile);
    long adds =
        Segment.HEADER
            + headBytes.length
            + body.length
            + (fileIsNew ? FileContent.fileLength(bodyLength) : 0);
    if (adds > most / 2) {
      return Optional.empty();
    }
    makeRoom(adds);
    Segment segment = current();
    var slot =
        new Slot(
            ++ids,
            Slot.Hash.of(head.key()),
            segment.number(),
            (int) segment.end(),
            headBytes.length,
            bodyLength,
            bodyFile);
    segment.append(Segment.record(slot, headBytes, body, bodyCrc));
    index.put(slot);
    catalog.add(slot);
    bytes += adds;
    Content content =
        bodyFile == 0
            ? new Content.InMemory(body)
            : new FileContent(folder.resolve(BODY + bodyFile), bodyLength, bodyCrc);
    return Optional.of(new Entry(head.key(), head.version(), head.stored(), content, slot.id()));
  }

  /** The segment to whose end records go. */
  private Segment current() throws IOException {
    if (!segments.isEmpty() && segments.lastEntry().getValue().end() < segmentBytes) {
      return segments.lastEntry().getValue();
    }
    int number = segments.isEmpty() ? 1 : segments.lastKey() + 1;
    Segment segment = Segment.open(number, folder.resolve("%s%08d".formatted(SEGMENT, number)));
    segments.put(number, segment);
    return segment;
  }

  private void makeRoom(long adds) throws IOException {
    // What is carried on counts too: after one round of all segments nothing is carried any more.
    int rounds = segments.size();
    while (bytes + adds > most && !segments.isEmpty()) {
      evict(segments.firstEntry().getValue(), rounds-- > 0);
    }
  }

  /** Deletes the oldest segment; what was used since goes on into the newest. */
  private void evict(Segment oldest, boolean carries) throws IOException {
    List<Slot> slots = catalog.in(oldest);
    long carried = 0;
    boolean last = segments.size() == 1;
    for (Slot slot : slots) {
      boolean wanted = carries && !last && catalog.wasUsed(slot);
      if (wanted && carried + slot.recordLength() <= segmentBytes / 2) {
        carried += slot.recordLength();
        carry(oldest, slot);
      } else {
        discard(slot);
      }
    }
    deleteSegment(oldest.number());
  }

  private void carry(Segment from, Slot slot) throws IOException {
    byte[] record = from.raw(slot);
    Segment to = current();
    Slot moved = slot.at(to.number(), (int) to.end());
    to.append(record);
    index.put(moved);
    bytes += record.length;
    catalog.forget(slot);
    catalog.add(moved);
  }

  private void deleteSegment(int number) throws IOException {
    Segment segment = segments.remove(number);
    if (segment != null) {
      bytes -= segment.end();
      segment.close();
      Files.deleteIfExists(segment.path());
    }
  }

  /** Drops an entry; one that is not there is none. */
  synchronized void remove(Entry entry) {
    if (!closed) {
      catalog.get(entry.id()).forEach(this::discard);
    }
  }

  /** Marks a record as dead, and deletes its body's file. */
  private void discard(Slot slot) {
    retire(slot);
    if (slot.bodyFile() != 0 && !catalog.namesBody(slot.bodyFile())) {
      bytes -= FileContent.fileLength(slot.bodyLength());
      try {
        Files.deleteIfExists(folder.resolve(BODY + slot.bodyFile()));
      } catch (IOException _) {
        // It is deleted when the store is opened next: nothing names it any more.
      }
    }
  }

  private void retire(Slot slot) {
    catalog.forget(slot);
    try {
      Segment segment = segments.get(slot.segment());
      if (segment != null) {
        segment.kill(slot);
      }
      index.remove(slot);
    } catch (IOException _) {
      // A disk that takes no more writes: what is in memory decides for this run.
    }
  }

  /** Shows each entry that is whole. */
  void all(Consumer<Entry> to) {
    Collection<Slot> slots;
    synchronized (this) {
      slots = catalog.inOrder();
    }
    for (Slot slot : slots) {
      try {
        to.accept(read(slot));
      } catch (IOException _) {
        // Damaged: it is dropped when it is asked for.
      }
    }
  }

  /** Drops everything. */
  synchronized void clear() {
    for (Slot slot : catalog.inOrder()) {
      discard(slot);
    }
    try {
      for (int number : List.copyOf(segments.keySet())) {
        deleteSegment(number);
      }
      index.close();
      index = IndexFile.rewrite(folder.resolve("index"), List.of());
    } catch (IOException _) {
      // Every record is dead: nothing of it is used again.
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closeFiles();
    }
  }

  private void closeFiles() {
    try (lock) {
      index.close();
      for (Segment segment : segments.values()) {
        segment.close();
      }
    } catch (IOException _) {
      // Everything that counts was written when it happened.
    }
  }
}
