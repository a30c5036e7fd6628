package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;

/**
 * What is done with a message before anybody thinks about an answer. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1">RFC 1035 section 4.1.1</a>
 */
final class Gate {
  static final int FORMERR = 1;
  static final int SERVFAIL = 2;
  static final int NOTIMP = 4;
  static final int REFUSED = 5;
  static final int BADVERS = 16;
  static final int BADCOOKIE = 23;
  private static final int COOKIE = 10;
  private static final int KEEPALIVE = 11;

  private Gate() {}

  /** What becomes of a message. */
  enum Verdict {
    /** It goes to the answerer. */
    ANSWER,
    /** Too short, or a response: nothing is sent. */
    DROP_SHORT,
    /** A response: nothing is sent, ever. */
    DROP_RESPONSE,
    /** Broken: answered FORMERR. */
    MALFORMED,
    /** An operation that is not served: answered NOTIMP. */
    OPERATION,
    /** Another version of EDNS: answered BADVERS. */
    VERSION,
    /** A question about nothing that wants a cookie (RFC 7873 section 5.4). */
    COOKIE_ONLY
  }

  /**
   * What becomes of a message.
   *
   * @param stream whether it came over a TCP connection
   */
  static Verdict verdict(MessageScan scan, boolean stream) {
    if (scan.fault() == Fault.SHORT) {
      return Verdict.DROP_SHORT;
    }
    if (scan.isResponse()) {
      return Verdict.DROP_RESPONSE;
    }
    int opcode = scan.opcode();
    if (opcode != 0 && opcode != 4) {
      return Verdict.OPERATION;
    }
    if (scan.fault() != Fault.NONE || scan.trailing() > 0) {
      return Verdict.MALFORMED;
    }
    if (scan.ednsVersion() > 0) {
      return Verdict.VERSION;
    }
    int cookie = scan.option(COOKIE);
    if (cookie >= 0 && !ServerCookies.wellFormed(Bytes.u16(scan.bytes(), cookie))) {
      return Verdict.MALFORMED;
    }
    // RFC 7828 section 3.2.1: only the server says how long.
    int keepAlive = stream ? scan.option(KEEPALIVE) : -1;
    if (keepAlive >= 0 && Bytes.u16(scan.bytes(), keepAlive) != 0) {
      return Verdict.MALFORMED;
    }
    if (scan.questions() == 0) {
      return cookie >= 0 && opcode == 0 ? Verdict.COOKIE_ONLY : Verdict.MALFORMED;
    }
    // A query has no answers; IXFR has its SOA in the authority section (RFC 1995 section 3).
    return opcode == 0 && scan.answers() > 0 ? Verdict.MALFORMED : Verdict.ANSWER;
  }
}
