package dev.glasshouse.http.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which entries are on disk and where: what the index file says, in memory. Whoever changes it
 * holds its owner's lock; {@link #touch} and {@link #get} need none.
 */
final class Catalog {
  private final Map<Slot.Hash, List<Slot>> byKey = new HashMap<>();
  private final Map<Long, Slot> byId = new ConcurrentHashMap<>();
  private final Set<Long> used = ConcurrentHashMap.newKeySet();

  void add(Slot slot) {
    byId.put(slot.id(), slot);
    List<Slot> same = byKey.getOrDefault(slot.hash(), List.of());
    if (same.isEmpty()) {
      byKey.put(slot.hash(), List.of(slot));
    } else {
      var all = new ArrayList<>(same);
      all.add(slot);
      byKey.put(slot.hash(), List.copyOf(all));
    }
  }

  void forget(Slot slot) {
    byId.remove(slot.id());
    used.remove(slot.id());
    List<Slot> left =
        byKey.getOrDefault(slot.hash(), List.of()).stream()
            .filter(each -> each.id() != slot.id())
            .toList();
    if (left.isEmpty()) {
      byKey.remove(slot.hash());
    } else {
      byKey.put(slot.hash(), left);
    }
  }

  /** The entries of a key's digest; none where nothing is known. */
  List<Slot> of(Slot.Hash hash) {
    return byKey.getOrDefault(hash, List.of());
  }

  /** Whether this very slot is still the entry's. */
  boolean holds(Slot slot) {
    return byId.get(slot.id()) == slot;
  }

  /** The entry of a number; none or one. */
  List<Slot> get(long id) {
    Slot slot = byId.get(id);
    return slot == null ? List.of() : List.of(slot);
  }

  int size() {
    return byId.size();
  }

  /** The entries, the oldest first. */
  Collection<Slot> inOrder() {
    return byId.values().stream().sorted(Comparator.comparingLong(Slot::id)).toList();
  }

  /** The entries whose records are in a segment. */
  List<Slot> in(Segment segment) {
    return byId.values().stream().filter(s -> s.segment() == segment.number()).toList();
  }

  /** Whether a record names a body's file: with new fields it is named by a new one. */
  boolean namesBody(long bodyFile) {
    return byId.values().stream().anyMatch(s -> s.bodyFile() == bodyFile);
  }

  /** An entry was used: it stays when its segment goes. */
  void touch(long id) {
    if (byId.containsKey(id)) {
      used.add(id);
    }
  }

  boolean wasUsed(Slot slot) {
    return used.contains(slot.id());
  }
}
