package dev.glasshouse.http.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final FolderLock lock;
  private final Path folder;
  private final long most;
  private final BiConsumer<CacheKey, String> trouble;
  private final Catalog catalog = new Catalog();
  private final Segments segments;
  private final Bodies bodies;
  private IndexFile index;
  private long ids;
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
    this.segments = new Segments(folder, most);
    this.bodies = new Bodies(folder);
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
    Map<String, Long> files = Leftovers.in(folder, Segments.PREFIX, Bodies.PREFIX);
    for (String name : files.keySet()) {
      segments.adopt(name);
    }
    var live = new HashSet<Integer>();
    var named = new HashSet<String>();
    for (Slot slot : slots) {
      ids = Math.max(ids, Math.max(slot.id(), slot.bodyFile()));
      boolean whole =
          segments
              .get(slot.segment())
              .filter(its -> slot.offset() + slot.recordLength() <= its.end())
              .isPresent();
      if (!whole || (slot.bodyFile() != 0 && !Bodies.isThere(slot, files))) {
        continue;
      }
      if (slot.bodyFile() != 0 && named.add(Bodies.PREFIX + slot.bodyFile())) {
        bodies.add(slot);
      }
      live.add(slot.segment());
      catalog.add(slot);
    }
    for (String name : files.keySet()) {
      int segment = Segments.number(name);
      if (segment > 0 && !live.contains(segment)) {
        segments.delete(segment);
      } else if (name.startsWith(Bodies.PREFIX) && !named.contains(name)) {
        // Numbers are never used twice: an entry that is still to come has a larger one.
        ids = Math.max(ids, Leftovers.number(name, Bodies.PREFIX));
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
    return segments.bytes() + bodies.bytes();
  }

  /** A name for the file of a large body. */
  synchronized Path newBodyFile() {
    return bodies.file(++ids);
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
    Optional<Segment> segment;
    synchronized (this) {
      segment = segments.get(slot.segment());
    }
    Segment.Read record =
        segment.orElseThrow(() -> new IOException("its segment is gone")).read(slot);
    Heads.Head head = Heads.read(record.bytes(), record.headOffset(), record.headLength());
    Content content =
        slot.bodyFile() == 0
            ? new Content.InMemory(
                java.util.Arrays.copyOfRange(
                    record.bytes(), record.bodyOffset(), record.bytes().length))
            : new FileContent(bodies.file(slot.bodyFile()), slot.bodyLength(), record.bodyCrc());
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
    long number = Bodies.number(file);
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
      long number = Bodies.number(file.path());
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
    Segment segment = segments.current();
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
    if (fileIsNew) {
      bodies.add(slot);
    }
    Content content =
        bodyFile == 0
            ? new Content.InMemory(body)
            : new FileContent(bodies.file(bodyFile), bodyLength, bodyCrc);
    return Optional.of(new Entry(head.key(), head.version(), head.stored(), content, slot.id()));
  }

  private void makeRoom(long adds) throws IOException {
    // What is carried on counts too: after one round of all segments nothing is carried any more.
    int rounds = segments.count();
    Optional<Segment> oldest = segments.oldest();
    while (bytes() + adds > most && oldest.isPresent()) {
      evict(oldest.get(), rounds-- > 0);
      oldest = segments.oldest();
    }
  }

  /** Deletes the oldest segment; what was used since goes on into the newest. */
  private void evict(Segment oldest, boolean carries) throws IOException {
    List<Slot> slots = catalog.in(oldest);
    long carried = 0;
    boolean last = segments.count() == 1;
    for (Slot slot : slots) {
      boolean wanted = carries && !last && catalog.wasUsed(slot);
      if (wanted && carried + slot.recordLength() <= segments.mostCarried()) {
        carried += slot.recordLength();
        carry(oldest, slot);
      } else {
        discard(slot);
      }
    }
    segments.delete(oldest.number());
  }

  private void carry(Segment from, Slot slot) throws IOException {
    byte[] record = from.raw(slot);
    Segment to = segments.current();
    Slot moved = slot.at(to.number(), (int) to.end());
    to.append(record);
    index.put(moved);
    catalog.forget(slot);
    catalog.add(moved);
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
      bodies.delete(slot);
    }
  }

  private void retire(Slot slot) {
    catalog.forget(slot);
    try {
      Optional<Segment> segment = segments.get(slot.segment());
      if (segment.isPresent()) {
        segment.get().kill(slot);
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
      } catch (IOException e) {
        // Whose it was cannot be read any more: the folder stands for it.
        dropDamaged(slot, new CacheKey("", true, folder.toString()), e);
      }
    }
  }

  /** Drops everything. */
  synchronized void clear() {
    for (Slot slot : catalog.inOrder()) {
      discard(slot);
    }
    try {
      segments.deleteAll();
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
    try (lock;
        segments) {
      index.close();
    } catch (IOException _) {
      // Everything that counts was written when it happened.
    }
  }
}
