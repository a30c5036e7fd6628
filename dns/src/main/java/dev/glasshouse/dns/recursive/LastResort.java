package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Which zone's servers a resolution begins with, and what it does when none of them helps: a
 * configured zone that is only the first choice is passed over; what the parent says of the zone's
 * servers is taken when what they say of themselves does not work; the parent is asked again.
 */
final class LastResort {

  /** What is done once for one zone, name or question. */
  private enum Act {
    PASS_OVER,
    TAKE_PARENT,
    ASK_PARENT,
    SEEK_GLUE,
    SEEK_CUT,
    PRIME
  }

  /** One of these for one of those. */
  private record Deed(Act act, Object of) {}

  private final Machine machine;
  private final Resolution resolution;
  private final TargetLookup lookup;
  private final Once<Deed> done = new Once<>();
  private final long alive;
  private Optional<Name> below = Optional.empty();

  LastResort(Machine machine, Resolution resolution, TargetLookup lookup) {
    this.machine = machine;
    this.resolution = resolution;
    this.lookup = lookup;
    this.alive = alive(machine, resolution.want());
  }

  /**
   * Until when servers must be known at least, to be asked. What is renewed is not asked of servers
   * whose own time is over with it: then it is the parent's turn to say whether there still is a
   * zone.
   */
  private static long alive(Machine machine, Want want) {
    long now = machine.now();
    return want.mode() == Want.Mode.RENEW
        ? machine.memory().finding(want.question(), now).map(Finding::expires).orElse(now)
        : now;
  }

  // ---------------------------------------------------------------- where to begin

  /** The closest zone whose servers are known or configured. */
  Optional<Delegation> closest(Question question, Want want) {
    Name name = place(question);
    Optional<Name> ceiling = below;
    if (want.mode() == Want.Mode.GLUE && ceiling.isEmpty()) {
      ceiling =
          machine
              .memory()
              .delegation(name, question.dclass(), Optional.empty(), machine.now())
              .map(Delegation::zone)
              .filter(z -> z.labels() > 1);
    }
    Optional<Delegation> cached = cached(name, question.dclass(), ceiling);
    Optional<Upstream> configured = configured(name);
    if (configured.isPresent()
        && ceiling.isPresent()
        && configured.get().zone().labels() >= ceiling.get().labels()) {
      configured = Optional.empty();
    }
    if (configured.isEmpty()) {
      return cached;
    }
    Upstream up = configured.get();
    boolean nearer =
        cached.isPresent()
            && up.kind() == Upstream.Kind.STUB
            && cached.get().zone().labels() + (up.has(Upstream.Manner.PRIME) ? 1 : 0)
                > up.zone().labels();
    return nearer ? cached : Optional.of(machine.memory().filled(Delegation.of(up), machine.now()));
  }

  /** A stub zone whose servers are to be asked first who they are, for a question. */
  Optional<Upstream> toPrime(Question question) {
    if (machine.options().upstreams().isEmpty()) {
      return Optional.empty();
    }
    Name name = place(question);
    Optional<Upstream> stub =
        configured(name)
            .filter(
                u -> u.has(Upstream.Manner.PRIME) && !done.contains(new Deed(Act.PRIME, u.zone())));
    return stub.filter(u ->
        below.filter(b -> u.zone().labels() >= b.labels()).isEmpty()
            && !hasSaid(u.zone(), question.dclass())
            && cached(name, question.dclass(), below)
                .filter(d -> d.zone().labels() >= u.zone().labels())
                .isEmpty());
  }

  /** Whether a zone's servers were asked who they are, though perhaps it did not help. */
  private boolean hasSaid(Name zone, int dclass) {
    return machine.memory().finding(new Question(zone, Type.NS, dclass), machine.now()).isPresent();
  }

  /** A zone's servers said themselves who they are; it is not asked for again in here. */
  void primed(Name zone) {
    done.add(new Deed(Act.PRIME, zone));
  }

  boolean isPrimed(Name zone) {
    return done.contains(new Deed(Act.PRIME, zone));
  }

  /** A zone's servers as they are configured, before anything is asked. */
  Delegation unprimed(Name zone) {
    done.add(new Deed(Act.PRIME, zone));
    return machine.options().upstreams().stream()
        .filter(u -> u.kind() == Upstream.Kind.STUB && u.zone().equals(zone))
        .findFirst()
        .map(Delegation::of)
        .orElseGet(() -> Delegation.of(machine.options().hints()));
  }

  /** At or above which name the servers are looked for. */
  private static Name place(Question question) {
    Name name = question.name();
    // RFC 4035 section 3.1.4.1: the parent has it.
    return question.type() == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
  }

  /** Servers out of the cache; those that can come to nothing are passed over. */
  private Optional<Delegation> cached(Name name, int dclass, Optional<Name> ceiling) {
    Optional<Name> under = ceiling;
    while (true) {
      Optional<Delegation> found =
          machine.memory().delegation(name, dclass, under, Math.max(alive, machine.now()));
      if (found.isEmpty() || !found.get().circular(resolution.four(), resolution.six())) {
        return found;
      }
      under = Optional.of(found.get().zone());
    }
  }

