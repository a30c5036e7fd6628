package dev.glasshouse.dns.cache;

import java.util.ArrayDeque;

/**
 * A map from bytes to bytes that holds so many bytes and no more, and belongs to one thread, or to
 * who has its lock. What is in it is no object of its own: entries stand one behind the other in a
 * few large arrays, so that a million of them cost a collector of garbage nothing.
 *
 * <p>Who comes in stands in a short line first, who was asked for there moves on into the long one,
 * as in {@link BoundedCache}; here the lines are of whole segments, and the oldest segment goes
 * with all that nobody asked for. Segments of which most is dead, because it was replaced or
 * removed, are written anew.
 *
 * <p>It knows nothing of time; what it holds says itself how long it is good.
 */
public final class ByteCache {
  private static final int UNITS = 13;
  private static final int LARGEST_SEGMENT = 1 << UNITS + 3;
  private static final int SMALLEST_SEGMENT = 1 << 10;
  private static final int PARTS = 64;
  private static final long LEAST = 16L << 10;
  private static final long MOST = 8L << 30;

  // For each new segment so many at most are looked through for those who were asked for; who comes
  // in meanwhile takes from this part of the room. When that is full, they go too.
  private static final int MERCY = 8;
  private static final int RESERVE = 16;

  /** Where a value stands, until something else is put in or removed. */
  public static final class Value {
    private byte[] bytes = new byte[0];
    private int from;
    private int end;

    /** What it stands in. */
    public byte[] bytes() {
      return bytes;
    }

    /** Where it begins. */
    public int from() {
      return from;
    }

    /** Where it ends. */
    public int end() {
      return end;
    }

    private void set(Segment segment, int at) {
      bytes = segment.bytes;
      from = segment.value(at);
      end = segment.end(at);
    }
  }

  /** What an entry is like, for the index. */
  private final class Entries implements PlaceIndex.Entries {
    private byte[] key = new byte[0];
    private int length;

    PlaceIndex.Entries withKey(byte[] wanted, int wantedLength) {
      key = wanted;
      length = wantedLength;
      return this;
    }

    @Override
    public boolean isIt(int place) {
      return segment(place).hasKey(at(place), key, length);
    }

    @Override
    public int worth(int place) {
      Segment segment = segment(place);
      return segment.hits(at(place)) + (segment.proven ? 1 : 0);
    }
  }

  private final long most;
  private final int usualSegment;
  private final KeyHash hash;
  private final Entries entries = new Entries();
  private final PlaceIndex index = new PlaceIndex();
  private final ArrayDeque<Segment> fresh = new ArrayDeque<>();
  private final ArrayDeque<Segment> proven = new ArrayDeque<>();
  private final SegmentTable segments = new SegmentTable();
  // Hashes of those that went unasked, each in the slot of its hash; 0 for nobody.
  private int[] gone = new int[0];

  /**
   * An empty cache.
   *
   * @param bytes how much it holds, all told; at least 16 KiB, at most 8 GiB
   */
  public ByteCache(long bytes) {
    this(bytes, KeyHash.secret());
  }

  /** The same with a hash. */
  ByteCache(long bytes, KeyHash hash) {
    this.most = Math.clamp(bytes, LEAST, MOST);
    this.usualSegment =
        (int) Math.clamp(Long.highestOneBit(most / PARTS), SMALLEST_SEGMENT, LARGEST_SEGMENT);
    this.hash = hash;
  }

  private Segment segment(int place) {
    return segments.get(place >>> UNITS);
  }

  private static int at(int place) {
    return (place & (1 << UNITS) - 1) * Segment.UNIT;
  }

  private static int place(Segment segment, int at) {
    return segment.number << UNITS | at / Segment.UNIT;
  }

  // ---------------------------------------------------------------- asking

  /**
   * Finds what is held under a key.
   *
   * @return whether there is something
   */
  public boolean get(byte[] key, int length, Value into) {
    return get((int) hash.of(key, length), key, length, into);
  }

  /** The same with the key's hash. */
  boolean get(int hash, byte[] key, int length, Value into) {
    int place = index.find(hash, entries.withKey(key, length));
    if (place < 0) {
      return false;
    }
    Segment segment = segment(place);
    int hits = segment.hits(at(place));
    if (hits < Segment.MOST_HITS) {
      segment.hits(at(place), hits + 1);
    }
    into.set(segment, at(place));
    return true;
  }

  /** Finds it without counting as a question for it. */
  public boolean peek(byte[] key, int length, Value into) {
    int place = index.find((int) hash.of(key, length), entries.withKey(key, length));
    if (place >= 0) {
      into.set(segment(place), at(place));
    }
    return place >= 0;
  }

  // ---------------------------------------------------------------- putting in

  /**
   * Makes room for a value, which the caller has to write at once.
   *
   * @param valueLength how long it is
   * @return whether it may be held; what was there before is not any more
   */
  public boolean put(byte[] key, int length, int valueLength, Value into) {
    return put((int) hash.of(key, length), key, length, valueLength, into);
  }

