package dev.glasshouse.dns;

import java.util.Optional;

/**
 * Looks over a message's bytes before a parser builds objects of them, so that a malicious message
 * is cheap: counts, lengths and compression pointers must hold.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1">RFC 1035 section 4.1</a>
 */
final class MessageCheck {
  private static final int HEADER = 12;
  private static final int LONGEST_NAME = 255;
  private static final int SVCB = 64;
  private static final int HTTPS = 65;

  private final byte[] bytes;
  private final Limits limits;
  private int at = HEADER;

  private MessageCheck(byte[] bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /** What is wrong with a message; empty when it can be parsed. */
  static Optional<String> problem(byte[] message, Limits limits) {
    if (message.length < HEADER) {
      return Optional.of("only " + message.length + " bytes, less than a header");
    }
    return new MessageCheck(message, limits).problem();
  }

  private Optional<String> problem() {
    int questions = number(4);
    int records = number(6) + number(8) + number(10);
    if (questions > 1) {
      return Optional.of(questions + " questions");
    }
    if (records > limits.records()) {
      return Optional.of(records + " records, more than " + limits.records());
    }
    try {
      for (int i = 0; i < questions; i++) {
        name();
        at += 4;
      }
      for (int i = 0; i < records; i++) {
        name();
        need(10);
        int type = number(at);
        int length = number(at + 8);
        at += 10;
        need(length);
        if (type == SVCB || type == HTTPS) {
          uncompressed(at + 2, at + length);
        }
        at += length;
      }
      need(0);
    } catch (Malformed e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    // Bytes after the last record are tolerated, as every resolver does.
    return Optional.empty();
  }

  /** Steps over a name, following its pointers: each must point before the name's own beginning. */
  private void name() throws Malformed {
    int here = at;
    int lowest = at;
    int length = 0;
    int follows = 0;
    while (true) {
      if (here >= bytes.length) {
        throw new Malformed("a name runs out of the message");
      }
      int first = bytes[here] & 0xff;
      if (first >= 0xc0) {
        if (here + 1 >= bytes.length) {
          throw new Malformed("a name runs out of the message");
        }
        at = follows == 0 ? here + 2 : at;
        int target = (first & 0x3f) << 8 | (bytes[here + 1] & 0xff);
        if (target >= lowest || target < HEADER || ++follows > limits.follows()) {
          throw new Malformed("a compression pointer at " + here + " leads nowhere good");
        }
        lowest = target;
        here = target;
      } else if (first >= 0x40) {
        throw new Malformed("a label of an unknown kind at " + here);
      } else {
        length += first + 1;
        here += first + 1;
        if (length > LONGEST_NAME) {
          throw new Malformed("a name longer than " + LONGEST_NAME + " bytes");
        }
        if (first == 0) {
          at = follows == 0 ? here : at;
          return;
        }
      }
    }
  }

  /** RFC 9460 section 2.2: the target's name stands in full. */
  private void uncompressed(int from, int end) throws Malformed {
    int here = from;
    while (here < end && bytes[here] != 0) {
      int label = bytes[here] & 0xff;
      if (label >= 0x40) {
        throw new Malformed("the target of an HTTPS record is compressed");
      }
      here += label + 1;
    }
    if (here >= end) {
      throw new Malformed("the target of an HTTPS record runs out of it");
    }
  }

  private void need(int more) throws Malformed {
    if (at + more > bytes.length) {
      throw new Malformed("a record runs out of the message");
    }
  }

  private int number(int offset) {
    return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
  }

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }
}