  private Optional<Upstream> configured(Name name) {
    Upstream best = null;
    for (Upstream up : machine.options().upstreams()) {
      boolean fits = name.subdomain(up.zone()) && !done.contains(new Deed(Act.PASS_OVER, up));
      boolean better =
          best == null
              || up.zone().labels() > best.zone().labels()
              || up.zone().labels() == best.zone().labels()
                  && up.kind() == Upstream.Kind.FORWARD
                  && best.kind() == Upstream.Kind.STUB;
      if (fits && better) {
        best = up;
      }
    }
    return Optional.ofNullable(best);
  }

  // ---------------------------------------------------------------- when nobody helps

  /** No server of a zone is left to ask. */
  void go(Delegation servers) {
    if (servers.upstream().isPresent()) {
      configuredFailed(servers.upstream().get());
      return;
    }
    if (!resolution.want().avoided().isEmpty()) {
      resolution.exhausted();
      return;
    }
    Name zone = servers.zone();
    if (done.add(new Deed(Act.TAKE_PARENT, zone)) && parentSide(servers)) {
      resolution.aim();
    } else if (!servers.isFresh()
        && zone.labels() > 1
        && done.add(new Deed(Act.ASK_PARENT, zone))) {
      below = Optional.of(zone);
      resolution.seek();
      below = Optional.empty();
    } else if (!seekGlue(servers)) {
      resolution.exhausted();
    }
  }

  private void configuredFailed(Upstream up) {
    if (up.has(Upstream.Manner.FIRST) && done.add(new Deed(Act.PASS_OVER, up))) {
      resolution.seek();
    } else {
      resolution.exhausted();
    }
  }

  /** Takes what the parent said of the zone's servers. Whether it is anything new. */
  private boolean parentSide(Delegation servers) {
    long now = machine.now();
    boolean news = false;
    Optional<RecordSet> ns = machine.memory().parentSide(servers.zone(), DClass.IN, now);
    if (ns.isPresent()) {
      int before = servers.servers().size();
      for (Record record : ns.get().records()) {
        servers.add(((NSRecord) record).getTarget());
      }
      news = servers.servers().size() > before;
      servers.fresh();
    }
    for (Delegation.NameServer server : servers.servers()) {
      for (int type : new int[] {Type.A, Type.AAAA}) {
        Optional<RecordSet> glue =
            machine.memory().parentGlue(new Question(server.name(), type, DClass.IN), now);
        news |= glue.isPresent() && servers.learn(server, glue.get());
      }
    }
    if (news) {
      machine.memory().filled(servers, now);
    }
    return news;
  }

  /** Asks the zones above the servers' names for their addresses. Whether anything was begun. */
  private boolean seekGlue(Delegation servers) {
    List<Delegation.NameServer> names = new ArrayList<>(servers.servers());
    if (resolution.want().mode() == Want.Mode.GLUE) {
      return false;
    }
    for (Delegation.NameServer server : names) {
      if (server.name().subdomain(servers.zone())) {
        continue;
      }
      if (machine
              .memory()
              .parentGlue(new Question(server.name(), Type.A, DClass.IN), machine.now())
              .isEmpty()
          && !lookup.mayLookUp(servers)) {
        return false;
      }
      boolean begun = false;
      for (int type : new int[] {Type.A, Type.AAAA}) {
        boolean family = type == Type.A ? resolution.four() : resolution.six();
        Question address = new Question(server.name(), type, DClass.IN);
        boolean told = machine.memory().parentGlue(address, machine.now()).isPresent();
        if (family && !told && done.add(new Deed(Act.SEEK_GLUE, address))) {
          begun |= lookup.address(servers, server, type, Want.Mode.GLUE);
        }
      }
      if (begun) {
        return true;
      }
    }
    return false;
  }

  // ---------------------------------------------------------------- DS

  /**
   * Whether the answer to a question for DS comes from the child instead of the parent, because one
   * server has both and two cuts lie close together; then the parent is looked for first (RFC 4035
   * section 3.1.4.1).
   */
  boolean fromChild(Delegation servers, Heard heard) {
    Question question = resolution.chase();
    if (question.type() != Type.DS
        || heard.rcode() != Rcode.NOERROR
        || !heard.answer().isEmpty()
        || servers.forwards()
        || Heard.find(heard.authority(), question.name(), Type.SOA).isEmpty()
        || question.name().labels() <= 2) {
      return false;
    }
    return seekCut(servers, new Name(question.name(), 1));
  }

  private boolean seekCut(Delegation servers, Name at) {
    for (Name name = at; name.labels() > servers.zone().labels(); name = new Name(name, 1)) {
      if (!done.add(new Deed(Act.SEEK_CUT, name))) {
        continue;
      }
      Name parent = name;
      return resolution
          .resolutions()
          .resolve(
              Want.of(new Question(parent, Type.NS, resolution.chase().dclass())),
              resolution.charge().deeper(resolution.spot()),
              Optional.of(resolution),
              finding -> {
                Optional<RecordSet> ns = Heard.find(finding.answer(), parent, Type.NS);
                if (ns.isPresent()) {
                  resolution.enter(
                      machine
                          .memory()
                          .filled(
                              Delegation.of(ns.get(), machine.limits().serversPerZone()),
                              machine.now()));
                } else if (!seekCut(servers, new Name(parent, 1))) {
                  resolution.exhausted();
                }
              });
    }
    return false;
  }
}
