package dev.glasshouse.http.cache;

import dev.glasshouse.http.caching.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The store in memory before the store on disk. What memory knows of a key is all that is stored
 * for it; what it does not know is looked up on disk.
 */
final class Stores implements AutoCloseable {
  private final CacheLimits limits;
  private final MemoryStore memory;
  private final Optional<DiskStore> disk;
  private final Consumer<IOException> unwritten;

  /**
   * Stores.
   *
   * @param unwritten is told each time that the disk did not take what was to be kept
   */
  Stores(CacheLimits limits, Optional<DiskStore> disk, Consumer<IOException> unwritten) {
    this.limits = limits;
    this.unwritten = unwritten;
    this.memory = new MemoryStore(limits.memory());
    this.disk = disk;
  }

  HttpCache.Sizes sizes() {
    return new HttpCache.Sizes(
        memory.bytes(), disk.map(DiskStore::bytes).orElse(0L), memory.size(), memory.evicted());
  }

  /** The store on disk, where there is one. */
  Optional<DiskStore> disk() {
    return disk;
  }

  /** Bytes of the largest body that is stored. */
  long mostBytes() {
    return (disk.isPresent() ? limits.disk() : limits.memory()) / limits.entry();
  }

  /** A spool for a body. */
  Spool spool() {
    int inMemory = disk.isPresent() ? limits.inline() : (int) Math.min(1 << 30, mostBytes());
    return new Spool(
        inMemory,
        disk.isPresent()
            ? disk.get()::newBodyFile
            : () -> Files.createTempFile("glasshouse-", ".body"),
        unwritten);
  }

  /**
   * What is stored for a key.
   *
   * @param entries all of it
   * @param fromDisk whether it had to be read from disk just now
   */
  record Found(List<Entry> entries, boolean fromDisk) {
    private static final Found NOTHING = new Found(List.of(), false);

    /** Where an entry's bytes came from. */
    String store(Entry entry) {
      return fromDisk ? "disk" : entry.content().store();
    }
  }

  /** What is stored for a key, where memory knows of it; nothing is read from disk. */
  Optional<List<Entry>> inMemory(CacheKey key) {
    Optional<List<Entry>> known = memory.get(key);
    if (known.isPresent() && disk.isPresent()) {
      known.get().forEach(disk.get()::touch);
    }
    return known;
  }

  /** What is stored for a key. */
  Found find(CacheKey key) {
    Optional<List<Entry>> known = inMemory(key);
    if (known.isPresent()) {
      return new Found(known.get(), false);
    }
    if (disk.isEmpty() || !disk.get().has(key)) {
      return Found.NOTHING;
    }
    return new Found(memory.change(key, () -> disk.get().find(key), entries -> entries), true);
  }

  /**
   * Stores a response in the place of those that Vary does not tell from it.
   *
   * @param body its bytes; a file of it is taken over
   * @return where it is now: memory or disk; empty when it could not be stored
   */
  Optional<Entry> put(Entry entry, Spool body) {
    var placed = new ArrayList<Entry>(1);
    memory.change(
        entry.key(),
        () -> below(entry.key()),
        before -> {
          var after = new ArrayList<Entry>(before.size() + 1);
          for (Entry old : before) {
            if (old.isReplacedBy(entry.stored())) {
              drop(old);
            } else {
              after.add(old);
            }
          }
          while (after.size() >= limits.variants()) {
            drop(after.removeFirst());
          }
          place(entry, body).ifPresent(placed::add);
          after.addAll(placed);
          return after;
        });
    return placed.stream().findFirst();
  }

  private Optional<Entry> place(Entry entry, Spool body) {
    try {
      if (disk.isPresent()) {
        return disk.get().put(entry, body);
      }
      return body.inMemory()
          .map(bytes ->
              new Entry(
                  entry.key(), entry.version(), entry.stored(), new Content.InMemory(bytes), 0));
    } catch (IOException e) {
      // The disk is full or gone: the answer itself is not hurt by it.
      unwritten.accept(e);
      return Optional.empty();
    }
  }

  /** The fields of an entry changed. */
  Entry update(Entry old, Stored newer) {
    var updated = new ArrayList<Entry>(1);
    memory.change(
        old.key(),
        () -> below(old.key()),
        before -> {
          var after = new ArrayList<Entry>(before.size());
          for (Entry each : before) {
            if (each == old || (old.id() != 0 && each.id() == old.id())) {
              Entry changed = rewritten(each, newer);
              updated.add(changed);
              after.add(changed);
            } else {
              after.add(each);
            }
          }
          return after;
        });
    return updated.isEmpty() ? old.with(newer, old.id()) : updated.getFirst();
  }

  private Entry rewritten(Entry old, Stored newer) {
    try {
      return disk.isPresent() && old.id() != 0
          ? disk.get().update(old, newer)
          : old.with(newer, old.id());
    } catch (IOException e) {
      unwritten.accept(e);
      return old.with(newer, 0);
    }
  }

  /** Drops an entry. */
  void remove(Entry entry) {
    memory.change(
        entry.key(),
        () -> below(entry.key()),
        before -> {
          var after = new ArrayList<Entry>(before);
          after.removeIf(each -> each == entry || (entry.id() != 0 && each.id() == entry.id()));
          drop(entry);
          return after;
        });
  }

  /** Drops all that is stored for a key; how many entries there were. */
  int remove(CacheKey key) {
    int[] count = {0};
    memory.change(
        key,
        () -> below(key),
        before -> {
          before.forEach(this::drop);
          count[0] = before.size();
          return List.of();
        });
    return count[0];
  }

  private List<Entry> below(CacheKey key) {
    return disk.map(d -> d.find(key)).orElse(List.of());
  }

  private void drop(Entry entry) {
    disk.ifPresent(d -> d.remove(entry));
  }

  /** All there is: what is on disk, and what is in memory only. */
  List<Entry> all() {
    Map<CacheKey, List<Entry>> all = new LinkedHashMap<>();
    disk.ifPresent(
        d -> d.all(entry -> all.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry)));
    all.putAll(memory.all());
    return all.values().stream().flatMap(List::stream).toList();
  }

  /** Drops everything. */
  void clear() {
    memory.clear();
    disk.ifPresent(DiskStore::clear);
  }

  @Override
  public void close() {
    disk.ifPresent(DiskStore::close);
  }

  /** The folder of the store on disk. */
  Optional<Path> folder() {
    return disk.map(DiskStore::folder);
  }
}
