package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.BoundedCache;
import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What was learnt: sets of records, whole findings, and what the parents said of their children.
 * Nothing in here was said by anyone who is not entitled to (that is {@link Scrubber}'s work); here
 * it is decided what replaces what (RFC 2181 section 5.4.1).
 */
final class Memory {

  private final int mostServers;
  private final BoundedCache<Question, RecordSet> sets;
  // Sets that are not among the others, and stand for their findings, too.
  private final LoneAnswers lone;
  // The one that came in last, while nothing else did: it is usually asked for at once.
  private Optional<RecordSet> newest = Optional.empty();
  private final BoundedCache<Question, Finding> findings;
  // What was good before something heard since, which is not checked yet or has failed.
  private final BoundedCache<Question, Finding> good;
  // The parents' word: NS sets of referrals, under the question for them.
  private final BoundedCache<Question, RecordSet> parents;

  private final HeldNames names;
  private final ZoneServers zones;
  // Whether it is worth to look for what is not in most memories at all.
  private boolean dnames;
  private boolean secureNothing;
  private final Denials denials;

  /**
   * Nothing is known.
   *
   * @param checked whether answers are checked: then none stands for itself
   */
  Memory(RecursorLimits limits, boolean checked) {
    this.mostServers = limits.serversPerZone();
    long bytes = limits.recordCacheBytes();
    // Where nothing is checked most answers are bytes, and zones take the room: one that went too
    // early is put together again.
    this.zones = new ZoneServers(bytes * (checked ? 1 : 2) / 16, limits.serverCacheEntries());
    this.denials = new Denials(limits, bytes / 16);
    this.names = new HeldNames(bytes);
    this.sets = new BoundedCache<>(bytes * (checked ? 9 : 4) / 16, RecordSet::weight, names);
    this.lone = new LoneAnswers(checked ? 0 : bytes * 4 / 16);
    this.findings = new BoundedCache<>(bytes / 8, Finding::weight, names);
    this.good = new BoundedCache<>(bytes / 16, Finding::weight, names);
    this.parents = new BoundedCache<>(bytes / 8, RecordSet::weight, names);
  }

  // ---------------------------------------------------------------- sets

  /** A set that may still be used. */
  Optional<RecordSet> set(Name name, int type, int dclass, long now) {
    return held(new Question(name, type, dclass), now).filter(s -> !s.expired(now));
  }

  private Optional<RecordSet> held(Question question, long now) {
    Optional<RecordSet> set = sets.get(question);
    return set.isPresent() ? set : lone.get(question, now);
  }

  /** What the parent's servers say of a zone's name servers. */
  Optional<RecordSet> parentSide(Name zone, int dclass, long now) {
    return parents.get(new Question(zone, Type.NS, dclass)).filter(s -> !s.expired(now));
  }

  /** What a parent's servers say of an address of a child's server. */
  Optional<RecordSet> parentGlue(Question question, long now) {
    return parents.get(question).filter(s -> !s.expired(now));
  }

  /** Remembers what the parent's servers say of a zone's name servers, or of their addresses. */
  void keepParentSide(RecordSet said) {
    if (said.ttl() > 0) {
      parents.put(new Question(said.name(), said.type(), said.dclass()), said);
    }
  }

  /**
   * Remembers a set, if it ranks high enough. Returns the one that holds from now on: the new one
   * or the old.
   */
  RecordSet keep(RecordSet set, long now) {
    if (set.ttl() == 0) {
      return set;
    }
    if (set.type() == Type.NSEC || set.type() == Type.NSEC3) {
      denials.store().keep(set);
    }
    var key = new Question(set.name(), set.type(), set.dclass());
    Optional<RecordSet> old = held(key, now).filter(s -> !s.expired(now));
    RecordSet fresh = set.type() == Type.NS ? withinParents(set, old, now) : withinGlue(set, now);
    if (old.isPresent() && !replaces(fresh, old.get()) && !soonOver(old.get(), now)) {
      return old.get();
    }
    if (old.isPresent()
        && old.get().security() == Security.SECURE
        && fresh.security() == Security.UNCHECKED
        && old.get().sameData(fresh)
        && old.get().signatures().containsAll(fresh.signatures())) {
      fresh = fresh.with(Security.SECURE).with(Rank.VALIDATED);
    }
    put(key, fresh);
    return fresh;
  }

  /**
   * Remembers a set that is the whole answer to a question, and that nobody checks: it stands for
   * the finding too. Whether it does; else it is to be remembered like any other.
   *
   * @param set which is {@link Security#INDETERMINATE}, as no other set is where none is checked
   */
  boolean keepAlone(Question question, RecordSet set, long now) {
    boolean others = names.mayHold(question.name());
    if (!LoneAnswers.fits(set)
        || others && !mayStandAlone(question, set, now)
        || !lone.put(question, set)) {
      return false;
    }
    newest = Optional.of(set);
    if (others) {
      findings.remove(question);
      sets.remove(question);
    }
    noteChange(question);
    return true;
  }

  /** Whether nothing that is held of the name stands against it. */
  private boolean mayStandAlone(Question question, RecordSet set, long now) {
    Optional<RecordSet> old = sets.peek(question);
    boolean replaces = old.isEmpty() || old.get().expired(now) || replaces(set, old.get());
    return replaces && withinGlue(set, now) == set;
  }

  /** Whether nothing at all is held that could answer a question, nor an alias of its name. */
  boolean knowsNothing(Question question) {
    return !names.mayHold(question.name())
        && !lone.has(question)
        && !dnames
        && !secureNothing
        && denials.store().isEmpty();
  }

  /** The finding that a set stands for. */
  static Finding alone(Question question, RecordSet set) {
    return new Finding(
        question,
        Rcode.NOERROR,
        List.of(set),
        List.of(),
        List.of(),
        Security.INDETERMINATE,
        Reply.Origin.SERVERS,
        set.expires(),
        List.of(),
        Set.of());
  }

  private void put(Question key, RecordSet set) {
    dnames |= set.type() == Type.DNAME;
    newest = Optional.empty();
    sets.put(key, set);
    lone.remove(key);
    noteChange(key);
  }

  /** What is known of zones' servers is put together anew where one of their addresses changed. */
  private void noteChange(Question what) {
    if (what.type() == Type.A || what.type() == Type.AAAA) {
      zones.changed(what.name());
    } else if (what.type() == Type.NS) {
      zones.forget(what.name());
    }
  }

  /** Whether less than a tenth of a set's time is left: then the same data renew it. */
  private static boolean soonOver(RecordSet set, long now) {
    return set.left(now) * 10 <= set.ttl() && set.security() != Security.BOGUS;
  }

  /** Whether a new set takes an old one's place. */
  private static boolean replaces(RecordSet fresh, RecordSet old) {
    int order = fresh.rank().compareTo(old.rank());
    if (order > 0) {
      // A set that failed its check stays out until its time is over.
      return !(old.security() == Security.BOGUS
          && old.sameData(fresh)
          && fresh.rank() != Rank.VALIDATED);
    }
    boolean signed = old.signatures().isEmpty() && !fresh.signatures().isEmpty();
    return order == 0 && (!fresh.sameData(old) || fresh.security() != old.security() || signed);
  }

  /**
   * Name servers are believed no longer than their parent said, whatever the child says: else a
   * zone that was taken away would live on in caches by its own word ("ghost names").
   */
  private RecordSet withinParents(RecordSet set, Optional<RecordSet> old, long now) {
    RecordSet bounded = set;
    Optional<RecordSet> parent = parentSide(set.name(), set.dclass(), now);
    if (parent.isPresent() && set.rank() != Rank.AUTHORITY) {
      bounded = bounded.notAfter(parent.get().expires());
    } else if (old.isPresent() && set.rank() != Rank.AUTHORITY) {
      bounded = bounded.notAfter(old.get().expires());
    }
    return bounded;
  }

  /** A server's address that is glue as well is believed no longer than the parent's glue. */
  private RecordSet withinGlue(RecordSet set, long now) {
    if (set.type() != Type.A && set.type() != Type.AAAA) {
      return set;
    }
    return parentGlue(new Question(set.name(), set.type(), set.dclass()), now)
        .map(glue -> set.notAfter(glue.expires()))
        .orElse(set);
  }

  /** Puts a set in whatever was there: its check is over. */
  void judge(RecordSet set, long now) {
    if (!set.expired(now)) {
      if (set.type() == Type.NSEC || set.type() == Type.NSEC3) {
        denials.store().keep(set);
      }
      put(new Question(set.name(), set.type(), set.dclass()), set);
    }
  }

  /** The sets of the closest name at or above this one that has one of this type. */
  Optional<RecordSet> closest(Name name, int type, int dclass, long now) {
    for (int drop = 0; drop < name.labels(); drop++) {
      Name at = drop == 0 ? name : new Name(name, drop);
      Optional<RecordSet> set = set(at, type, dclass, now);
      if (set.isPresent()) {
        return set;
      }
    }
    return Optional.empty();
  }

  // ---------------------------------------------------------------- findings

  /** A finding that may still be used. */
  Optional<Finding> finding(Question question, long now) {
    Optional<Finding> known = findings.get(question);
    if (known.isEmpty()) {
      return lone(question, now).filter(f -> now - f.expires() < 0);
    }
    if (now - known.get().expires() >= 0) {
      return Optional.empty();
    }
    Finding finding = known.get();
    return Optional.of(
        renewed(isBad(finding) ? good(question, now).orElse(finding) : finding, now));
  }

  /** A finding that there is nothing; a set that stands for its finding says no such thing. */
  private Optional<Finding> nothing(Question question, long now) {
    return findings.peek(question).isEmpty()
        ? Optional.empty()
        : finding(question, now).filter(f -> f.answer().isEmpty());
  }

  private Optional<Finding> lone(Question question, long now) {
    return lone.get(question, now).map(set -> alone(question, set));
  }

  private Optional<Finding> good(Question question, long now) {
    return good.get(question).filter(f -> now - f.expires() < 0);
  }

  /** A finding, whether or not its time is over; one that is good, if there is. */
  Optional<Finding> old(Question question, long now) {
    Optional<Finding> known = findings.get(question);
    if (known.isEmpty()) {
      return lone(question, now);
    }
    return known
        .map(f -> isGood(f) ? f : good.get(question).orElse(f))
        // What was heard since and not checked does not make old what was checked.
        .map(f -> now - f.expires() < 0 || f.security() != Security.INSECURE ? renewed(f, now) : f);
  }

  /** Whether there is a good finding, whether or not its time is over. */
  boolean hasGood(Question question) {
    return good.get(question).isPresent();
  }

  private static boolean isBad(Finding finding) {
    return finding.failed() || finding.security() == Security.BOGUS;
  }

  private static boolean isGood(Finding finding) {
    return !isBad(finding) && finding.security() != Security.UNCHECKED;
  }

  /** A finding with what was learnt of its sets since. */
  private Finding renewed(Finding finding, long now) {
    return finding.with(
        renewed(finding, finding.answer(), false, now),
        renewed(finding, finding.authority(), true, now),
        renewed(finding, finding.additional(), true, now));
  }

  private List<RecordSet> renewed(
      Finding finding, List<RecordSet> section, boolean beside, long now) {
    if (section.isEmpty()) {
      return section;
    }
    var all = new ArrayList<RecordSet>(section.size());
    for (RecordSet set : section) {
      boolean proof = set.type() == Type.NSEC || set.type() == Type.NSEC3;
      all.add(
          set(set.name(), set.type(), set.dclass(), now)
              .filter(s -> !proof && (beside || s.sameData(set)))
              // An SOA that was asked for lives longer than one that says for how long not to ask.
              .filter(s -> s.type() != Type.SOA || s.ttl() <= set.ttl())
              .filter(s -> finding.security() != Security.SECURE || s.security() == Security.SECURE)
              .orElse(set));
    }
    return all;
  }

  /** Remembers a finding. */
  void keep(Finding finding) {
    if (standsAlone(finding)) {
      return;
    }
    if (isGood(finding)) {
      good.remove(finding.question());
    } else {
      // What is heard may turn out to be forged; what was good before is not lost to it.
      findings
          .get(finding.question())
          .filter(Memory::isGood)
          .ifPresent(f -> good.put(f.question(), f));
    }
    secureNothing |= finding.rcode() == Rcode.NXDOMAIN && finding.security() == Security.SECURE;
    Finding lean = finding.lean();
    findings.put(lean.question(), lean);
    noteChange(lean.question());
  }

  /** Whether it is a set that stands for it that was remembered. */
  private boolean standsAlone(Finding finding) {
    return finding.security() == Security.INDETERMINATE
        && finding.answer().size() == 1
        && finding.authority().isEmpty()
        && finding.errors().isEmpty()
        && finding.expires() == finding.answer().getFirst().expires()
        && isLone(finding.question(), finding.answer().getFirst());
  }

  private boolean isLone(Question question, RecordSet set) {
    return newest.isPresent() && newest.get() == set && set.is(question.name(), question.type())
        || lone.has(question, set);
  }

  /** Forgets a finding. */
  void forget(Question question) {
    findings.remove(question);
    newest = Optional.empty();
    lone.remove(question);
    good.remove(question);
    noteChange(question);
  }

  /** Whether there ever was a name here whose absence is proven. */
  boolean knowsSecureNothing() {
    return secureNothing;
  }

  /** Whether there ever was a DNAME record here. */
  boolean knowsDnames() {
    return dnames;
  }

  /** What is proven not to be. */
  Denials denials() {
    return denials;
  }

  // ---------------------------------------------------------------- delegations

  /**
   * The closest name servers that are known for a name, with their addresses as far as known.
   *
   * @param below only zones that lie strictly above this one; empty for any
   */
  Optional<Delegation> delegation(Name name, int dclass, Optional<Name> below, long now) {
    for (int drop = 0; drop < name.labels(); drop++) {
      Name at = drop == 0 ? name : new Name(name, drop);
      if (below.isPresent() && at.labels() >= below.get().labels()) {
        continue;
      }
      Optional<Delegation> before =
          dclass == DClass.IN ? zones.of(at, now, this::touch) : Optional.empty();
      if (before.isPresent()) {
        return before;
      }
      Optional<RecordSet> servers =
          names.mayHold(at) ? set(at, Type.NS, dclass, now) : Optional.empty();
      if (servers.isPresent() && servers.get().security() != Security.BOGUS) {
        return Optional.of(delegation(servers.get(), now));
      }
    }
    return Optional.empty();
  }

  /**
   * The servers of a zone of class IN, as they were put together last, if all of that still holds.
   * They are everybody's: {@link Delegation#anew} makes those that can be asked.
   */
  Optional<Delegation> held(Name zone, long now) {
    return zones.held(zone, now, this::touch);
  }

  /** A zone's name servers are asked for, though not here. */
  private void touch(Name zone) {
    sets.get(Question.of(zone, Type.NS));
  }

  private Delegation delegation(RecordSet ns, long now) {
    Delegation servers = Delegation.of(ns, mostServers);
    long until = fill(servers, now);
    if (ns.dclass() == DClass.IN) {
      zones.keep(servers, until);
    }
    return servers;
  }

  /** Adds what addresses are known of a delegation's servers. */
  Delegation filled(Delegation delegation, long now) {
    fill(delegation, now);
    return delegation;
  }

  /**
   * Adds what addresses are known of the servers that a referral named.
   *
   * @param held their NS records as they are held, in class IN, if all that was said of them is
   *     what is held: then who asks for the zone next need not put it together again
   */
  void referred(Delegation next, Optional<RecordSet> held, long now) {
    long until = fill(next, now);
    held.ifPresent(ns -> zones.keep(next.notAfter(ns.expires()), until));
  }

  /** The same; until when all of that holds. */
  private long fill(Delegation delegation, long now) {
    long until = Long.MAX_VALUE;
    for (Delegation.NameServer server : delegation.servers()) {
      var addresses = new ArrayList<RecordSet>();
      for (int type : new int[] {Type.A, Type.AAAA}) {
        Optional<RecordSet> known =
            set(server.name(), type, DClass.IN, now).filter(s -> s.security() != Security.BOGUS);
        if (known.isPresent()) {
          addresses.add(known.get());
          until = Math.min(until, known.get().expires());
          continue;
        }
        Optional<Finding> none = nothing(new Question(server.name(), type, DClass.IN), now);
        if (none.isPresent()) {
          server.know(type);
          until = Math.min(until, none.get().expires());
        }
      }
      addresses.forEach(s -> delegation.learn(server, s));
    }
    return until;
  }
}
