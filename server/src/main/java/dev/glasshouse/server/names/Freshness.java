package dev.glasshouse.server.names;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameServiceReason;

/**
 * How long HTTP's caches may keep an answer. Pure.
 *
 * @param seconds that long
 * @param because why
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8484#section-5.1">RFC 8484 section 5.1</a>
 */
record Freshness(long seconds, Because because) {
  private static final int SOA = 6;
  private static final int NXDOMAIN = 3;
  private static final Clause CLAUSE = Clause.rfc(8484, "5.1");

  /**
   * Of an answer.
   *
   * @param answer a message without fault
   */
  static Freshness of(MessageScan answer) {
    int rcode = answer.rcode();
    if (rcode != 0 && rcode != NXDOMAIN) {
      return new Freshness(0, Because.of(NameServiceReason.NOTHING_TO_KEEP, CLAUSE));
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < answer.answers(); i++) {
      least = Math.min(least, answer.ttl(i));
    }
    // RFC 2308 section 5: of "there is none", the SOA record says how long.
    long negative = Long.MAX_VALUE;
    for (int i = answer.answers(); i < answer.answers() + answer.authorities(); i++) {
      if (answer.type(i) == SOA && answer.dataLength(i) >= 22) {
        long minimum = Bytes.u32(answer.bytes(), answer.data(i) + answer.dataLength(i) - 4);
        negative = Math.min(negative, Math.min(answer.ttl(i), minimum));
      }
    }
    if (least == Long.MAX_VALUE && negative == Long.MAX_VALUE) {
      return new Freshness(0, Because.of(NameServiceReason.NOTHING_TO_KEEP, CLAUSE));
    }
    return negative < least
        ? new Freshness(negative, Because.of(NameServiceReason.NEGATIVE_TTL, CLAUSE, negative))
        : new Freshness(least, Because.of(NameServiceReason.SMALLEST_TTL, CLAUSE, least));
  }
}
