package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.dns.dnssec.Budget;
import dev.glasshouse.dns.dnssec.Nsec;
import dev.glasshouse.dns.dnssec.Nsec3;
import dev.glasshouse.dns.dnssec.Policy;
import dev.glasshouse.dns.dnssec.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/**
 * Proofs of what there is not, zone by zone and in the zone's order, and what follows from them
 * (RFC 8198). Those that were validated answer any question; those that only came along answer
 * questions for DS, which are checked anyway.
 */
final class Denials {
  private static final int LEVELS = 8;
  private static final base32 HASHES = new base32(base32.Alphabet.BASE32HEX, false, false);

  /** Which proofs count, and for what. */
  enum Counts {
    /** Validated ones, as answers to anybody. */
    VALIDATED,
    /** All, as an answer that is checked before anybody gets it. */
    WHOLE,
    /** All, as a chain of trust's step: that there is no DS is all they say. */
    NO_DS
  }

  private final Policy policy;
  private final ProofStore store;

  /**
   * Nothing is denied yet.
   *
   * @param bytes how much the proofs may take
   */
  Denials(RecursorLimits limits, long bytes) {
    this.policy = Policy.DEFAULT.withIterations(limits.nsec3Iterations());
    this.store = new ProofStore(bytes);
  }

  /** Where the proofs are. */
  ProofStore store() {
    return store;
  }

  /**
   * What the proofs say of a question.
   *
   * @param memory has the zones' SOA sets, and the wildcards
   * @param least how many labels the zone has at least whose proofs count
   * @param counts which proofs count
   */
  Optional<Finding> answer(Question question, Memory memory, int least, Counts counts, long now) {
    Name name = question.name();
    int from = question.type() == Type.DS ? 1 : 0;
    for (int drop = from; name.labels() - drop >= least; drop++) {
      Name apex = drop == 0 ? name : new Name(name, drop);
      Optional<ProofStore.Zone> zone = store.zone(apex);
      if (zone.isPresent()) {
        return new Look(question, apex, zone.get(), memory, counts, now).answer();
      }
    }
    return Optional.empty();
  }

  /** One question to a zone's proofs. */
  private final class Look {
    final Question question;
    final Name name;
    final Name apex;
    final ProofStore.Zone zone;
    final Memory memory;
    final Counts counts;
    final long now;

    Look(
        Question question,
        Name apex,
        ProofStore.Zone zone,
        Memory memory,
        Counts counts,
        long now) {
      this.question = question;
      this.name = question.name();
      this.apex = apex;
      this.zone = zone;
      this.memory = memory;
      this.counts = counts;
      this.now = now;
    }

    Optional<Finding> answer() {
      Optional<Finding> plain = zone.plain.isEmpty() ? Optional.empty() : plain();
      return plain.isPresent() || zone.hashed.isEmpty() ? plain : hashed();
    }

    private Optional<RecordSet> usable(Map.Entry<Name, RecordSet> entry) {
      return Optional.ofNullable(entry)
          .map(Map.Entry::getValue)
          .filter(s -> !s.expired(now))
          .filter(this::isTrusted);
    }

    private boolean isTrusted(RecordSet set) {
      return counts != Counts.VALIDATED || set.security() == Security.SECURE;
    }

    private Optional<Finding> plain() {
      Optional<RecordSet> first =
          usable(zone.plain.floorEntry(name)).or(() -> usable(zone.plain.lastEntry()));
      if (first.isEmpty()) {
        return Optional.empty();
      }
      var sets = new ArrayList<RecordSet>();
      sets.add(first.get());
      NSECRecord proof = (NSECRecord) first.get().records().getFirst();
      if (counts == Counts.NO_DS) {
        return Nsec.noDs(name, List.of(proof)).flatMap(v -> denied(Rcode.NOERROR, sets));
      }
      Optional<Name> wildcard = Optional.empty();
      // No wildcard stands for an empty non-terminal: the next name lies below it.
      if (!proof.getName().equals(name)
          && Nsec.covers(proof, name)
          && !proof.getNext().subdomain(name)) {
        wildcard = wildcard(Nsec.encloser(name, proof));
        wildcard
            .flatMap(w -> usable(zone.plain.floorEntry(w)))
            .filter(s -> !s.name().equals(proof.getName()))
            .ifPresent(sets::add);
      }
      List<NSECRecord> proofs = records(sets, NSECRecord.class);
      if (Nsec.nameError(name, proofs).isPresent()) {
        return denied(Rcode.NXDOMAIN, sets);
      }
      if (question.type() != Type.ANY && Nsec.noData(name, question.type(), proofs).isPresent()) {
        return denied(Rcode.NOERROR, sets);
      }
      return wildcard.flatMap(w ->
          Nsec.noCloser(name, new Name(w, 1), proofs)
              .flatMap(v -> expanded(w, List.of(first.get()))));
    }

