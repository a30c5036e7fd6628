package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import java.util.OptionalInt;

/** Short messages that a server makes itself. */
final class Cut {
  private static final int QR = 0x8000;
  private static final int TC = 0x0200;
  private static final int RA = 0x0080;
  private static final int COOKIE = 10;
  private static final int KEPT = 0x7910; // opcode, RD, CD

  private Cut() {}

  /** Only a header with a response code, for a message that is not understood. */
  static int header(byte[] asked, int rcode, byte[] to) {
    to[0] = asked[0];
    to[1] = asked[1];
    Bytes.put16(to, 2, QR | Bytes.u16(asked, 2) & KEPT | rcode & 0xf);
    Bytes.put32(to, 4, 0);
    Bytes.put32(to, 8, 0);
    return MessageScan.HEADER;
  }

  /** Header, question and OPT record with a response code, for a question without fault. */
  static int code(ClientQuery query, int rcode, byte[] to) {
    return code(query, rcode, OptionalInt.empty(), to);
  }

  /** The same with an extended error (RFC 8914). */
  static int code(ClientQuery query, int rcode, OptionalInt error, byte[] to) {
    MessageScan scan = query.scan();
    header(scan.bytes(), rcode, to);
    int end = scan.questionEnd();
    System.arraycopy(
        scan.bytes(), MessageScan.HEADER, to, MessageScan.HEADER, end - MessageScan.HEADER);
    Bytes.put16(to, 4, scan.questions());
    int after = query.putOpt(to, end, rcode, error, "");
    Bytes.put16(to, 10, after > end ? 1 : 0);
    return after;
  }

  /**
   * What somebody gets who has not shown that its address is its own: with EDNS a cookie to come
   * back with, else word to come by TCP (RFC 7873 section 5.2.3).
   */
  static int unproven(ClientQuery query, byte[] to) {
    boolean cookie = query.scan().option(COOKIE) >= 0;
    int length = code(query, cookie ? Gate.BADCOOKIE : Gate.REFUSED, to);
    Bytes.put16(to, 2, Bytes.u16(to, 2) | (cookie ? RA : RA | TC));
    return length;
  }

  /** The same with the flags of an answer that does not fit, and TC (RFC 2181 section 9). */
  static int truncated(ClientQuery query, byte[] answer, byte[] to) {
    int flags = Bytes.u16(answer, 2);
    int length = code(query, flags & 0xf, to);
    Bytes.put16(to, 2, flags | TC);
    return length;
  }
}
