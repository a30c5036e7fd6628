package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Answers questions out of the {@link Memory}: with the finding of the same question, or with what
 * follows from others: aliases, names below one that does not exist, proofs.
 */
final class Recall {
  private final RecursorOptions options;
  private final Memory memory;

  Recall(RecursorOptions options, Memory memory) {
    this.options = options;
    this.memory = memory;
  }

  /**
   * What is known of a question.
   *
   * @param chain whether a chain of trust asks
   */
  Known of(Question question, boolean chain, long now) {
    Optional<Finding> whole = memory.finding(question, now);
    if (whole.isPresent()) {
      return new Known.Whole(whole.get().with(Reply.Origin.CACHE));
    }
    if (question.type() == Type.DS || question.type() == Type.DNSKEY) {
      Optional<RecordSet> set =
          memory
              .set(question.name(), question.type(), question.dclass(), now)
              .filter(
                  s -> s.rank().compareTo(Rank.ADDITIONAL_AA) > 0 || s.rank() == Rank.AUTHORITY);
      if (set.isPresent()) {
        return new Known.Whole(positive(question, List.of(set.get())));
      }
    }
    if (question.type() == Type.CNAME) {
      Optional<RecordSet> set =
          memory.set(question.name(), Type.CNAME, question.dclass(), now).filter(Recall::isAnswer);
      if (set.isPresent()) {
        return new Known.Whole(positive(question, List.of(set.get())));
      }
    }
    Known alias = alias(question, now);
    if (alias != Known.NOTHING) {
      return alias;
    }
    return belowNothing(question, now)
        .or(() -> denied(question, chain, now))
        .<Known>map(Known.Whole::new)
        .orElse(Known.NOTHING);
  }

  /** What proofs say, unless the name lies in a zone of which nothing is to be checked. */
  private Optional<Finding> denied(Question question, boolean chain, long now) {
    if (memory.denials().store().isEmpty()) {
      return Optional.empty();
    }
    // Servers that were configured are asked, whatever the world's say of the name.
    int least =
        options.upstreams().stream()
            .filter(u -> question.name().subdomain(u.zone()))
            .mapToInt(u -> u.zone().labels())
            .max()
            .orElse(1);
    if (options.insecure().stream().anyMatch(question.name()::subdomain)) {
      return Optional.empty();
    }
    if (question.type() == Type.DS) {
      return memory
          .denials()
          .answer(
              question, memory, least, chain ? Denials.Counts.NO_DS : Denials.Counts.WHOLE, now);
    }
    return options.has(RecursorOptions.Feature.AGGRESSIVE_NSEC)
        ? memory.denials().answer(question, memory, least, Denials.Counts.VALIDATED, now)
        : Optional.empty();
  }

  private Known alias(Question question, long now) {
    if (question.type() == Type.ANY) {
      return Known.NOTHING;
    }
    Name name = question.name();
    for (int drop = 1; memory.knowsDnames() && drop < name.labels(); drop++) {
      Optional<RecordSet> dname =
          memory.set(new Name(name, drop), Type.DNAME, question.dclass(), now);
      if (dname.isPresent() && dname.get().security() == Security.SECURE) {
        Known made = synthesised(name, dname.get());
        return question.type() == Type.CNAME && made instanceof Known.Alias alias
            ? new Known.Whole(positive(question, alias.sets()))
            : made;
      }
    }
    if (question.type() == Type.DS
        || question.type() == Type.DNSKEY
        || question.type() == Type.CNAME) {
      // A zone is no alias (RFC 1912 section 2.4), whatever somebody has put into the cache.
      return Known.NOTHING;
    }
    Optional<RecordSet> cname =
        memory.set(name, Type.CNAME, question.dclass(), now).filter(Recall::isAnswer);
    return cname
        .<Known>map(
            s -> new Known.Alias(List.of(s), ((CNAMERecord) s.records().getFirst()).getTarget()))
        .orElse(Known.NOTHING);
  }

  /** Whether a set answers by itself. */
  private static boolean isAnswer(RecordSet set) {
    return set.rank().compareTo(Rank.CHAINED_ANSWER) > 0
        && set.rank() != Rank.AUTHORITY_AA
        && !set.expanded();
  }

  /** RFC 6672 section 2.2: the alias that a DNAME makes. Only a validated one is used again. */
  private static Known synthesised(Name name, RecordSet dname) {
    try {
      Name target = name.fromDNAME((DNAMERecord) dname.records().getFirst());
      return new Known.Alias(List.of(dname, Scrubber.cname(name, target, dname)), target);
    } catch (NameTooLongException e) {
      return Known.NOTHING;
    }
  }

  /** RFC 8020: nothing is below a name that does not exist. */
  private Optional<Finding> belowNothing(Question question, long now) {
    if (!options.has(RecursorOptions.Feature.NOTHING_BELOW_NXDOMAIN)
        || !memory.knowsSecureNothing()) {
      return Optional.empty();
    }
    Name name = question.name();
    for (int drop = 1; drop < name.labels() - 1; drop++) {
      Name above = new Name(name, drop);
      if (options.upstreams().stream()
          .anyMatch(u -> name.subdomain(u.zone()) && u.zone().labels() > above.labels())) {
        return Optional.empty();
      }
      for (int type : new int[] {question.type(), Type.A}) {
        Optional<Finding> none =
            memory
                .finding(new Question(above, type, question.dclass()), now)
                .filter(f ->
                    f.rcode() == Rcode.NXDOMAIN
                        && f.answer().isEmpty()
                        && f.security() == Security.SECURE);
        if (none.isPresent()) {
          Finding f = none.get();
          return Optional.of(
              new Finding(
                  question,
                  Rcode.NXDOMAIN,
                  List.of(),
                  f.authority(),
                  List.of(),
                  f.security(),
                  Reply.Origin.CACHE,
                  f.expires(),
                  f.errors(),
                  Set.of()));
        }
      }
    }
    return Optional.empty();
  }

  private static Finding positive(Question question, List<RecordSet> answer) {
    return new Finding(
        question,
        Rcode.NOERROR,
        answer,
        List.of(),
        List.of(),
        answer.getFirst().security(),
        Reply.Origin.CACHE,
        answer.getFirst().expires(),
        List.of(),
        Set.of());
  }
}
