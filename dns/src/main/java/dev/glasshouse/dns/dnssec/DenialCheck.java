package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * The check of a response that says that there is nothing: its proofs, or that the name lies in a
 * zone that is not signed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5.4">RFC 4035 section 5.4</a>
 */
final class DenialCheck {
  private final Validator validator;
  private final Response response;
  private final Budget budget;
  private final Chain chain;
  private final Map<Name, Nsec3> hashes = new HashMap<>();
  private Instant wall = Instant.EPOCH;
  private long nanos;
  private Optional<Validation.Next.Ask> blame = Optional.empty();
  private boolean exists;

  DenialCheck(Validator validator, Response response, Budget budget, Chain chain) {
    this.validator = validator;
    this.response = response;
    this.budget = budget;
    this.chain = chain;
  }

  /** What was asked when it went wrong, where it was not the response itself. */
  Optional<Validation.Next.Ask> blame() {
    return blame;
  }

  /** Whether the proofs show that the name is there after all, without data. */
  boolean exists() {
    return exists;
  }

  /** A zone's hashed proofs, whose hashes are computed once. */
  Nsec3 hashed(Name zone, Proofs proofs) {
    return hashes.computeIfAbsent(
        zone, _ -> new Nsec3(zone, proofs.nsec3(), validator.policy(), budget));
  }

  /**
   * Whether the response proves that there is no answer at a name; empty when something has to be
   * asked first.
   *
   * @param inside a zone that the name is known to be in
   */
  Optional<Verdict> denied(Name name, Optional<Name> inside, Instant wall, long nanos) {
    this.wall = wall;
    this.nanos = nanos;
    Name home = response.type() == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
    Optional<Name> anchor = validator.anchors().above(home);
    // The nearest zone that speaks first.
    var zones =
        new TreeSet<Name>(Comparator.comparing(Name::labels).reversed().thenComparing(n -> n));
    for (SignedSet each : response.authority()) {
      if (each.type() == Type.NSEC || each.type() == Type.NSEC3 || each.type() == Type.SOA) {
        Validation.signer(each).filter(name::subdomain).ifPresent(zones::add);
      }
    }
    Optional<Verdict> worst = Optional.empty();
    for (Name zone : zones) {
      Optional<Verdict> verdict = denied(name, zone);
      if (verdict.isEmpty() || verdict.get().isSecure()) {
        return verdict;
      }
      // A zone above the name's own anchor cannot say that the name is not signed.
      if (anchor.isEmpty() || zone.subdomain(anchor.get())) {
        if (!verdict.get().isBogus()) {
          return verdict;
        }
        worst = worst.isPresent() ? worst : verdict;
      }
    }
    return worst.isPresent() ? worst : denied(name, inside.orElse(home));
  }

  private Optional<Verdict> denied(Name name, Name zone) {
    Optional<ZoneKeys> found = chain.at(zone, wall, nanos);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ZoneKeys keys = found.get();
    if (!keys.verdict().isSecure()) {
      blame = keys.blame();
      return Optional.of(keys.verdict());
    }
    Proofs proofs = Proofs.of(response.authority(), keys, chain, wall);
    Optional<Nsec3> hashed =
        proofs.nsec3().isEmpty() ? Optional.empty() : Optional.of(hashed(keys.zone(), proofs));
    boolean nameError = response.rcode() == Rcode.NXDOMAIN;
    int type = response.type();
    Optional<Verdict> proof =
        (nameError ? Nsec.nameError(name, proofs.nsec()) : Nsec.noData(name, type, proofs.nsec()))
            .or(() -> hashed.flatMap(Nsec3::tooManyIterations))
            .or(() -> hashed.flatMap(h -> nameError ? h.nameError(name) : h.noData(name, type)))
            .or(() -> belowUnsigned(name, keys.zone(), proofs, hashed))
            .or(() -> nameError ? there(name, proofs, hashed) : Optional.empty());
    return Optional.of(proof.or(proofs::flaw).orElseGet(() -> notDenied(name, nameError, proofs)));
  }

  /** Whether the proofs show that the name is there after all, without data. */
  private Optional<Verdict> there(Name name, Proofs proofs, Optional<Nsec3> hashed) {
    Optional<Verdict> verdict =
        Nsec.noData(name, response.type(), proofs.nsec())
            .or(() -> hashed.flatMap(h -> h.noData(name, response.type())))
            .filter(Verdict::isSecure);
    exists |= verdict.isPresent();
    return verdict;
  }

  /** Whether the proofs show that the name is in a zone that is not signed. */
  private Optional<Verdict> belowUnsigned(
      Name name, Name zone, Proofs proofs, Optional<Nsec3> hashed) {
    int from = response.type() == Type.DS ? 1 : 0;
    for (int drop = from; name.labels() - drop > zone.labels(); drop++) {
      Name cut = new Name(name, drop);
      Optional<Verdict> verdict =
          Nsec.noDs(cut, proofs.nsec()).or(() -> hashed.flatMap(h -> h.noDs(cut)));
      boolean said =
          response.rcode() != Rcode.NXDOMAIN
              || verdict.isPresent() && verdict.get().reason() == DnssecReason.DELEGATED_UNSIGNED;
      if (verdict.isPresent() && verdict.get().status() == Status.INSECURE && said) {
        return verdict;
      }
    }
    return Optional.empty();
  }

  private Verdict notDenied(Name name, boolean nameError, Proofs proofs) {
    Optional<SignedSet> soa =
        response.authority().stream().filter(s -> s.type() == Type.SOA).findFirst();
    int error =
        soa.isEmpty()
                || response.authority().stream()
                    .anyMatch(s -> s.type() == Type.NSEC || s.type() == Type.NSEC3)
            ? Verdict.BOGUS
            : soa.get().signatures().isEmpty() ? Verdict.NO_SIGNATURE : Verdict.NO_DENIAL;
    return Verdict.bogus(
        DnssecReason.NOT_DENIED,
        Clause.rfc(4035, "5.4"),
        error,
        nameError ? name : name + " " + Type.string(response.type()));
  }
}
