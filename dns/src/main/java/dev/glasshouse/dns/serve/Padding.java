package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.util.Arrays;

/**
 * Makes encrypted answers longer, so that their length does not tell what they say (RFC 7830). Only
 * for clients that pad their own questions.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8467#section-4.1">RFC 8467 section 4.1</a>
 */
final class Padding {
  /** The option's code. */
  static final int OPTION = 12;

  /** Answers are this long, or a multiple of it, bytes. */
  static final int BLOCK = 468;

  private static final int LARGEST = 65535;

  private Padding() {}

  /** Whether the answer to a question is to be made longer. */
  static boolean wanted(ClientQuery query) {
    return query.carrier().isEncrypted() && query.scan().option(OPTION) >= 0;
  }

  /**
   * An answer in its new length; as it is when it has no OPT record as its last record, or is
   * padded already.
   */
  static byte[] padded(byte[] answer, int length) {
    var scan = new MessageScan(WireLimits.TRANSFER);
    int option = length + 4;
    int size = Math.min((option + BLOCK - 1) / BLOCK * BLOCK, LARGEST);
    if (scan.scan(answer, length) != Fault.NONE
        || scan.opt() < 0
        || scan.opt() != scan.records() - 1
        || scan.trailing() > 0
        || scan.option(OPTION) >= 0
        || size < option) {
      return Arrays.copyOf(answer, length);
    }
    byte[] padded = Arrays.copyOf(answer, size);
    int lengthAt = scan.data(scan.opt()) - 2;
    Bytes.put16(padded, lengthAt, scan.dataLength(scan.opt()) + size - length);
    // Behind what may have stood in the array: only zeros go out.
    Arrays.fill(padded, length, size, (byte) 0);
    Bytes.put16(padded, length, OPTION);
    Bytes.put16(padded, length + 2, size - option);
    return padded;
  }
}
