package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Record;

/**
 * Whether a zone's keys are the ones that are trusted above it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5.2">RFC 4035 section 5.2</a>
 */
public final class KeyCheck {
  private static final Clause REFERRALS = Clause.rfc(4035, "5.2");
  private static final Clause UNKNOWN = Clause.rfc(4035, "2.2");

  private KeyCheck() {}

  /**
   * Checks a zone's DNSKEY set against what is trusted: DS records from above, or trust anchors,
   * which may be DNSKEY records too.
   *
   * @param keys the zone's keys, with their signatures
   * @param trusted DS and DNSKEY records
   */
  public static Verdict check(
      SignedSet keys, List<? extends Record> trusted, Policy policy, Instant now, Budget budget) {
    List<Record> usable = usable(trusted, policy);
    if (usable.isEmpty()) {
      return notUnderstood(keys.name().toString(), trusted, policy);
    }
    Verdict worst = Verdict.bogus(DnssecReason.NO_KEY_FITS, REFERRALS, Verdict.NO_KEY, keys.name());
    int mismatches = budget.mismatches();
    var done = new TreeSet<Integer>();
    Set<Integer> wanted = new TreeSet<>();
    usable.forEach(r -> wanted.add(algorithm(r)));
    for (Record each : usable) {
      if (done.contains(algorithm(each))) {
        continue;
      }
      Verdict verdict = check(keys, each, policy, now, budget);
      if (verdict.isSecure()) {
        done.add(algorithm(each));
        if (!policy.allAlgorithms() || done.equals(wanted)) {
          return verdict;
        }
      } else {
        worst = verdict.reason() == DnssecReason.NO_KEY_FITS ? worst : verdict;
        if (--mismatches < 0) {
          return worst;
        }
      }
    }
    return done.isEmpty()
        ? worst
        : Verdict.bogus(
            DnssecReason.ALGORITHM_MISSING,
            UNKNOWN,
            Verdict.BOGUS,
            keys.shown(),
            wanted.stream().filter(a -> !done.contains(a)).toList());
  }

  private static Verdict check(
      SignedSet keys, Record trusted, Policy policy, Instant now, Budget budget) {
    Verdict worst = Verdict.bogus(DnssecReason.NO_KEY_FITS, REFERRALS, Verdict.NO_KEY, keys.name());
    for (Record record : keys.records()) {
      if (!(record instanceof DNSKEYRecord key) || !fits(key, trusted)) {
        continue;
      }
      if (!SignatureCheck.isZoneKey(key)) {
        worst =
            Verdict.bogus(
                DnssecReason.NO_ZONE_KEY,
                Clause.rfc(4034, "2.1.1"),
                Verdict.NO_ZONE_KEY,
                keys.name(),
                key.getFootprint());
        continue;
      }
      SignatureCheck.Outcome outcome =
          SignatureCheck.check(keys, keys.name(), List.of(key), policy, now, budget);
      if (outcome.verdict().isSecure()) {
        return Verdict.secure(
            DnssecReason.KEYS_TRUSTED, REFERRALS, keys.name(), key.getFootprint());
      }
      Verdict why = outcome.verdict();
      worst =
          Verdict.bogus(
              DnssecReason.KEYS_UNSIGNED, REFERRALS, why.error(), keys.name(), why.text());
    }
    return worst;
  }

  /** What of the trusted records is understood; of digests the stronger ones (RFC 4509, 3). */
  static List<Record> usable(List<? extends Record> trusted, Policy policy) {
    var usable = new ArrayList<Record>();
    boolean strong = false;
    for (Record each : trusted) {
      if (each instanceof DSRecord ds) {
        if (policy.algorithms().contains(ds.getAlgorithm())
            && policy.digests().contains(ds.getDigestID())) {
          usable.add(ds);
          strong |= ds.getDigestID() != Policy.SHA1;
        }
      } else if (each instanceof DNSKEYRecord key
          && policy.algorithms().contains(key.getAlgorithm())) {
        usable.add(key);
      }
    }
    if (strong) {
      usable.removeIf(r -> r instanceof DSRecord ds && ds.getDigestID() == Policy.SHA1);
    }
    return usable;
  }

  /** The algorithms that the trusted records name, of those that are understood. */
  static Set<Integer> algorithms(List<? extends Record> trusted, Policy policy) {
    var all = new TreeSet<Integer>();
    usable(trusted, policy).forEach(r -> all.add(algorithm(r)));
    return all;
  }

  /** Why a zone whose trusted records are not understood counts as insecure. */
  static Verdict notUnderstood(String zone, List<? extends Record> trusted, Policy policy) {
    var algorithms = new TreeSet<Integer>();
    var digests = new TreeSet<Integer>();
    for (Record each : trusted) {
      if (!policy.algorithms().contains(algorithm(each))) {
        algorithms.add(algorithm(each));
      } else if (each instanceof DSRecord ds) {
        digests.add(ds.getDigestID());
      }
    }
    return digests.isEmpty()
        ? Verdict.insecure(
            DnssecReason.ALGORITHM_UNKNOWN,
            UNKNOWN,
            Verdict.UNSUPPORTED_ALGORITHM,
            zone,
            algorithms)
        : Verdict.insecure(
            DnssecReason.DIGEST_UNKNOWN, REFERRALS, Verdict.UNSUPPORTED_DIGEST, zone, digests);
  }

  private static int algorithm(Record trusted) {
    return trusted instanceof DSRecord ds
        ? ds.getAlgorithm()
        : ((DNSKEYRecord) trusted).getAlgorithm();
  }

  /** Whether a key is the one that a trusted record means (RFC 4034 section 5.1.4). */
  static boolean fits(DNSKEYRecord key, Record trusted) {
    if (trusted instanceof DNSKEYRecord anchor) {
      return anchor.getAlgorithm() == key.getAlgorithm()
          && (anchor.getFlags() & ~SignatureCheck.REVOKED)
              == (key.getFlags() & ~SignatureCheck.REVOKED)
          && Arrays.equals(anchor.getKey(), key.getKey());
    }
    DSRecord ds = (DSRecord) trusted;
    if (ds.getAlgorithm() != key.getAlgorithm() || ds.getFootprint() != key.getFootprint()) {
      return false;
    }
    String digest =
        switch (ds.getDigestID()) {
          case Policy.SHA1 -> "SHA-1";
          case Policy.SHA256 -> "SHA-256";
          default -> "SHA-384";
        };
    return Arrays.equals(
        Crypto.digest(digest, key.getName().toWireCanonical(), CanonicalForm.data(key)),
        ds.getDigest());
  }
}
