package dev.glasshouse.dns.wire;

/**
 * Walks over the names of one message, following their pointers: each must lead to before the
 * name's own beginning, so a walk always ends.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1.4">RFC 1035 section 4.1.4</a>
 */
final class NameWalk {
  private static final int LONGEST = 255;

  private final WireLimits limits;
  private byte[] bytes = new byte[0];
  private int end;
  private int steps;
  private Fault fault = Fault.NONE;

  NameWalk(WireLimits limits) {
    this.limits = limits;
  }

  void begin(byte[] message, int length) {
    bytes = message;
    end = length;
    steps = limits.steps();
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
    int follows = limits.follows();
    while (true) {
      if (here >= end) {
        return broken(Fault.NAME_CUT);
      }
      int first = bytes[here] & 0xff;
      if (--steps < 0) {
        return broken(Fault.STEPS);
      }
      if (first < 0x40) {
        length += first + 1;
        if (length > LONGEST) {
          return broken(Fault.NAME_LONG);
        }
        here += first + 1;
        if (first == 0) {
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
        if (target >= lowest || target < MessageScan.HEADER || --follows < 0) {
          return broken(Fault.POINTER);
        }
        lowest = target;
        here = target;
      }
    }
  }

  private int broken(Fault what) {
    fault = what;
    return -1;
  }
}
