package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * The check of one response, step by step: it says what has to be asked (DS and DNSKEY sets), is
 * told what came, and comes to a result.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5">RFC 4035 section 5</a>
 */
public final class Validation {
  private static final int MOST_ALIASES = 16;

  /** What comes next. */
  public sealed interface Next {
    /** The DS or DNSKEY records of a name are needed; {@link #answered} brings them. */
    record Ask(Name name, int type) implements Next {}

    /** Much was computed: others should have their turn first. */
    record Pause() implements Next {}

    /** The check is over. */
    record Done(Result result) implements Next {}
  }

  /**
   * What the check came to.
   *
   * @param verdict of the whole response
   * @param sets of each set that was looked at
   * @param blame what was asked when it went wrong, where it was not the response itself
   * @param exists whether the response says NXDOMAIN of a name that, by its own proof, is there
   *     without data: an old mistake about empty non-terminals
   */
  public record Result(
      Verdict verdict, Map<SignedSet, Checked> sets, Optional<Next.Ask> blame, boolean exists) {
    /** Whether a set is good: what is no answer and not good is left out. */
    public boolean isSecure(SignedSet set) {
      return sets.containsKey(set) && sets.get(set).verdict().isSecure();
    }
  }

  /**
   * What the check of a set came to.
   *
   * @param zone the zone whose keys signed it
   * @param signature the signature that fits; empty when none does
   */
  public record Checked(Verdict verdict, Name zone, Optional<RRSIGRecord> signature) {}

  /**
   * A zone and what its keys, or the proof that it has none, came to.
   *
   * @param trusted the trust anchors, or the DS records above it, as text
   * @param keys its keys, where they can be trusted, as text
   */
  public record Link(Name zone, Verdict verdict, List<String> trusted, List<String> keys) {}

  private final Validator validator;
  private final Response response;
  private final Budget budget;
  private final Chain chain;
  private final Map<SignedSet, Checked> checked = new HashMap<>();
  private final DenialCheck denial;
  private Instant wall = Instant.EPOCH;
  private long nanos;
  private Optional<Next.Ask> blame = Optional.empty();

  Validation(Validator validator, Response response, Budget budget) {
    this.validator = validator;
    this.response = response;
    this.budget = budget;
    this.chain = new Chain(validator, budget);
    this.denial = new DenialCheck(validator, response, budget, chain);
    budget.nextMessage();
  }

  /** What came for a question that {@link Next.Ask} asked. */
  public void answered(Response came) {
    budget.nextMessage();
    chain.answered(came);
  }

  /**
   * Goes on.
   *
   * @param wall the time of day, for the signatures' periods
   * @param nanos the monotonic clock, for the lifetimes of keys
   */
  public Next next(Instant wall, long nanos) {
    this.wall = wall;
    this.nanos = nanos;
    budget.nextTurn();
    try {
      Optional<Verdict> verdict = verdict();
      return verdict.isEmpty() ? chain.wanted() : new Next.Done(result(verdict.get()));
    } catch (Budget.Yield e) {
      return new Next.Pause();
    } catch (Nsec3.TooMany e) {
      return new Next.Done(
          result(
              Verdict.bogus(
                  DnssecReason.TOO_MANY_HASHES,
                  Clause.rfc(9276, "3.2"),
                  Verdict.BOGUS,
                  response.name())));
    }
  }

  private Result result(Verdict verdict) {
    return new Result(verdict, checked, blame.or(denial::blame), denial.exists());
  }

  private Optional<Verdict> verdict() {
    Verdict all = Verdict.secure(DnssecReason.CHECKED, Clause.rfc(4035, "3.2.3"));
    for (SignedSet set : response.answer()) {
      if (set.type() == Type.RRSIG) {
        // signatures are not signed themselves (RFC 4034 section 3)
        all =
            all.or(
                Verdict.indeterminate(DnssecReason.NO_ANCHOR, Clause.rfc(4034, "3"), set.shown()));
        continue;
      }
      Optional<Verdict> verdict = answerSet(set);
      if (verdict.isEmpty()) {
        return verdict;
      }
      all = all.or(verdict.get());
      if (all.isBogus()) {
        return Optional.of(all);
      }
    }
    Name last = followed();
    if (!isPositive(last)) {
      Optional<Verdict> verdict = denial.denied(last, redirecting(last), wall, nanos);
      if (verdict.isEmpty()) {
        return verdict;
      }
      all = all.or(verdict.get());
    }
    if (!all.isBogus()) {
      rest();
    }
    return Optional.of(all);
  }

  /** Where the aliases of the answer lead. */
  private Name followed() {
    Name name = response.name();
    for (int i = 0; i < MOST_ALIASES && response.type() != Type.CNAME; i++) {
      if (SignedSet.find(response.answer(), name, response.type()).isPresent()) {
        return name;
      }
      Optional<SignedSet> alias = SignedSet.find(response.answer(), name, Type.CNAME);
      if (alias.isEmpty() || response.type() == Type.ANY) {
        return name;
      }
      name = ((CNAMERecord) alias.get().records().getFirst()).getTarget();
    }
    return name;
  }

  private boolean isPositive(Name last) {
    return switch (response.type()) {
      case Type.ANY -> response.answer().stream().anyMatch(s -> s.name().equals(last));
      case Type.RRSIG -> true;
      default ->
          SignedSet.find(response.answer(), last, response.type()).isPresent()
              || response.rcode() == Rcode.YXDOMAIN && !response.answer().isEmpty();
    };
  }

