package dev.glasshouse.dns.cache;

import dev.glasshouse.dns.wire.Bytes;

/**
 * A piece of memory with entries one behind the other. An entry is the hash of its key, its length,
 * a few marks, its key and its value; it takes whole units of eight bytes.
 */
final class Segment {
  static final int UNIT = 8;
  static final int HEAD = 8;

  /** How long a key may be. */
  static final int LONGEST_KEY = 511;

  /** How long an entry may be. */
  static final int LONGEST = 0xffff * UNIT;

  /** More questions than this are not counted. */
  static final int MOST_HITS = 3;

  // The marks: length of the key, bytes unused at the end, hits, and whether nobody wants it.
  private static final int KEY = 7;
  private static final int UNUSED = 4;
  private static final int HITS = 2;
  private static final int DEAD = 1;

  /** By which it is found. */
  final int number;

  final byte[] bytes;

  /** Whether its entries were asked for again. */
  final boolean proven;

  /** Where the next entry goes. */
  int used;

  /** How many bytes of entries nobody wants any more. */
  int dead;

  Segment(int number, int size, boolean proven) {
    this.number = number;
    this.bytes = new byte[size];
    this.proven = proven;
  }

  /** How many bytes an entry takes. */
  static int size(int keyLength, int valueLength) {
    return HEAD + keyLength + valueLength + UNIT - 1 & -UNIT;
  }

  boolean hasRoom(int size) {
    return bytes.length - used >= size;
  }

  /** Adds an entry, for which there is room, with its key. Returns where it is. */
  int add(int hash, byte[] key, int keyLength, int valueLength, int hits) {
    int at = used;
    int size = size(keyLength, valueLength);
    used += size;
    Bytes.put32(bytes, at, hash);
    Bytes.put16(bytes, at + 4, size / UNIT);
    int unused = size - HEAD - keyLength - valueLength;
    Bytes.put16(bytes, at + 6, keyLength << KEY | unused << UNUSED | hits << HITS);
    System.arraycopy(key, 0, bytes, at + HEAD, keyLength);
    return at;
  }

  /** Adds an entry of another segment as it is, but for its hits. Returns where it is. */
  int add(Segment other, int from, int hits) {
    int at = used;
    int size = other.size(from);
    used += size;
    System.arraycopy(other.bytes, from, bytes, at, size);
    hits(at, hits);
    return at;
  }

  int hash(int at) {
    return Bytes.i32(bytes, at);
  }

  int size(int at) {
    return Bytes.u16(bytes, at + 4) * UNIT;
  }

  private int marks(int at) {
    return Bytes.u16(bytes, at + 6);
  }

  private int keyLength(int at) {
    return marks(at) >> KEY;
  }

  boolean hasKey(int at, byte[] key, int length) {
    return keyLength(at) == length
        && java.util.Arrays.equals(bytes, at + HEAD, at + HEAD + length, key, 0, length);
  }

  /** Where its value begins. */
  int value(int at) {
    return at + HEAD + keyLength(at);
  }

  /** Where its value ends. */
  int end(int at) {
    return at + size(at) - (marks(at) >> UNUSED & UNIT - 1);
  }

  /** Says anew how long the value of an entry is, which still takes as many units. */
  void resize(int at, int valueLength) {
    int unused = size(at) - HEAD - keyLength(at) - valueLength;
    Bytes.put16(bytes, at + 6, marks(at) & ~(UNIT - 1 << UNUSED) | unused << UNUSED);
  }

  /** How often it was asked for, as far as that is counted. */
  int hits(int at) {
    return marks(at) >> HITS & MOST_HITS;
  }

  void hits(int at, int hits) {
    Bytes.put16(bytes, at + 6, marks(at) & ~(MOST_HITS << HITS) | hits << HITS);
  }

  boolean isDead(int at) {
    return (marks(at) & DEAD) != 0;
  }

  /** Nobody wants the entry any more. */
  void kill(int at) {
    Bytes.put16(bytes, at + 6, marks(at) | DEAD);
    dead += size(at);
  }
}
