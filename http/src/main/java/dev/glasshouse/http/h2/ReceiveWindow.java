package dev.glasshouse.http.h2;

/**
 * How much a peer may send, and when it is allowed more (RFC 9113 6.9). The window grows while what
 * comes is taken at once, so that a fast reader is not held up by the way's length; a reader that
 * does not come holds only what the window was. Pure.
 */
final class ReceiveWindow {
  private final int most;
  private int size;
  private long credit;
  private int taken;

  /**
   * A window.
   *
   * @param size bytes that the peer may send now
   * @param most to how many bytes it may grow
   */
  ReceiveWindow(int size, int most) {
    this.size = size;
    this.most = most;
    this.credit = size;
  }

  /** Bytes have come; false when that were more than allowed. */
  boolean received(int bytes) {
    credit -= bytes;
    return credit >= 0;
  }

  /**
   * Bytes were taken.
   *
   * @param spare by how much it may grow, as far as others are concerned
   * @return how much more the peer is to be allowed now; 0 while that is not worth a frame
   */
  int taken(int bytes, long spare) {
    taken += bytes;
    if (taken < size / 2) {
      return 0;
    }
    int more = taken;
    long unread = size - credit - taken;
    int growth = Math.min(size, most - size);
    if (unread < size / 4 && growth > 0 && growth <= spare) {
      size += growth;
      more += growth;
    }
    credit += more;
    taken = 0;
    return more;
  }

  /** How much the peer may send now. */
  long credit() {
    return credit;
  }

  /** Its size, bytes. */
  int size() {
    return size;
  }
}
