package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;

/** Short messages that a server makes itself. */
final class Cut {
  private static final int QR = 0x8000;
  private static final int TC = 0x0200;
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
    MessageScan scan = query.scan();
    header(scan.bytes(), rcode, to);
    int end = scan.questionEnd();
    System.arraycopy(
        scan.bytes(), MessageScan.HEADER, to, MessageScan.HEADER, end - MessageScan.HEADER);
    Bytes.put16(to, 4, scan.questions());
    int after = query.putOpt(to, end, rcode);
    Bytes.put16(to, 10, after > end ? 1 : 0);
    return after;
  }

  /** The same with the flags of an answer that does not fit, and TC (RFC 2181 section 9). */
  static int truncated(ClientQuery query, byte[] answer, byte[] to) {
    int flags = Bytes.u16(answer, 2);
    int length = code(query, flags & 0xf, to);
    Bytes.put16(to, 2, flags | TC);
    return length;
  }
}