    private Optional<Finding> hashed() {
      if (zone.iterations > policy.iterations()) {
        return Optional.empty();
      }
      var sets = new ArrayList<RecordSet>();
      Name next = name;
      for (int level = 0; level < LEVELS; level++) {
        Name at = level == 0 ? name : new Name(name, level);
        Optional<Name> owner = owner(at);
        Optional<RecordSet> same = owner.map(zone.hashed::get).filter(s -> usable(s));
        if (same.isPresent()) {
          sets.add(same.get());
          if (level > 0) {
            cover(next).ifPresent(sets::add);
            wildcard(at).flatMap(this::cover).filter(s -> !sets.contains(s)).ifPresent(sets::add);
          }
          break;
        }
        next = at;
        if (at.equals(apex)) {
          return Optional.empty();
        }
      }
      return sets.isEmpty() ? Optional.empty() : judged(sets);
    }

    private boolean usable(RecordSet set) {
      return !set.expired(now) && isTrusted(set);
    }

    private Optional<Finding> judged(List<RecordSet> sets) {
      var proofs =
          new Nsec3(
              apex,
              records(sets, NSEC3Record.class),
              policy,
              new Budget(1, 1, 1, 1, 4 * LEVELS, 4 * LEVELS));
      if (counts == Counts.NO_DS) {
        return proofs.noDs(name).flatMap(v -> denied(Rcode.NOERROR, sets));
      }
      if (proofs.nameError(name).filter(Verdict::isSecure).isPresent()) {
        return denied(Rcode.NXDOMAIN, sets);
      }
      if (question.type() != Type.ANY
          && proofs.noData(name, question.type()).filter(Verdict::isSecure).isPresent()) {
        return denied(Rcode.NOERROR, sets);
      }
      return Optional.empty();
    }

    /** The set whose hash is the name's, or the one before it. */
    private Optional<RecordSet> cover(Name of) {
      return owner(of)
          .flatMap(
              o -> usable(zone.hashed.floorEntry(o)).or(() -> usable(zone.hashed.lastEntry())));
    }

    private Optional<Name> owner(Name of) {
      byte[] hash = Nsec3.hash(of, zone.iterations, zone.salt);
      return name(HASHES.toString(hash), apex);
    }

    private Optional<Name> wildcard(Name encloser) {
      return name("*", encloser);
    }

    private Optional<Finding> denied(int rcode, List<RecordSet> sets) {
      Optional<RecordSet> soa =
          memory.set(apex, Type.SOA, question.dclass(), now).filter(this::isTrusted);
      if (soa.isEmpty() && counts != Counts.NO_DS) {
        return Optional.empty();
      }
      var authority = new ArrayList<RecordSet>();
      soa.ifPresent(authority::add);
      authority.addAll(sets);
      return Optional.of(finding(rcode, List.of(), authority));
    }

    /** RFC 8198 section 5.3: the wildcard's records, under the name. */
    private Optional<Finding> expanded(Name wildcard, List<RecordSet> proofs) {
      return memory
          .set(wildcard, question.type(), question.dclass(), now)
          .filter(s -> s.security() == Security.SECURE && counts == Counts.VALIDATED)
          .map(s -> {
            List<Record> records = s.records().stream().map(r -> r.withName(name)).toList();
            List<RRSIGRecord> signatures =
                s.signatures().stream().map(r -> (RRSIGRecord) r.withName(name)).toList();
            var set =
                new RecordSet(
                    name,
                    s.type(),
                    s.dclass(),
                    records,
                    signatures,
                    s.ttl(),
                    s.expires(),
                    Rank.VALIDATED,
                    Security.SECURE);
            return finding(Rcode.NOERROR, List.of(set), proofs);
          });
    }

    private Finding finding(int rcode, List<RecordSet> answer, List<RecordSet> authority) {
      authority.forEach(set -> store.used(apex, set));
      long expires = Long.MAX_VALUE;
      for (List<RecordSet> section : List.of(answer, authority)) {
        for (RecordSet set : section) {
          expires = Math.min(expires, set.expires());
        }
      }
      return new Finding(
          question,
          rcode,
          answer,
          authority,
          List.of(),
          counts == Counts.VALIDATED ? Security.SECURE : Security.UNCHECKED,
          Reply.Origin.PROOF,
          expires,
          List.of(),
          Set.of());
    }
  }

  private static <R extends Record> List<R> records(List<RecordSet> sets, Class<R> type) {
    return sets.stream()
        .flatMap(s -> s.records().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** A name out of a label and the name above it; empty when that is too long. */
  private static Optional<Name> name(String label, Name above) {
    try {
      return Optional.of(Name.concatenate(Name.fromString(label), above));
    } catch (NameTooLongException | TextParseException e) {
      return Optional.empty();
    }
  }
}
