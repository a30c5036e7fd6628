package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The walk from a trust anchor down to a name, zone by zone: for each label, whether there is a
 * delegation, whether it is signed, and with which keys. What has to be asked for is said; the walk
 * begins anew when it came, over what was remembered.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5">RFC 4035 section 5</a>
 */
final class Chain {
  private static final long LONGEST_TTL = 86_400;

  private final Validator validator;
  private final Budget budget;
  private final Map<Validation.Next.Ask, Response> answers = new HashMap<>();
  private final Set<Name> notDelegated = new HashSet<>();
  private final Map<Name, ZoneKeys> found = new LinkedHashMap<>();
  private final Map<Name, List<? extends Record>> trusted = new HashMap<>();
  private final Map<Name, Nsec3> hashes = new HashMap<>();
  private final Map<Verified, Verdict> verified = new HashMap<>();
  private Optional<Validation.Next.Ask> ask = Optional.empty();

  private record Verified(SignedSet set, Name zone) {}

  Chain(Validator validator, Budget budget) {
    this.validator = validator;
    this.budget = budget;
  }

  void answered(Response response) {
    answers.put(new Validation.Next.Ask(response.name(), response.type()), response);
  }

  List<Validation.Link> links() {
    return found.values().stream()
        .map(k ->
            new Validation.Link(
                k.zone(),
                k.verdict(),
                trusted.getOrDefault(k.zone(), List.of()).stream().map(KeyText::of).toList(),
                k.keys().stream().map(KeyText::of).toList()))
        .toList();
  }

  /** What has to be asked for before the walk can go on. */
  Validation.Next.Ask wanted() {
    return ask.orElseThrow();
  }

  /** What is known of the zone that a name is in; empty when something has to be asked first. */
  Optional<ZoneKeys> at(Name target, Instant wall, long nanos) {
    Optional<Name> anchor = validator.anchors().above(target);
    if (anchor.isEmpty()) {
      Optional<Name> rule = validator.anchors().saidInsecure(target);
      return Optional.of(
          ZoneKeys.without(
              target,
              rule.isPresent()
                  ? Verdict.insecure(
                      DnssecReason.SAID_INSECURE,
                      Clause.rfc(7646, "2"),
                      Verdict.NO_ERROR,
                      rule.get())
                  : Verdict.indeterminate(DnssecReason.NO_ANCHOR, Clause.rfc(4033, "5"), target),
              LONGEST_TTL));
    }
    Optional<ZoneKeys> current = nearestKnown(target, anchor.get(), nanos);
    Name at = current.map(ZoneKeys::zone).orElse(anchor.get());
    if (current.isEmpty()) {
      current = keys(anchor.get(), validator.anchors().of(anchor.get()), wall, nanos);
    }
    while (current.isPresent()
        && current.get().verdict().isSecure()
        && at.labels() < target.labels()) {
      at = new Name(target, target.labels() - at.labels() - 1);
      if (!notDelegated.contains(at)) {
        Optional<ZoneKeys> below = below(at, current.get(), wall, nanos);
        if (below.isEmpty() && !notDelegated.contains(at)) {
          return Optional.empty();
        }
        current = below.isPresent() ? below : current;
      }
    }
    return current;
  }

  private Optional<ZoneKeys> nearestKnown(Name target, Name anchor, long nanos) {
    for (Name each = target; each.labels() >= anchor.labels(); each = new Name(each, 1)) {
      Optional<ZoneKeys> known = known(each, nanos);
      if (known.isPresent()) {
        return known;
      }
      if (each.labels() <= 1) {
        break;
      }
    }
    return Optional.empty();
  }

  private Optional<ZoneKeys> known(Name zone, long nanos) {
    ZoneKeys ours = found.get(zone);
    return ours != null ? Optional.of(ours) : validator.known(zone, nanos);
  }

  private Optional<ZoneKeys> keep(ZoneKeys keys, long nanos) {
    found.put(keys.zone(), keys);
    validator.keep(keys, nanos);
    return Optional.of(keys);
  }

  private Optional<Response> answer(Name name, int type) {
    var question = new Validation.Next.Ask(name, type);
    Optional<Response> known = Optional.ofNullable(answers.get(question));
    if (known.isEmpty()) {
      ask = Optional.of(question);
    }
    return known;
  }

  /** A zone's keys, checked against what is trusted. */
  private Optional<ZoneKeys> keys(
      Name zone, List<? extends Record> above, Instant wall, long nanos) {
    trusted.put(zone, above);
    Policy policy = validator.policy();
    if (KeyCheck.usable(above, policy).isEmpty()) {
      return keep(
          ZoneKeys.without(
              zone, KeyCheck.notUnderstood(zone.toString(), above, policy), LONGEST_TTL),
          nanos);
    }
    Optional<Response> came = answer(zone, Type.DNSKEY);
    if (came.isEmpty()) {
      return Optional.empty();
    }
    var blame = new Validation.Next.Ask(zone, Type.DNSKEY);
    Optional<SignedSet> set = SignedSet.find(came.get().answer(), zone, Type.DNSKEY);
    if (set.isEmpty()) {
      DnssecReason reason =
          came.get().isUsable() ? DnssecReason.NO_KEYS : DnssecReason.KEYS_UNREACHABLE;
      return keep(
          ZoneKeys.bogus(
              zone,
              Verdict.bogus(reason, Clause.rfc(4035, "5.2"), Verdict.NO_KEY, zone),
              validator.bogusTtl(),
              blame),
          nanos);
    }
    Verdict verdict = KeyCheck.check(set.get(), above, policy, wall, budget);
    if (!verdict.isSecure()) {
      return keep(
          verdict.isBogus()
              ? ZoneKeys.bogus(zone, verdict, validator.bogusTtl(), blame)
              : ZoneKeys.without(zone, verdict, ttl(set.get())),
          nanos);
    }
    return keep(
        new ZoneKeys(
            zone,
            verdict,
            set.get().records().stream().map(DNSKEYRecord.class::cast).toList(),
            policy.allAlgorithms() ? KeyCheck.algorithms(above, policy) : Set.of(),
            ttl(set.get()),
            Optional.empty()),
        nanos);
  }

