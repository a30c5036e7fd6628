package dev.glasshouse.dns.wire;

/**
 * Makes the stored bytes of an answer fit another client's question, without decoding them: id,
 * flags, the case of the name, and what is left of the TTLs.
 */
public final class Patch {
  private static final int RD = 0x0100;
  private static final int CD = 0x0010;

  private Patch() {}

  /**
   * Where the TTLs of a scanned message stand, for {@link #age}; the OPT record has none.
   *
   * @param scan a message without fault
   */
  public static int[] ttls(MessageScan scan) {
    int[] all = new int[scan.records() - (scan.opt() < 0 ? 0 : 1)];
    int count = 0;
    for (int i = 0; i < scan.records(); i++) {
      if (i != scan.opt()) {
        all[count++] = scan.ttlAt(i);
      }
    }
    return all;
  }

  /** Takes so many seconds off each TTL; none gets below {@code least}. */
  public static void age(byte[] message, int[] ttls, int seconds, int least) {
    age(message, ttls, ttls.length, seconds, least);
  }

  /** The same for the first of the places. */
  public static void age(byte[] message, int[] ttls, int count, int seconds, int least) {
    for (int i = 0; i < count; i++) {
      int at = ttls[i];
      int ttl = Math.max(0, Bytes.i32(message, at));
      Bytes.put32(message, at, Math.max(Math.min(ttl, least), ttl - seconds));
    }
  }

  /**
   * Takes the id, the flags RD and CD, and the spelling of the name from a question. Both messages
   * must ask the same, letter case apart, with the name uncompressed at its place behind the
   * header.
   */
  public static void question(byte[] answer, MessageScan question) {
    byte[] asked = question.bytes();
    answer[0] = asked[0];
    answer[1] = asked[1];
    int flags = Bytes.u16(answer, 2) & ~(RD | CD) | question.flags() & (RD | CD);
    Bytes.put16(answer, 2, flags);
    System.arraycopy(
        asked,
        MessageScan.HEADER,
        answer,
        MessageScan.HEADER,
        question.questionTypeAt() - MessageScan.HEADER);
  }
}
