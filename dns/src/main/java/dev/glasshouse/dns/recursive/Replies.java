package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Findings become replies: lifetimes counted down, signatures only for who wants them. */
final class Replies {
  private final Machine machine;

  Replies(Machine machine) {
    this.machine = machine;
  }

  /** What a client is told of a finding. */
  Reply of(Asked asked, Finding finding) {
    boolean stale = finding.origin() == Reply.Origin.STALE;
    // A DNAME may be signed; that it makes too long a name is our word.
    boolean secure = finding.security() == Security.SECURE && finding.rcode() != Rcode.YXDOMAIN;
    boolean checked = !asked.wants(Asked.Wish.CHECKING_DISABLED);
    List<ExtendedError> errors =
        machine.has(RecursorOptions.Feature.EXTENDED_ERRORS) ? finding.errors() : List.of();
    if (finding.failed() || finding.security() == Security.BOGUS && checked) {
      int rcode = finding.security() == Security.BOGUS ? Rcode.SERVFAIL : finding.rcode();
      return Reply.error(asked, rcode, finding.origin(), errors);
    }
    boolean minimal =
        machine.has(RecursorOptions.Feature.MINIMAL_ANSWERS)
            // A wildcard's answer needs its proof, which is no good without the rest.
            && positive(finding, asked.question().type());
    boolean bare =
        machine.has(RecursorOptions.Feature.MINIMAL_ANSWERS)
            && Heard.find(finding.authority(), Type.SOA).isPresent();
    return new Reply(
        asked,
        asked.wants(Asked.Wish.SIGNATURES) ? finding.rcode() : CompactDenial.restored(finding),
        secure && checked && finding.rcode() != Rcode.YXDOMAIN,
        false,
        finding.origin(),
        section(asked, finding.answer(), stale, true),
        minimal
            ? List.of()
            : section(asked, bare ? proofs(finding) : finding.authority(), stale, false),
        minimal || bare ? List.of() : section(asked, finding.additional(), stale, false),
        errors);
  }

  /**
   * Whether an answer needs nothing beside it. Proofs that belong to it stay, and what stands
   * beside them; who asks for name servers wants their addresses (RFC 8109 section 3).
   */
  private static boolean isProof(RecordSet set) {
    return set.type() == Type.NSEC || set.type() == Type.NSEC3;
  }

  private static boolean hasProof(List<RecordSet> sets) {
    for (RecordSet set : sets) {
      if (isProof(set)) {
        return true;
      }
    }
    return false;
  }

  /** Of what says that there is nothing, what is needed: name servers are not. */
  private static List<RecordSet> proofs(Finding finding) {
    return finding.authority().stream().filter(s -> s.type() != Type.NS).toList();
  }

  private static boolean positive(Finding finding, int type) {
    return finding.rcode() == Rcode.NOERROR
        && type != Type.NS
        && !finding.answer().isEmpty()
        && finding.answer().getLast().type() == type
        && !hasProof(finding.authority());
  }

  private List<Record> section(Asked asked, List<RecordSet> sets, boolean stale, boolean answer) {
    if (sets.isEmpty()) {
      return List.of();
    }
    boolean signatures = asked.wants(Asked.Wish.SIGNATURES);
    if (sets.size() == 1 && answer && !signatures && sets.getFirst().records().size() == 1) {
      return sets.getFirst().withTtl(ttl(sets.getFirst(), stale));
    }
    var records = new ArrayList<Record>();
    for (RecordSet set : sets) {
      if (!answer && !signatures && (isProof(set) || set.type() == Type.DS)) {
        continue;
      }
      long ttl = ttl(set, stale);
      List<Record> of = set.withTtl(ttl);
      if (answer && of.size() > 1 && machine.has(RecursorOptions.Feature.ROUND_ROBIN)) {
        Collections.rotate(of, machine.random().nextInt(of.size()));
      }
      records.addAll(of);
      if (signatures) {
        records.addAll(set.signaturesWithTtl(ttl));
      }
    }
    return records;
  }

  private long ttl(RecordSet set, boolean stale) {
    if (machine.has(RecursorOptions.Feature.ORIGINAL_TTL)) {
      return set.records().stream().mapToLong(Record::getTTL).min().orElse(0);
    }
    if (stale && set.expired(machine.now())) {
      return Math.min(set.ttl(), machine.options().stale().ttl().toSeconds());
    }
    return set.left(machine.now());
  }

  /** RFC 1034 section 4.3.1: without recursion, the closest servers that are known. */
  Optional<Finding> referral(Question question) {
    long now = machine.now();
    return machine
        .memory()
        .closest(question.name(), Type.NS, question.dclass(), now)
        .map(ns -> referral(question, ns));
  }

  private Finding referral(Question question, RecordSet ns) {
    long now = machine.now();
    var authority = new ArrayList<RecordSet>();
    authority.add(ns);
    machine.memory().set(ns.name(), Type.DS, ns.dclass(), now).ifPresent(authority::add);
    var additional = new ArrayList<RecordSet>();
    for (Delegation.NameServer server :
        Delegation.of(ns, machine.limits().serversPerZone()).servers()) {
      for (int type : new int[] {Type.A, Type.AAAA}) {
        machine.memory().set(server.name(), type, ns.dclass(), now).ifPresent(additional::add);
      }
    }
    return new Finding(
        question,
        Rcode.NOERROR,
        List.of(),
        authority,
        additional,
        Security.INDETERMINATE,
        Reply.Origin.CACHE,
        ns.expires(),
        List.of(),
        Set.of());
  }
}
