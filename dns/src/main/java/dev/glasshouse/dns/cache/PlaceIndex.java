package dev.glasshouse.dns.cache;

import java.util.Arrays;

/**
 * Where entries are, by their hashes: small tables with open addressing, each for the hashes with
 * the same first bits. A table that gets full is split in two, so that growing costs a little now
 * and then, and never a long pause (Fagin et al., "Extendible hashing", TODS 1979).
 *
 * <p>No entry is added further than {@value #FURTHEST} slots from where its hash says. What finds
 * no room there, even by splitting, takes the slot of one that is worth least.
 */
final class PlaceIndex {
  /** Not a place. */
  static final int NOWHERE = -1;

  private static final int SLOTS = 256;
  private static final int FULL = 176;
  private static final int FURTHEST = 24;
  private static final int DEEPEST = 24;
  // Of as many tables as this times the tables that there are the directory may speak, at most.
  private static final int SPARSE = 16;

  /** What an entry is like that the index only knows by its place. */
  interface Entries {
    /** Whether it has the key that is looked for. */
    boolean isIt(int place);

    /** How much it is wanted. */
    int worth(int place);
  }

  /** Some of the places: hash above, place and one below; 0 for none. */
  private static final class Table {
    final long[] slots = new long[SLOTS];
    final int depth;
    int count;

    Table(int depth) {
      this.depth = depth;
    }

    /** Puts a slot's content where there is none, which there is. */
    void settle(long slot) {
      int i = home(slot);
      while (slots[i] != 0) {
        i = i + 1 & SLOTS - 1;
      }
      slots[i] = slot;
      count++;
    }

    void remove(int hole) {
      count--;
      int free = hole;
      slots[free] = 0;
      for (int i = free + 1 & SLOTS - 1; slots[i] != 0; i = i + 1 & SLOTS - 1) {
        // Who would come to stand before the slot that its hash says stays.
        if ((i - home(slots[i]) & SLOTS - 1) >= (i - free & SLOTS - 1)) {
          slots[free] = slots[i];
          slots[i] = 0;
          free = i;
        }
      }
    }
  }

  private Table[] directory = {new Table(0)};
  private int depth;
  private int tables = 1;
  private int size;

  private static int home(long slot) {
    return (int) (slot >>> 32) & SLOTS - 1;
  }

  private static long slot(int hash, int place) {
    return (long) hash << 32 | place + 1;
  }

  private Table table(int hash) {
    return directory[depth == 0 ? 0 : hash >>> 32 - depth];
  }

  /** The place of the entry with a hash that is it, or {@link #NOWHERE}. */
  int find(int hash, Entries entries) {
    long[] slots = table(hash).slots;
    for (int i = 0; i < SLOTS; i++) {
      long slot = slots[hash + i & SLOTS - 1];
      if (slot == 0) {
        break;
      }
      if ((int) (slot >>> 32) == hash && entries.isIt((int) slot - 1)) {
        return (int) slot - 1;
      }
    }
    return NOWHERE;
  }

  /** An entry is elsewhere now. */
  void move(int hash, int from, int to) {
    Table table = table(hash);
    table.slots[slotOf(table, hash, from)] = slot(hash, to);
  }

  /** An entry is no more. */
  void remove(int hash, int place) {
    Table table = table(hash);
    table.remove(slotOf(table, hash, place));
    size--;
  }

  private static int slotOf(Table table, int hash, int place) {
    long wanted = slot(hash, place);
    for (int i = 0; i < SLOTS; i++) {
      int slot = hash + i & SLOTS - 1;
      if (table.slots[slot] == wanted) {
        return slot;
      }
    }
    throw new IllegalStateException("no entry at " + place);
  }

  /** Adds an entry that is not there. Returns the place of the one that had to go for it. */
  int add(int hash, int place, Entries entries) {
    Table table = table(hash);
    while (table.count >= SLOTS / 4
        && (table.count >= FULL || free(table, hash) < 0)
        && canSplit(table)) {
      split(table, hash);
      table = table(hash);
    }
    int free = free(table, hash);
    int gone = NOWHERE;
    if (free < 0) {
      free = least(table, hash, entries);
      gone = (int) table.slots[free] - 1;
      size--;
      table.count--;
    }
    table.slots[free] = slot(hash, place);
    table.count++;
    size++;
    return gone;
  }

  /** A slot near enough in which nothing is, or -1. */
  private static int free(Table table, int hash) {
    for (int i = 0; i < FURTHEST; i++) {
      int slot = hash + i & SLOTS - 1;
      if (table.slots[slot] == 0) {
        return slot;
      }
    }
    return -1;
  }

  /** The slot of the entry that is worth least, of those that are near enough. */
  private static int least(Table table, int hash, Entries entries) {
    int victim = hash & SLOTS - 1;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < FURTHEST; i++) {
      int slot = hash + i & SLOTS - 1;
      int worth = entries.worth((int) table.slots[slot] - 1);
      if (worth < least) {
        least = worth;
        victim = slot;
      }
    }
    return victim;
  }

  private boolean canSplit(Table table) {
    return table.depth < depth || depth < DEEPEST && directory.length < SPARSE * tables;
  }

  private void split(Table table, int hash) {
    if (table.depth == depth) {
      Table[] all = new Table[directory.length * 2];
      for (int i = 0; i < all.length; i++) {
        all[i] = directory[i / 2];
      }
      directory = all;
      depth++;
    }
    var low = new Table(table.depth + 1);
    var high = new Table(table.depth + 1);
    for (long slot : table.slots) {
      if (slot != 0) {
        boolean isHigh = (slot >>> 63 - table.depth & 1) != 0;
        (isHigh ? high : low).settle(slot);
      }
    }
    // The part of the directory that spoke of the one speaks of the two, half and half.
    int spoke = 1 << depth - table.depth;
    int first = (depth == 0 ? 0 : hash >>> 32 - depth) & -spoke;
    Arrays.fill(directory, first, first + spoke / 2, low);
    Arrays.fill(directory, first + spoke / 2, first + spoke, high);
    tables++;
  }

  /** Nothing is anywhere any more. */
  void clear() {
    directory = new Table[] {new Table(0)};
    depth = 0;
    tables = 1;
    size = 0;
  }

  /** How many entries there are. */
  int size() {
    return size;
  }

  /** How many bytes it takes. */
  long weight() {
    return tables * (SLOTS * 8L + 48) + directory.length * 4L;
  }
}
