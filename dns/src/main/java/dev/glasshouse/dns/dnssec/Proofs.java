package dev.glasshouse.dns.dnssec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The records of an authority section that can deny something, and whose signatures are good.
 *
 * @param flaw what was wrong with the first one that is not good
 */
record Proofs(List<NSECRecord> nsec, List<NSEC3Record> nsec3, Optional<Verdict> flaw) {
  static Proofs of(List<SignedSet> authority, ZoneKeys keys, Chain chain, Instant wall) {
    var nsec = new ArrayList<NSECRecord>();
    var nsec3 = new ArrayList<NSEC3Record>();
    Optional<Verdict> flaw = Optional.empty();
    for (SignedSet set : authority) {
      if (set.type() != Type.NSEC && set.type() != Type.NSEC3
          || !set.name().subdomain(keys.zone())) {
        continue;
      }
      Verdict verdict = chain.verify(set, keys, wall);
      if (!verdict.isSecure()) {
        flaw = flaw.isPresent() ? flaw : Optional.of(verdict);
        continue;
      }
      // A denial that a wildcard made up says nothing of the name that it stands for.
      if (set.signatures().stream().anyMatch(s -> expanded(set, s))) {
        continue;
      }
      for (Record each : set.records()) {
        if (each instanceof NSECRecord proof) {
          // The next name is one of the zone's own; else the record reaches too far.
          if (proof.getNext().subdomain(keys.zone())) {
            nsec.add(proof);
          }
        } else if (each instanceof NSEC3Record proof) {
          nsec3.add(proof);
        }
      }
    }
    return new Proofs(nsec, nsec3, flaw);
  }

  /**
   * The proof that a wildcard may stand for a name: nothing is closer to the name than the
   * wildcard's parent (RFC 4035 section 5.3.4, RFC 5155 section 8.8).
   */
  Optional<Verdict> noCloser(Name name, Name encloser, Supplier<Nsec3> hashed) {
    return Nsec.noCloser(name, encloser, nsec)
        .or(() ->
            nsec3.isEmpty()
                ? Optional.empty()
                : hashed.get().tooManyIterations().or(() -> hashed.get().noCloser(name, encloser)));
  }

  private static boolean expanded(SignedSet set, RRSIGRecord signature) {
    return set.expanded(signature);
  }
}