  /** The same with the key's hash. */
  boolean put(int hash, byte[] key, int length, int valueLength, Value into) {
    int size = Segment.size(length, valueLength);
    int old = index.find(hash, entries.withKey(key, length));
    if (old >= 0 && segment(old).size(at(old)) == size) {
      segment(old).resize(at(old), valueLength);
      into.set(segment(old), at(old));
      return true;
    }
    boolean again = isRemembered(hash);
    int hits = 0;
    if (old >= 0) {
      again = segment(old).proven;
      hits = segment(old).hits(at(old));
      remove(hash, old);
    }
    if (length > Segment.LONGEST_KEY || size > Math.min(most / 4, Segment.LONGEST)) {
      return false;
    }
    Segment segment = roomIn(again, size);
    int at = segment.add(hash, key, length, valueLength, hits);
    int victim = index.add(hash, place(segment, at), entries);
    if (victim >= 0) {
      segments.kill(segment(victim), at(victim));
    }
    into.set(segment, at);
    return true;
  }

  private boolean isRemembered(int hash) {
    int slot = hash & gone.length - 1;
    if (gone.length == 0 || hash == 0 || gone[slot] != hash) {
      return false;
    }
    gone[slot] = 0;
    return true;
  }

  /** A segment with room for an entry, after everything is within its limits. */
  private Segment roomIn(boolean inLongLine, int size) {
    tidy();
    ArrayDeque<Segment> line = inLongLine ? proven : fresh;
    int round = 0;
    while (!hasRoom(line, size) && weight() + nextSize(size) > most - most / RESERVE) {
      boolean mercy = round++ < MERCY;
      if (!mercy && weight() + nextSize(size) <= most || !makeRoom(mercy)) {
        break;
      }
    }
    return last(line, inLongLine, size);
  }

  private static boolean hasRoom(ArrayDeque<Segment> line, int size) {
    Segment newest = line.peekLast();
    return newest != null && newest.hasRoom(size);
  }

  /** How large the next segment is: small ones first, where little is held. */
  private int nextSize(int entry) {
    long share = Long.highestOneBit(Math.max(SMALLEST_SEGMENT, segments.held() / 8));
    return Math.max(entry, (int) Math.min(usualSegment, share));
  }

  private Segment last(ArrayDeque<Segment> line, boolean isLong, int size) {
    Segment newest = line.peekLast();
    if (newest == null || !newest.hasRoom(size)) {
      newest = segments.add(nextSize(size), isLong);
      line.add(newest);
    }
    return newest;
  }

  // ---------------------------------------------------------------- letting go

  /** The oldest segment goes, and what was asked for in it moves on. Whether there was one. */
  private boolean makeRoom(boolean mercy) {
    boolean fromShort = !fresh.isEmpty() && (proven.isEmpty() || segments.held(false) > most / 10);
    Segment oldest = (fromShort ? fresh : proven).poll();
    if (oldest == null) {
      return false;
    }
    for (int at = 0; at < oldest.used; at += oldest.size(at)) {
      if (oldest.isDead(at)) {
        continue;
      }
      int hits = oldest.hits(at);
      if (hits > 0 && mercy) {
        move(oldest, at, true, fromShort ? 0 : hits - 1);
      } else {
        index.remove(oldest.hash(at), place(oldest, at));
        if (fromShort) {
          remember(oldest.hash(at));
        }
      }
    }
    segments.remove(oldest);
    return true;
  }

  private void move(Segment from, int at, boolean toLong, int hits) {
    Segment to = last(toLong ? proven : fresh, toLong, from.size(at));
    int there = to.add(from, at, hits);
    index.move(from.hash(at), place(from, at), place(to, there));
  }

  private void remember(int hash) {
    if (gone.length == 0) {
      gone = new int[Math.max(Segment.UNIT, Integer.highestOneBit(index.size()))];
    }
    gone[hash & gone.length - 1] = hash;
  }

  /** Writes anew what is still wanted of a segment, where more is dead than alive. */
  private void tidy() {
    if (segments.dead() <= segments.held() / 2 || segments.dead() <= 2L * usualSegment) {
      return;
    }
    Segment worst = segments.worst();
    (worst.proven ? proven : fresh).remove(worst);
    for (int at = 0; at < worst.used; at += worst.size(at)) {
      if (!worst.isDead(at)) {
        move(worst, at, worst.proven, worst.hits(at));
      }
    }
    segments.remove(worst);
  }

  /** Holds nothing under a key any more. */
  public void remove(byte[] key, int length) {
    int its = (int) hash.of(key, length);
    int place = index.find(its, entries.withKey(key, length));
    if (place >= 0) {
      remove(its, place);
    }
  }

  private void remove(int hash, int place) {
    index.remove(hash, place);
    segments.kill(segment(place), at(place));
  }

  /** Holds nothing any more. */
  public void clear() {
    index.clear();
    segments.clear();
    fresh.clear();
    proven.clear();
    gone = new int[0];
  }

  /** How many entries there are. */
  public int size() {
    return index.size();
  }

  /** How many bytes they take, with all that the cache itself needs. */
  public long weight() {
    return segments.held() + index.weight() + 4L * gone.length;
  }
}
