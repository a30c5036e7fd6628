package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;

/**
 * Whether an RRset is signed by a zone's keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5.3">RFC 4035 section 5.3</a>
 */
public final class SignatureCheck {
  private static final Clause VALIDITY = Clause.rfc(4035, "5.3.1");
  private static final Clause CHECKING = Clause.rfc(4035, "5.3.3");
  private static final Clause MISSING = Clause.rfc(4035, "5");
  private static final Clause KEYTRAP = Clause.rfc(4035, "5.3.3");
  private static final int DNSSEC_PROTOCOL = 3;

  /** RFC 4034 section 2.1.1, bit 7. */
  static final int ZONE_KEY = 0x100;

  /** RFC 5011 section 7, bit 8. */
  static final int REVOKED = 0x80;

  private SignatureCheck() {}

  /**
   * What a check came to, and by which signature.
   *
   * @param signature the signature that fits; empty when none does
   */
  public record Outcome(Verdict verdict, Optional<RRSIGRecord> signature) {}

  /**
   * Checks a set against the keys of the zone that must have signed it.
   *
   * @param zone the zone's name
   * @param keys its keys
   */
  public static Outcome check(
      SignedSet set,
      Name zone,
      List<DNSKEYRecord> keys,
      Policy policy,
      Instant now,
      Budget budget) {
    Verdict worst =
        Verdict.bogus(DnssecReason.NO_SIGNATURE, MISSING, Verdict.NO_SIGNATURE, set.shown(), zone);
    boolean tried = false;
    int left = budget.signaturesOfSet();
    for (RRSIGRecord signature : set.signatures()) {
      Optional<Verdict> flaw = flaw(set, signature, zone, policy, now);
      if (flaw.isPresent()) {
        worst = tried ? worst : flaw.get();
        continue;
      }
      boolean found = false;
      for (DNSKEYRecord key : keys) {
        if (!made(key, signature)) {
          continue;
        }
        found = true;
        if (left-- <= 0 || !budget.signature()) {
          return new Outcome(
              Verdict.bogus(DnssecReason.TOO_MANY_SIGNATURES, KEYTRAP, Verdict.BOGUS, set.shown()),
              Optional.empty());
        }
        if (Crypto.verifies(
            key.getAlgorithm(),
            key.getKey(),
            CanonicalForm.signed(set, signature),
            signature.getSignature())) {
          return new Outcome(
              Verdict.secure(
                  DnssecReason.SIGNED, CHECKING, set.shown(), signature.getFootprint(), zone),
              Optional.of(signature));
        }
        tried = true;
        budget.failed();
        worst =
            Verdict.bogus(
                DnssecReason.SIGNATURE_WRONG,
                CHECKING,
                Verdict.BOGUS,
                set.shown(),
                signature.getFootprint(),
                zone);
      }
      if (!found && !tried) {
        worst =
            Verdict.bogus(
                DnssecReason.NO_SUCH_KEY,
                VALIDITY,
                Verdict.NO_KEY,
                set.shown(),
                signature.getFootprint(),
                zone);
      }
    }
    return new Outcome(worst, Optional.empty());
  }

  /**
   * Checks a set against keys of several algorithms, each of which must have signed it (RFC 4035
   * section 2.2; RFC 6840 section 5.11 leaves this to the resolver).
   */
  static Verdict checkAll(
      SignedSet set,
      Name zone,
      List<DNSKEYRecord> keys,
      Set<Integer> algorithms,
      Policy policy,
      Instant now,
      Budget budget) {
    Optional<Verdict> good = Optional.empty();
    for (int algorithm : new HashSet<>(algorithms)) {
      var ofIt =
          new SignedSet(
              set.name(),
              set.type(),
              set.dclass(),
              set.records(),
              set.signatures().stream().filter(s -> s.getAlgorithm() == algorithm).toList());
      Verdict verdict = check(ofIt, zone, keys, policy, now, budget).verdict();
      if (!verdict.isSecure()) {
        return ofIt.signatures().isEmpty() && !set.signatures().isEmpty()
            ? Verdict.bogus(
                DnssecReason.ALGORITHM_MISSING,
                Clause.rfc(4035, "2.2"),
                Verdict.NO_SIGNATURE,
                set.shown(),
                algorithm)
            : verdict;
      }
      good = Optional.of(verdict);
    }
    return good.orElseGet(() -> check(set, zone, keys, policy, now, budget).verdict());
  }

  /** What speaks against a signature before anything is computed. */
  private static Optional<Verdict> flaw(
      SignedSet set, RRSIGRecord signature, Name zone, Policy policy, Instant now) {
    if (!signature.getSigner().equals(zone) || !set.name().subdomain(zone)) {
      return Optional.of(
          Verdict.bogus(
              DnssecReason.SIGNER_OUTSIDE,
              VALIDITY,
              Verdict.BOGUS,
              set.shown(),
              signature.getSigner()));
    }
    if (signature.getTypeCovered() != set.type()
        || signature.getLabels() > SignedSet.labels(set.name())
        || signature.getLabels() < SignedSet.labels(zone)
        || signature.getDClass() != set.dclass()) {
      return Optional.of(
          Verdict.bogus(DnssecReason.SIGNATURE_MISFITS, VALIDITY, Verdict.BOGUS, set.shown()));
    }
    if (!policy.algorithms().contains(signature.getAlgorithm())) {
      return Optional.of(
          Verdict.bogus(
              DnssecReason.NO_SIGNATURE, MISSING, Verdict.NO_SIGNATURE, set.shown(), zone));
    }
    Duration skew = policy.skew();
    // Serial arithmetic of 32 bits (RFC 4034 section 3.1.5): only differences count.
    if (later(now.minus(skew), signature.getExpire())) {
      return Optional.of(
          Verdict.bogus(
              DnssecReason.SIGNATURE_EXPIRED,
              VALIDITY,
              Verdict.EXPIRED,
              set.shown(),
              signature.getExpire()));
    }
    if (later(signature.getTimeSigned(), now.plus(skew))) {
      return Optional.of(
          Verdict.bogus(
              DnssecReason.SIGNATURE_NOT_YET,
              VALIDITY,
              Verdict.NOT_YET_VALID,
              set.shown(),
              signature.getTimeSigned()));
    }
    return Optional.empty();
  }

  /** Whether one time is later than another, by RFC 1982's arithmetic on 32 bits of seconds. */
  static boolean later(Instant one, Instant other) {
    return (int) (one.getEpochSecond() - other.getEpochSecond()) > 0;
  }

  /** Whether a key is the one that a signature names. */
  private static boolean made(DNSKEYRecord key, RRSIGRecord signature) {
    return key.getAlgorithm() == signature.getAlgorithm()
        && key.getFootprint() == signature.getFootprint()
        && isZoneKey(key)
        && (key.getFlags() & REVOKED) == 0;
  }

  /** Whether a key may sign a zone's records (RFC 4034 section 2.1). */
  static boolean isZoneKey(DNSKEYRecord key) {
    return (key.getFlags() & ZONE_KEY) != 0 && key.getProtocol() == DNSSEC_PROTOCOL;
  }
}
