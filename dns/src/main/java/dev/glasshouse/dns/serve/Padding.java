package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.util.Arrays;

/**
 * Makes encrypted messages longer, so that their length does not tell what they say (RFC 7830):
 * answers only for clients that pad their own questions.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8467#section-4.1">RFC 8467 section 4.1</a>
 */
public final class Padding {
  /** The option's code. */
  static final int OPTION = 12;

  /** Answers are this long, or a multiple of it, bytes. */
  static final int BLOCK = 468;

  /** Questions are this long, or a multiple of it, bytes. */
  private static final int QUESTION_BLOCK = 128;

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
    return padded(answer, length, BLOCK);
  }

  /** A question in its new length; as it is where it has no OPT record, or is padded already. */
  public static byte[] padded(byte[] question) {
    return padded(question, question.length, QUESTION_BLOCK);
  }

  private static byte[] padded(byte[] message, int length, int block) {
    var scan = new MessageScan(WireLimits.TRANSFER);
    int option = length + 4;
    int size = Math.min((option + block - 1) / block * block, LARGEST);
    if (scan.scan(message, length) != Fault.NONE
        || scan.opt() < 0
        || scan.opt() != scan.records() - 1
        || scan.trailing() > 0
        || scan.option(OPTION) >= 0
        || size < option) {
      return Arrays.copyOf(message, length);
    }
    byte[] padded = Arrays.copyOf(message, size);
    int lengthAt = scan.data(scan.opt()) - 2;
    Bytes.put16(padded, lengthAt, scan.dataLength(scan.opt()) + size - length);
    // Behind what may have stood in the array: only zeros go out.
    Arrays.fill(padded, length, size, (byte) 0);
    Bytes.put16(padded, length, OPTION);
    Bytes.put16(padded, length + 2, size - option);
    return padded;
  }
}
