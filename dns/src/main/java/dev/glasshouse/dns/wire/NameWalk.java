package dev.glasshouse.dns.wire;

/**
 * Walks over the names of one message, following their pointers: each must lead to before the
 * name's own beginning, so a walk always ends. Where names share much, what they share is walked
 * once and paid for each time: a message of nothing but pointers is refused as soon as its price is
 * known.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1.4">RFC 1035 section 4.1.4</a>
 */
final class NameWalk {
  private static final int LONGEST = 255;

  /** Where a pointer can lead at most. */
  private static final int REACH = 1 << 14;

  /** From how many steps on it is noted what was walked; few honest messages take so many. */
  private static final int NOTED_FROM = 2048;

  private static final int[] NOTHING = {};
  private static final byte[] NO_BYTES = {};

  private final WireLimits limits;
  private byte[] bytes = NO_BYTES;
  private int end;
  private int steps;
  private Fault fault = Fault.NONE;
  // By place: how many pointers, bytes and steps are still to come; 0 where nothing is known.
  private int[] known = NOTHING;
  // The walk so far: the places, and how many bytes and pointers came before each.
  private int[] way = NOTHING;
  private int[] lengths = NOTHING;
  private int[] pointers = NOTHING;

  NameWalk(WireLimits limits) {
    this.limits = limits;
  }

  void begin(byte[] message, int length) {
    bytes = message;
    end = length;
    steps = limits.steps();
    known = NOTHING;
    fault = Fault.NONE;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Why the last walk failed. */
  Fault fault() {
    return fault;
  }

  /** Where what follows the name stands; -1 when the name is broken. */
  int skip(int begin) {
    int here = begin;
    int after = -1;
    int lowest = begin;
    int length = 0;
    int follows = 0;
    int walked = 0;
    boolean noted = isNoted();
    while (true) {
      if (here >= end) {
        return broken(Fault.NAME_CUT);
      }
      if (noted && after >= 0 && here < known.length && known[here] != 0) {
        return join(here, after, length, follows, walked);
      }
      int first = bytes[here] & 0xff;
      if (--steps < 0) {
        return broken(Fault.STEPS);
      }
      if (noted) {
        way[walked] = here;
        lengths[walked] = length;
        pointers[walked++] = follows;
      }
      if (first < 0x40) {
        length += first + 1;
        if (length > LONGEST) {
          return broken(Fault.NAME_LONG);
        }
        here += first + 1;
        if (first == 0) {
          remember(walked, walked, length, follows);
          return after < 0 ? here : after;
        }
      } else if (first < 0xc0) {
        return broken(Fault.LABEL);
      } else {
        if (here + 1 >= end) {
          return broken(Fault.NAME_CUT);
        }
        if (after < 0) {
          after = here + 2;
        }
        int target = (first & 0x3f) << 8 | (bytes[here + 1] & 0xff);
        if (target >= lowest || target < MessageScan.HEADER || ++follows > limits.follows()) {
          return broken(Fault.POINTER);
        }
        lowest = target;
        here = target;
      }
    }
  }

  /** What names have in common is walked once, where a message has much of that. */
  private boolean isNoted() {
    if (known.length == 0 && limits.steps() - steps >= NOTED_FROM) {
      known = new int[Math.min(end, REACH)];
      int longest = LONGEST / 2 + limits.follows() + 2;
      way = new int[longest];
      lengths = new int[longest];
      pointers = new int[longest];
    }
    return known.length > 0;
  }

  /** Goes on as a walk before did, at its full price. */
  private int join(int here, int after, int length, int follows, int walked) {
    int rest = known[here];
    int allSteps = walked + (rest & 0xff);
    int allLength = length + (rest >> 8 & 0xff);
    int allFollows = follows + (rest >> 16);
    steps -= rest & 0xff;
    if (steps < 0) {
      return broken(Fault.STEPS);
    }
    if (allLength > LONGEST) {
      return broken(Fault.NAME_LONG);
    }
    if (allFollows > limits.follows()) {
      return broken(Fault.POINTER);
    }
    remember(walked, allSteps, allLength, allFollows);
    return after;
  }

  /** Notes for each place on the way what was still to come. */
  private void remember(int walked, int allSteps, int allLength, int allFollows) {
    for (int i = 0; i < walked && known.length > 0; i++) {
      if (way[i] < known.length) {
        known[way[i]] = allFollows - pointers[i] << 16 | allLength - lengths[i] << 8 | allSteps - i;
      }
    }
  }

  private int broken(Fault what) {
    fault = what;
    return -1;
  }
}
