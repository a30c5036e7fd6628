package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Finds out the addresses of name servers that came without glue (RFC 1034 section 4.2.1), as many
 * as one question may (NXNS: a delegation to names that cost their owner nothing).
 */
final class TargetLookup {
  private static final int AHEAD = 3;

  private final Machine machine;
  private final Resolution resolution;
  // Most servers come with their addresses.
  private Map<Name, Integer> lookedUp = Map.of();
  private Map<Name, Set<Name>> absent = Map.of();
  private int sought;

  TargetLookup(Machine machine, Resolution resolution) {
    this.machine = machine;
    this.resolution = resolution;
  }

  /** Whether something is being looked up. */
  boolean isUnderWay() {
    return sought > 0;
  }

  /** Looks up some servers before they are needed, where that is wanted. */
  void ahead(Delegation servers) {
    boolean wanted =
        machine.has(RecursorOptions.Feature.EAGER_TARGETS) && resolution.charge().depth() == 0;
    for (int i = 0; wanted && i < AHEAD && another(servers); i++) {
      // One more is on its way.
    }
  }

  /** Looks up one more server's name. Whether there was one. */
  boolean another(Delegation servers) {
    var candidates = new ArrayList<Delegation.NameServer>();
    var others = new ArrayList<Delegation.NameServer>();
    for (Delegation.NameServer server : servers.servers()) {
      boolean open =
          resolution.four() && !server.knows(Type.A)
              || resolution.six() && !server.knows(Type.AAAA);
      // When it is for others than those that failed, other names are looked up before theirs.
      boolean theirs = server.knows(Type.A) || server.knows(Type.AAAA);
      if (open) {
        (resolution.want().avoided().isEmpty() || !theirs ? candidates : others).add(server);
      }
    }
    if (candidates.isEmpty() && servers.zone().labels() > 1) {
      // The root's addresses all came when it was primed; of others more may be known.
      candidates.addAll(others);
    }
    while (!candidates.isEmpty()) {
      var server = candidates.remove(machine.random().nextInt(candidates.size()));
      if (!mayLookUp(servers)) {
        return false;
      }
      boolean begun = resolution.four() && address(servers, server, Type.A, Want.Mode.ANY);
      begun |= resolution.six() && address(servers, server, Type.AAAA, Want.Mode.ANY);
      if (begun) {
        return true;
      }
    }
    return false;
  }

  /** Whether one more server's name of a zone may be looked up; it is counted. */
  boolean mayLookUp(Delegation servers) {
    // However often the parent is asked for them, the servers of one zone count together.
    lookedUp = lookedUp.isEmpty() ? new HashMap<>() : lookedUp;
    int looked = lookedUp.merge(servers.zone(), 1, Integer::sum);
    if (looked > machine.limits().targets()) {
      resolution.spent("targets");
      return false;
    }
    if (absent.getOrDefault(servers.zone(), Set.of()).size() > machine.limits().absentTargets()) {
      resolution.spent("absentTargets");
      return false;
    }
    if (!resolution.charge().budget().target()) {
      resolution.spent("targetsPerQuestion");
      return false;
    }
    return true;
  }

  /** Looks up a server's addresses of one family. Whether it was begun. */
  boolean address(Delegation servers, Delegation.NameServer server, int type, Want.Mode mode) {
    if (mode == Want.Mode.ANY && server.knows(type)) {
      return false;
    }
    server.know(type);
    Spot under =
        resolution
            .spot()
            .under(
                machine.tell(
                    resolution.spot(),
                    new RecursionStep.ServerSought(
                        servers.zone().toString(), server.name().toString()),
                    Because.of(RecursionReason.NO_GLUE, Clause.rfc(1034, "4.2.1"))));
    boolean begun =
        resolution
            .resolutions()
            .resolve(
                Want.of(new Question(server.name(), type, DClass.IN), mode),
                resolution.charge().deeper(under),
                Optional.of(resolution),
                finding -> {
                  sought--;
                  if (finding.rcode() == Rcode.NXDOMAIN
                      && finding.origin() == Reply.Origin.SERVERS) {
                    absent = absent.isEmpty() ? new HashMap<>() : absent;
                    absent.computeIfAbsent(servers.zone(), z -> new HashSet<>()).add(server.name());
                  }
                  finding.answer().stream()
                      .filter(s -> s.type() == type)
                      .forEach(s -> servers.learn(server, s));
                  resolution.aim();
                });
    if (begun) {
      sought++;
    }
    return begun;
  }
}
