package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** What a scrubbed message teaches, and the finding that it makes. */
final class Learning {
  private final Machine machine;
  private final Delegation servers;
  private final boolean kept;

  /**
   * What a message teaches.
   *
   * @param heard nothing of it is kept when it is not the true answer, so that the next client is
   *     told that too
   */
  Learning(Machine machine, Delegation servers, Heard heard) {
    this.machine = machine;
    this.servers = servers;
    this.kept =
        heard.marks().isEmpty()
            && servers.upstream().filter(u -> u.has(Upstream.Manner.NO_CACHE)).isEmpty();
  }

  /** A message that answers a question. */
  Finding answer(Heard heard, Question question) {
    long now = machine.now();
    if (kept && isAlone(heard, question)) {
      RecordSet set = heard.answer().getFirst().with(Security.INDETERMINATE);
      if (machine.memory().keepAlone(question, set, now)) {
        return Memory.alone(question, set);
      }
    }
    // RFC 2308 section 5: "there is none" lasts as long as the SOA's own TTL and its minimum say.
    boolean negative = heard.rcode() == Rcode.NXDOMAIN || !ends(heard, question);
    List<RecordSet> authority = negative ? negative(heard.authority(), now) : heard.authority();
    long expires = expires(heard.answer(), authority, negative, now);
    List<RecordSet> answer = keep(heard.answer(), now);
    List<RecordSet> proof = keep(authority, now);
    List<RecordSet> additional = keep(heard.additional(), now);
    // It is told as it was said; what stands beside the answer lives as long as what is kept.
    if (kept && now - expires < 0) {
      machine.memory().keep(finding(question, heard.rcode(), answer, proof, additional, expires));
    } else if (kept) {
      // It is for this once; what was known before holds no more.
      machine.memory().forget(question);
    }
    return finding(
        question,
        heard.rcode(),
        heard.answer(),
        bounded(authority, proof),
        bounded(heard.additional(), additional),
        kept ? expires : now);
  }

  /** Whether what was asked for is all that was said, and nobody checks it. */
  private boolean isAlone(Heard heard, Question question) {
    return machine.options().anchors().isEmpty()
        && question.dclass() == DClass.IN
        && heard.rcode() == Rcode.NOERROR
        && heard.answer().size() == 1
        && heard.authority().isEmpty()
        && heard.additional().isEmpty()
        && heard.answer().getFirst().is(question.name(), question.type());
  }

  /** Sets as they were said, but no longer than the same data hold. */
  private static List<RecordSet> bounded(List<RecordSet> said, List<RecordSet> held) {
    if (said.isEmpty()) {
      return said;
    }
    var sets = new ArrayList<RecordSet>(said.size());
    for (int i = 0; i < said.size(); i++) {
      RecordSet best = held.get(i);
      sets.add(best.sameData(said.get(i)) ? said.get(i).notAfter(best.expires()) : said.get(i));
    }
    return sets;
  }

  private static Finding finding(
      Question question,
      int rcode,
      List<RecordSet> answer,
      List<RecordSet> authority,
      List<RecordSet> additional,
      long expires) {
    return new Finding(
        question,
        rcode,
        answer,
        authority,
        additional,
        Security.UNCHECKED,
        Reply.Origin.SERVERS,
        expires,
        List.of(),
        Set.of());
  }

  /** Whether what was asked for stands at the end of the aliases. */
  private static boolean ends(Heard heard, Question question) {
    return !heard.answer().isEmpty()
        && (heard.answer().getLast().type() == question.type() || question.type() == Type.ANY);
  }

  private List<RecordSet> negative(List<RecordSet> authority, long now) {
    long longest = Long.MAX_VALUE;
    for (RecordSet set : authority) {
      if (set.records().getFirst() instanceof SOARecord soa) {
        longest = machine.ttls().clampNegative(Math.min(set.ttl(), soa.getMinimum()));
      }
    }
    var sets = new ArrayList<RecordSet>();
    for (RecordSet set : authority) {
      // RFC 9077 section 3: a proof lives no longer than the answer that it proves.
      boolean proof = set.type() == Type.NSEC || set.type() == Type.NSEC3;
      boolean bound = set.type() == Type.SOA || proof && longest < set.ttl();
      sets.add(bound ? set.living(longest, now) : set);
    }
    return sets;
  }

  private long expires(
      List<RecordSet> answer, List<RecordSet> authority, boolean negative, long now) {
    long expires = Long.MAX_VALUE;
    for (RecordSet set : answer) {
      expires = Math.min(expires, set.expires());
    }
    boolean soa = false;
    for (RecordSet set : authority) {
      // Of an answer, name servers that came along do not shorten the time.
      if (negative && set.type() != Type.NS
          || set.type() == Type.NSEC
          || set.type() == Type.NSEC3) {
        expires = Math.min(expires, set.expires());
      }
      soa |= set.type() == Type.SOA;
    }
    if (negative && !soa || expires == Long.MAX_VALUE) {
      // Without an SOA nothing says how long; it is kept for a moment against storms (RFC 9520).
      long moment = now + machine.options().lifetimes().failure().toNanos();
      expires = Math.min(expires, moment);
    }
    return expires;
  }