  static long ttl(SignedSet set) {
    long ttl = LONGEST_TTL;
    for (Record each : set.records()) {
      ttl = Math.min(ttl, each.getTTL());
    }
    return ttl;
  }

  /**
   * What is at a name below a zone whose keys are known. Empty when something has to be asked, and
   * when the name is no delegation: then it is among {@link #notDelegated}.
   */
  private Optional<ZoneKeys> below(Name name, ZoneKeys above, Instant wall, long nanos) {
    Optional<Response> came = answer(name, Type.DS);
    if (came.isEmpty()) {
      return Optional.empty();
    }
    var blame = new Validation.Next.Ask(name, Type.DS);
    Response response = came.get();
    if (!response.isUsable()) {
      return keep(
          ZoneKeys.bogus(
              name,
              Verdict.bogus(
                  DnssecReason.DS_UNREACHABLE, Clause.rfc(4035, "5.2"), Verdict.NETWORK, name),
              validator.bogusTtl(),
              blame),
          nanos);
    }
    Optional<SignedSet> ds = SignedSet.find(response.answer(), name, Type.DS);
    if (ds.isPresent()) {
      Verdict verdict = verify(ds.get(), above, wall);
      return verdict.isSecure()
          ? keys(name, ds.get().records(), wall, nanos)
          : keep(ZoneKeys.bogus(name, verdict, validator.bogusTtl(), blame), nanos);
    }
    Optional<SignedSet> alias = SignedSet.find(response.answer(), name, Type.CNAME);
    if (alias.isPresent()) {
      Verdict verdict = verify(alias.get(), above, wall);
      if (verdict.isSecure() && !isMadeUp(alias.get(), response, above, wall)) {
        // an alias stands at no delegation (RFC 1034 section 3.6.2)
        notDelegated.add(name);
        return Optional.empty();
      }
      Verdict flaw =
          verdict.isSecure()
              ? Verdict.bogus(
                  DnssecReason.WILDCARD_UNPROVEN,
                  Clause.rfc(4035, "5.3.4"),
                  Verdict.BOGUS,
                  alias.get().shown())
              : verdict;
      return keep(ZoneKeys.bogus(name, flaw, validator.bogusTtl(), blame), nanos);
    }
    return denied(name, response, above, wall, nanos);
  }

  /**
   * Whether an alias comes out of a wildcard without proof that the name itself is not there: then
   * anybody could have put it in the place of the true answer.
   */
  private boolean isMadeUp(SignedSet alias, Response response, ZoneKeys above, Instant wall) {
    Proofs proofs = Proofs.of(response.authority(), above, this, wall);
    return alias.signatures().stream()
        .filter(alias::expanded)
        .anyMatch(s ->
            proofs
                .noCloser(
                    alias.name(),
                    SignedSet.ancestor(alias.name(), s.getLabels()),
                    () -> hashed(alias.name(), proofs, above))
                .isEmpty());
  }

  private Nsec3 hashed(Name name, Proofs proofs, ZoneKeys above) {
    return hashes.computeIfAbsent(
        name, _ -> new Nsec3(above.zone(), proofs.nsec3(), validator.policy(), budget));
  }

  private Optional<ZoneKeys> denied(
      Name name, Response response, ZoneKeys above, Instant wall, long nanos) {
    Proofs proofs = Proofs.of(response.authority(), above, this, wall);
    Nsec3 hashed = hashed(name, proofs, above);
    Optional<Verdict> proof =
        proofs.nsec3().isEmpty()
            ? Nsec.noDs(name, proofs.nsec())
            : hashed.tooManyIterations().or(() -> hashed.noDs(name));
    if (proof.isEmpty()) {
      Verdict verdict =
          proofs
              .flaw()
              .orElse(
                  Verdict.bogus(
                      DnssecReason.NOT_DENIED,
                      Clause.rfc(4035, "5.2"),
                      Verdict.NO_DENIAL,
                      name + " DS"));
      return keep(
          ZoneKeys.bogus(
              name, verdict, validator.bogusTtl(), new Validation.Next.Ask(name, Type.DS)),
          nanos);
    }
    if (proof.get().isSecure()) {
      notDelegated.add(name);
      return Optional.empty();
    }
    long ttl = LONGEST_TTL;
    for (SignedSet each : response.authority()) {
      ttl = Math.min(ttl, ttl(each));
    }
    return keep(ZoneKeys.without(name, proof.get(), ttl), nanos);
  }

  /** Whether a zone's keys signed a set. */
  Verdict verify(SignedSet set, ZoneKeys keys, Instant wall) {
    return verified.computeIfAbsent(new Verified(set, keys.zone()), _ -> compute(set, keys, wall));
  }

  private Verdict compute(SignedSet set, ZoneKeys keys, Instant wall) {
    return keys.algorithms().size() > 1
        ? SignatureCheck.checkAll(
            set, keys.zone(), keys.keys(), keys.algorithms(), validator.policy(), wall, budget)
        : SignatureCheck.check(set, keys.zone(), keys.keys(), validator.policy(), wall, budget)
            .verdict();
  }
}