  private Optional<Verdict> answerSet(SignedSet set) {
    if (set.type() == Type.CNAME && set.signatures().isEmpty()) {
      for (SignedSet each : response.answer()) {
        if (each.type() == Type.DNAME && isDerived(set, each)) {
          Optional<Verdict> from = answerSet(each);
          if (from.isPresent() && from.get().isSecure()) {
            Verdict derived =
                Verdict.secure(
                    DnssecReason.DERIVED, Clause.rfc(6672, "5.3.1"), set.shown(), each.shown());
            checked.put(set, new Checked(derived, each.name(), Optional.empty()));
            return Optional.of(derived);
          }
          return from;
        }
      }
    }
    Optional<Checked> outcome = check(set);
    if (outcome.isEmpty() || !outcome.get().verdict().isSecure()) {
      return outcome.map(Checked::verdict);
    }
    Optional<RRSIGRecord> signature = outcome.get().signature();
    if (signature.isPresent() && set.expanded(signature.get())) {
      if (set.type() == Type.DNAME) {
        // what a wildcard would redirect is not defined (RFC 4592 section 4.4)
        return Optional.of(
            Verdict.bogus(
                DnssecReason.DNAME_FROM_WILDCARD,
                Clause.rfc(4592, "4.4"),
                Verdict.BOGUS,
                set.shown()));
      }
      return Optional.of(fromWildcard(set, signature.get(), outcome.get().zone()));
    }
    return Optional.of(outcome.get().verdict());
  }

  /** RFC 6672 section 3.1: what is below the DNAME's owner moves below its target. */
  private static boolean isDerived(SignedSet alias, SignedSet moved) {
    if (!alias.name().subdomain(moved.name()) || alias.name().equals(moved.name())) {
      return false;
    }
    try {
      Name target = ((CNAMERecord) alias.records().getFirst()).getTarget();
      return alias.records().size() == 1
          && target.equals(alias.name().fromDNAME((DNAMERecord) moved.records().getFirst()));
    } catch (NameTooLongException e) {
      return false;
    }
  }

  /** Checks a set with the keys of the zone that its signatures name, or that it should be in. */
  private Optional<Checked> check(SignedSet set) {
    Checked known = checked.get(set);
    if (known != null) {
      return Optional.of(known);
    }
    Name target = signer(set).or(() -> redirecting(set.name())).orElseGet(() -> home(set));
    Optional<ZoneKeys> keys = chain.at(target, wall, nanos);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    ZoneKeys zone = keys.get();
    Checked outcome;
    if (!zone.verdict().isSecure()) {
      blame = zone.blame();
      outcome = new Checked(zone.verdict(), zone.zone(), Optional.empty());
    } else {
      Verdict verdict = chain.verify(set, zone, wall);
      outcome =
          new Checked(
              verdict,
              zone.zone(),
              set.signatures().stream()
                  .filter(s -> verdict.isSecure() && verdict.arguments().contains(s.getFootprint()))
                  .findFirst());
    }
    checked.put(set, outcome);
    return Optional.of(outcome);
  }

  /** Who says to have signed a set: the nearest of those that could have. */
  static Optional<Name> signer(SignedSet set) {
    Optional<Name> nearest = Optional.empty();
    for (RRSIGRecord each : set.signatures()) {
      if (set.name().subdomain(each.getSigner())
          && nearest.map(n -> n.labels() < each.getSigner().labels()).orElse(true)
          && !(set.type() == Type.DS && each.getSigner().equals(set.name()))) {
        nearest = Optional.of(each.getSigner());
      }
    }
    return nearest;
  }

  /**
   * The zone of a DNAME above a name, which was checked already: there is nothing below a DNAME,
   * and so no zone either (RFC 6672 section 2.4).
   */
  private Optional<Name> redirecting(Name name) {
    for (SignedSet each : response.answer()) {
      if (each.type() == Type.DNAME && name.subdomain(each.name()) && !name.equals(each.name())) {
        Checked its = checked.get(each);
        if (its != null && its.verdict().isSecure()) {
          return Optional.of(its.zone());
        }
      }
    }
    return Optional.empty();
  }

  /** The name whose zone a set is in. */
  private static Name home(SignedSet set) {
    return set.type() == Type.DS && set.name().labels() > 1 ? new Name(set.name(), 1) : set.name();
  }

  private Verdict fromWildcard(SignedSet set, RRSIGRecord signature, Name zone) {
    Name encloser = SignedSet.ancestor(set.name(), signature.getLabels());
    Optional<ZoneKeys> keys = chain.at(zone, wall, nanos);
    if (keys.isEmpty()) {
      throw new IllegalStateException("the keys of " + zone + " were there a moment ago");
    }
    Proofs proofs = Proofs.of(response.authority(), keys.get(), chain, wall);
    Optional<Verdict> proof =
        proofs.noCloser(set.name(), encloser, () -> denial.hashed(zone, proofs));
    return proof.orElseGet(() ->
        Verdict.bogus(
            DnssecReason.WILDCARD_UNPROVEN,
            Clause.rfc(4035, "5.3.4"),
            proofs.flaw().map(Verdict::error).orElse(Verdict.BOGUS),
            set.shown()));
  }

  /** What else came along: good, where the keys that are known by now say so. */
  private void rest() {
    var sets = new ArrayList<>(response.authority());
    sets.addAll(response.additional());
    for (SignedSet each : sets) {
      Optional<Name> signer = signer(each);
      if (!checked.containsKey(each) && signer.isPresent()) {
        validator
            .known(signer.get(), nanos)
            .ifPresent(keys -> {
              if (keys.verdict().isSecure()) {
                checked.put(
                    each,
                    new Checked(
                        chain.verify(each, keys, wall),
                        keys.zone(),
                        Optional.of(each.signatures().getFirst())));
              }
            });
      }
    }
  }

  /** The links of the chain of trust that were checked for this response, in their order. */
  public List<Link> links() {
    return chain.links();
  }
}