  /** A message that says of which name a name is an alias. */
  Finding alias(Heard heard, Question question) {
    long now = machine.now();
    List<RecordSet> proofs =
        heard.authority().stream()
            .filter(s -> s.type() == Type.NSEC || s.type() == Type.NSEC3)
            .toList();
    keep(heard.answer(), now);
    keep(proofs, now);
    return finding(question, Rcode.NOERROR, heard.answer(), proofs, List.of(), now);
  }

  /** A message that names a child's servers. */
  Delegation referral(Heard heard, RecordSet ns) {
    long now = machine.now();
    RecordSet said = ns.with(Rank.AUTHORITY);
    machine.memory().keepParentSide(said);
    List<RecordSet> authority =
        heard.authority().stream()
            .map(s -> s.type() == Type.NS ? s.with(Rank.AUTHORITY) : s)
            .toList();
    Optional<RecordSet> stands = held(said, keep(authority, now));
    Delegation next = Delegation.of(said, machine.limits().serversPerZone());
    var glue = new ArrayList<RecordSet>();
    for (RecordSet set : heard.additional()) {
      // Glue lives no longer than the delegation that it belongs to.
      RecordSet bounded = set.with(Rank.ADDITIONAL).notAfter(said.expires());
      machine.memory().keepParentSide(bounded);
      if (machine.has(RecursorOptions.Feature.VERIFIED_GLUE)
          && !set.name().subdomain(next.zone())) {
        continue;
      }
      glue.add(bounded);
      for (Delegation.NameServer server : next.servers()) {
        if (server.name().equals(set.name()) && set.dclass() == DClass.IN) {
          next.learn(server, bounded);
        }
      }
    }
    List<RecordSet> held = keep(glue, now);
    for (int i = 0; i < glue.size(); i++) {
      if (glue.get(i).ttl() <= 0 || !held.get(i).sameData(glue.get(i))) {
        stands = Optional.empty();
      }
    }
    machine.memory().referred(next, stands, now);
    next.fresh();
    return next;
  }

  /** The servers that are held of a zone from now on, if they are those that a referral names. */
  private Optional<RecordSet> held(RecordSet said, List<RecordSet> held) {
    return kept && said.ttl() > 0 && said.dclass() == DClass.IN
        ? Heard.find(held, said.name(), Type.NS).filter(set -> set.sameData(said))
        : Optional.empty();
  }

  /** A referral as the answer to the question for the child's DS. */
  Finding ds(Heard heard, Question question) {
    List<RecordSet> answer =
        Heard.find(heard.authority(), question.name(), Type.DS).stream().toList();
    List<RecordSet> authority =
        answer.isEmpty()
            ? heard.authority().stream()
                .filter(s -> s.type() == Type.NSEC || s.type() == Type.NSEC3)
                .toList()
            : List.of();
    long expires = expires(answer, authority, answer.isEmpty(), machine.now());
    return finding(question, Rcode.NOERROR, answer, authority, List.of(), expires);
  }

  /** A finding of one set. */
  static Finding positive(Question question, RecordSet set) {
    return new Finding(
        question,
        Rcode.NOERROR,
        List.of(set),
        List.of(),
        List.of(),
        Security.UNCHECKED,
        Reply.Origin.SERVERS,
        set.expires(),
        List.of(),
        Set.of());
  }

  private List<RecordSet> keep(List<RecordSet> sets, long now) {
    if (!kept || sets.isEmpty()) {
      return sets;
    }
    var held = new ArrayList<RecordSet>(sets.size());
    for (RecordSet set : sets) {
      boolean made = set.type() == Type.CNAME && set.signatures().isEmpty() && isMade(set, sets);
      held.add(made ? set : machine.memory().keep(bounded(set, now), now));
    }
    return held;
  }

  /**
   * Servers of a zone further down are believed no longer than those who name them: else a zone
   * that was taken away would live on through its children.
   */
  private RecordSet bounded(RecordSet set, long now) {
    if (set.type() != Type.NS) {
      return set;
    }
    if (set.name().equals(servers.zone())) {
      // A late answer does not bring back a delegation that has ended since it was asked for.
      return servers.until() - now > 0 ? set : set.notAfter(servers.until());
    }
    return machine
        .memory()
        .set(servers.zone(), Type.NS, set.dclass(), now)
        .map(above -> set.notAfter(above.expires()))
        .orElse(set);
  }

  /** Whether an alias was made out of a DNAME: then the DNAME is kept, and it is made again. */
  private static boolean isMade(RecordSet cname, List<RecordSet> sets) {
    return sets.stream()
        .anyMatch(s ->
            s.type() == Type.DNAME
                && cname.name().subdomain(s.name())
                && !cname.name().equals(s.name()));
  }
}
