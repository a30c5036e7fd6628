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
  private static final int OPT = 41;
  private static final int FIRST_META = 128;
  private static final int TSIG = 250;
  private static final int MAILB = 253;
  private static final int MAILA = 254;
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
    /** A question for a type that no record of a zone has: answered FORMERR. */
    META_TYPE,
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
    if (opcode == 0 && scan.answers() > 0) {
      return Verdict.MALFORMED;
    }
    return opcode == 0 && isMeta(scan.questionType()) ? Verdict.META_TYPE : Verdict.ANSWER;
  }

  /**
   * Types that stand in messages and in no zone (RFC 6895 section 3.1), so that no owner could be
   * asked for them, among them NXNAME (RFC 9824 section 3.4); those that ask for several types or
   * for a whole zone are no such types.
   */
  private static boolean isMeta(int type) {
    return type == OPT || type >= FIRST_META && type <= TSIG || type == MAILB || type == MAILA;
  }
}
