package dev.glasshouse.dns.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A store of byte blocks that only grows. A block lies in one piece; its address is a number that
 * names the piece and the place in it. Up to 2 GB.
 */
final class Arena {
  private static final int BITS = 20;
  private static final int SIZE = 1 << BITS;
  private static final int MASK = SIZE - 1;

  /** The largest block, bytes. */
  static final int LARGEST = SIZE - 1;

  private final List<byte[]> pieces = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private byte[] current = new byte[0];
  private byte[][] fixed = new byte[0][];
  private int used = SIZE;

  /** Room for a block; its address. */
  int claim(int size) {
    if (used + size > SIZE) {
      if (pieces.size() == 1 << 31 - BITS) {
        throw new IllegalStateException("a zone of more than 2 GB");
      }
      if (!pieces.isEmpty()) {
        ends.add(used);
      }
      current = new byte[pieces.isEmpty() ? Math.max(4096, size + 1) : SIZE];
      pieces.add(current);
      fixed = pieces.toArray(byte[][]::new);
      used = 0;
      // No block is at 0, so that 0 can say "none".
      if (pieces.size() == 1) {
        used = 1;
      }
    }
    if (used + size > current.length) {
      // The first piece grows with what is in it, so that a small zone is small.
      current = Arrays.copyOf(current, Math.min(SIZE, Math.max(current.length * 2, used + size)));
      pieces.set(pieces.size() - 1, current);
      fixed[pieces.size() - 1] = current;
    }
    int address = pieces.size() - 1 << BITS | used;
    used += size;
    return address;
  }

  /** Gives back the room at the end that the last block does not need. */
  void trim() {
    if (!pieces.isEmpty()) {
      ends.add(used);
      byte[] last = Arrays.copyOf(current, used);
      pieces.set(pieces.size() - 1, last);
      fixed = pieces.toArray(byte[][]::new);
    }
  }

  /** The piece that a block lies in. */
  byte[] piece(int address) {
    return fixed[address >>> BITS];
  }

  /** The place of a block in its piece. */
  static int place(int address) {
    return address & MASK;
  }

  /** The piece that a block lies in, as a number. */
  static int pieceOf(int address) {
    return address >>> BITS;
  }

  /** How many pieces there are. */
  int pieces() {
    return pieces.size();
  }

  /** The address of the first block of a piece. */
  static int first(int piece) {
    return piece == 0 ? 1 : piece << BITS;
  }

  /** The address behind the last block of a piece; after {@link #trim}. */
  int end(int piece) {
    return (piece << BITS) + ends.get(piece);
  }

  /** How much memory it takes, bytes. */
  long bytes() {
    return (long) (pieces.size() - 1) * SIZE + (pieces.isEmpty() ? 0 : pieces.getLast().length);
  }
}
