package dev.glasshouse.dns.dnssec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;

/**
 * What is known of a zone: its keys, that it has none, or that they cannot be trusted.
 *
 * @param zone its name
 * @param verdict SECURE with keys; else why not
 * @param keys its keys, where they can be trusted
 * @param algorithms with which of them each set has to be signed; empty where any will do
 * @param ttl for how many seconds this holds
 * @param blame what was asked when it went wrong; empty where nothing did
 */
record ZoneKeys(
    Name zone,
    Verdict verdict,
    List<DNSKEYRecord> keys,
    Set<Integer> algorithms,
    long ttl,
    Optional<Validation.Next.Ask> blame) {
  static ZoneKeys without(Name zone, Verdict verdict, long ttl) {
    return new ZoneKeys(zone, verdict, List.of(), Set.of(), ttl, Optional.empty());
  }

  static ZoneKeys bogus(Name zone, Verdict verdict, long ttl, Validation.Next.Ask blame) {
    return new ZoneKeys(zone, verdict, List.of(), Set.of(), ttl, Optional.of(blame));
  }
}
