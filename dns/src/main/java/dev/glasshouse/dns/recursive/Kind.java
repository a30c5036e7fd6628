package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What a server's message is to the question (RFC 1034 section 5.3.3 step 4). */
enum Kind {
  /** It answers, or says that there is none. */
  ANSWER,
  /** It says that the name is an alias, and no more. */
  ALIAS,
  /** It leads to servers of a zone further down. */
  REFERRAL,
  /** The server does not have the zone. */
  LAME,
  /** The server resolves for others, and does not have the zone. */
  ONLY_RESOLVES,
  /** It says nothing at all. */
  EMPTY,
  /** It is an error. */
  ERROR;

  /**
   * Judges a message.
   *
   * @param raw as it came
   * @param clean scrubbed
   * @param zone the zone whose server was asked
   * @param forwarded whether it was asked to resolve
   */
  static Kind of(Heard raw, Scrubber.Scrubbed clean, Name zone, boolean forwarded) {
    Heard heard = clean.heard();
    if (!Scrubber.answers(heard.rcode())) {
      return ERROR;
    }
    boolean onlyResolves = !forwarded && !raw.authoritative() && raw.recursive();
    if (heard.rcode() == Rcode.YXDOMAIN) {
      return Heard.find(heard.answer(), Type.DNAME).isPresent() ? ANSWER : ERROR;
    }
    if (clean.ends()) {
      return onlyResolves ? ONLY_RESOLVES : ANSWER;
    }
    // An alias of itself is one too: following it comes to an end by its limit.
    if (!clean.last().equals(heard.question().name())
        || Heard.find(heard.answer(), Type.CNAME).isPresent()
            && Heard.find(heard.answer(), Type.DNAME).isEmpty()) {
      return onlyResolves ? ONLY_RESOLVES : ALIAS;
    }
    if (heard.rcode() == Rcode.NXDOMAIN) {
      return onlyResolves ? ONLY_RESOLVES : ANSWER;
    }
    return withoutAnswer(raw, heard, zone, forwarded, onlyResolves);
  }

  private static Kind withoutAnswer(
      Heard raw, Heard heard, Name zone, boolean forwarded, boolean onlyResolves) {
    Optional<RecordSet> soa = Heard.find(heard.authority(), Type.SOA);
    if (soa.isPresent()) {
      return onlyResolves ? ONLY_RESOLVES : ANSWER;
    }
    if (forwarded) {
      boolean upwards =
          raw.authority().stream()
              .anyMatch(
                  s -> s.type() == Type.NS && zone.subdomain(s.name()) && !s.name().equals(zone));
      return upwards ? LAME : ANSWER;
    }
    for (RecordSet ns : raw.authority()) {
      if (ns.type() != Type.NS) {
        continue;
      }
      Name owner = ns.name();
      if (owner.equals(zone)) {
        return raw.authoritative() ? ANSWER : raw.recursive() ? ONLY_RESOLVES : LAME;
      }
      if (zone.subdomain(owner)) {
        return raw.recursive() ? ONLY_RESOLVES : LAME;
      }
      if (owner.subdomain(zone) && heard.question().name().subdomain(owner)) {
        return REFERRAL;
      }
    }
    if (onlyResolves) {
      return ONLY_RESOLVES;
    }
    return heard.authority().isEmpty() ? EMPTY : ANSWER;
  }
}
