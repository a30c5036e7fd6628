package dev.glasshouse.dns.local;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Everything that is answered here, and for whom: zones for everybody, views for some, and what
 * clients' tags change. Does not change.
 *
 * <p>The closest zone decides. First its records answer, if its type lets them; else the type says
 * what is done.
 */
public final class LocalRules {
  /** Nothing. */
  public static final LocalRules NONE = new LocalRules(LocalZones.NONE, List.of(), List.of());

  private static final long NULL_TTL = 3600;
  private static final InetAddress NULL_4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress NULL_6 = InetAddress.ofLiteral("::");

  private final LocalZones zones;
  private final Map<String, LocalView> views = new HashMap<>();
  private final List<ClientProfile> profiles;

  /** A question and who asks it. */
  private record Asked(Name name, int type, InetAddress client, ClientProfile profile) {}

  /** A zone, and what is done there with one question. */
  private record Decision(LocalZone zone, ZoneType type, Optional<String> tag, boolean client) {
    LocalVerdict.Ground ground() {
      return new LocalVerdict.Ground(zone.name(), type, client);
    }
  }

  /** Rules. */
  public LocalRules(LocalZones zones, List<LocalView> views, List<ClientProfile> profiles) {
    this.zones = zones;
    views.forEach(view -> this.views.put(view.name(), view));
    this.profiles = List.copyOf(profiles);
  }

  /** Whether some clients are answered otherwise than others. */
  public boolean distinguish() {
    return !profiles.isEmpty() || zones.distinguish();
  }

  /** What holds for a client: the profile with the longest prefix. */
  public ClientProfile profile(InetAddress client) {
    ClientProfile found = ClientProfile.NOBODY_IN_PARTICULAR;
    int longest = -1;
    byte[] address = client.getAddress();
    for (ClientProfile each : profiles) {
      if (each.clients().length() > longest && each.clients().has(address)) {
        longest = each.clients().length();
        found = each;
      }
    }
    return found;
  }

  /** What is said about a question. */
  public LocalVerdict verdict(Name name, int type, int dclass, InetAddress client) {
    var asked = new Asked(name, type, client, profile(client));
    Optional<LocalView> view = asked.profile.view().flatMap(v -> Optional.ofNullable(views.get(v)));
    if (view.isPresent() && !view.get().zones().isEmpty()) {
      Optional<LocalZone> zone =
          view.get().zones().closest(name, type, dclass, asked.profile.tags());
      boolean leaves = zone.isPresent() && zone.get().type() == ZoneType.NOVIEW;
      if (zone.isPresent() && !leaves && covers(zone.get(), asked)) {
        return decide(new Decision(zone.get(), zone.get().type(), Optional.empty(), true), asked);
      }
      if (!leaves && !view.get().otherwiseAll()) {
        return LocalVerdict.Elsewhere.NOTHING;
      }
    }
    return zones
        .closest(name, type, dclass, asked.profile.tags())
        .map(zone -> decide(decision(zone, asked), asked))
        .orElse(LocalVerdict.Elsewhere.NOTHING);
  }

  private static boolean covers(LocalZone zone, Asked asked) {
    return !zone.type().letsThrough() || zone.data().containsKey(asked.name);
  }

  private static Decision decision(LocalZone zone, Asked asked) {
    Optional<ZoneType> override = zone.override(asked.client);
    if (override.isPresent()) {
      return new Decision(zone, override.get(), Optional.empty(), true);
    }
    // Of several tags the zone's first one counts.
    Optional<String> tag = zone.tags().stream().filter(asked.profile.tags()::contains).findFirst();
    ZoneType type =
        tag.map(t -> asked.profile.actions().getOrDefault(t, zone.type())).orElse(zone.type());
    return new Decision(zone, type, tag, tag.isPresent());
  }

  private static LocalVerdict decide(Decision decision, Asked asked) {
    Optional<LocalVerdict> data =
        switch (decision.type.data()) {
          case NONE -> Optional.empty();
          case FIRST -> answer(decision, records(decision, asked, asked.name), asked);
          case AT_APEX -> redirected(decision, asked);
        };
    return data.orElseGet(() -> withoutData(decision, asked));
  }

  private static List<Record> records(Decision decision, Asked asked, Name owner) {
    List<Record> found = decision.zone.records(owner, asked.type);
    return found.isEmpty() ? decision.zone.records(owner, Type.CNAME) : found;
  }

  private static Optional<LocalVerdict> answer(
      Decision decision, List<Record> records, Asked asked) {
    return records.isEmpty()
        ? Optional.empty()
        : Optional.of(answer(decision, Rcode.NOERROR, records, List.of(), ""));
  }

  private static LocalVerdict.Answer answer(
      Decision decision, int rcode, List<Record> answer, List<Record> authority, String text) {
    boolean blocked =
        switch (decision.type) {
          case REFUSE,
              ALWAYS_REFUSE,
              ALWAYS_NXDOMAIN,
              ALWAYS_NODATA,
              ALWAYS_NULL,
              BLOCK_A,
              BLOCK_AAAA,
              BLOCK_A_WDATA,
              BLOCK_AAAA_WDATA ->
              answer.isEmpty() || decision.type == ZoneType.ALWAYS_NULL;
          case STATIC,
              TRANSPARENT,
              TYPETRANSPARENT,
              REDIRECT,
              DENY,
              INFORM,
              INFORM_DENY,
              INFORM_REDIRECT,
              ALWAYS_TRANSPARENT,
              ALWAYS_DENY,
              NOVIEW ->
              false;
        };
    return new LocalVerdict.Answer(decision.ground(), rcode, answer, authority, blocked, text);
  }

  /** What stands at the zone's name, or is the client's own, answers for every name below it. */
  private static Optional<LocalVerdict> redirected(Decision decision, Asked asked) {
    var found = new ArrayList<Record>();
    decision.tag.ifPresent(tag -> {
      for (Record each : asked.profile.data().getOrDefault(tag, List.of())) {
        if (each.getType() == asked.type || each.getType() == Type.CNAME) {
          found.add(each);
        }
      }
    });
    if (found.isEmpty()) {
      found.addAll(records(decision, asked, decision.zone.name()));
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Record> owned = found.stream().map(each -> owned(each, asked.name)).toList();
    if (owned.getFirst() instanceof CNAMERecord alias) {
      return Optional.of(alias(decision, alias, asked));
    }
    return answer(decision, owned, asked);
  }

  private static LocalVerdict alias(Decision decision, CNAMERecord alias, Asked asked) {
    CNAMERecord record = alias;
    if (alias.getTarget().isWild()) {
      try {
        Name target =
            Name.concatenate(asked.name.relativize(Name.root), new Name(alias.getTarget(), 1));
        record = new CNAMERecord(asked.name, alias.getDClass(), alias.getTTL(), target);
      } catch (NameTooLongException e) {
        return answer(
            decision, Rcode.YXDOMAIN, List.of(), List.of(), "the alias's target is too long");
      }
    }
    return asked.type == Type.CNAME || asked.type == Type.ANY
        ? answer(decision, Rcode.NOERROR, List.of(record), List.of(), "")
        : new LocalVerdict.Alias(decision.ground(), record);
  }

  private static Record owned(Record record, Name owner) {
    return record.getName().equals(owner)
        ? record
        : Record.newRecord(
            owner,
            record.getType(),
            record.getDClass(),
            record.getTTL(),
            record.rdataToWireCanonical());
  }

  private static LocalVerdict withoutData(Decision decision, Asked asked) {
    LocalZone zone = decision.zone;
    LocalVerdict through = new LocalVerdict.Elsewhere(Optional.of(decision.ground()));
    LocalVerdict none = answer(decision, Rcode.NOERROR, List.of(), soa(zone), "");
    return switch (decision.type) {
      case DENY, ALWAYS_DENY, INFORM_DENY -> new LocalVerdict.Silence(decision.ground());
      case REFUSE, ALWAYS_REFUSE -> answer(decision, Rcode.REFUSED, List.of(), List.of(), "");
      case REDIRECT, INFORM_REDIRECT, ALWAYS_NODATA -> none;
      case ALWAYS_NXDOMAIN -> answer(decision, Rcode.NXDOMAIN, List.of(), soa(zone), "");
      case STATIC ->
          zone.exists(asked.name)
              ? none
              : answer(decision, Rcode.NXDOMAIN, List.of(), soa(zone), "");
      case TRANSPARENT, INFORM -> zone.data().containsKey(asked.name) ? none : through;
      case TYPETRANSPARENT, ALWAYS_TRANSPARENT, NOVIEW -> through;
      case BLOCK_A, BLOCK_A_WDATA -> asked.type == Type.A ? none : through;
      case BLOCK_AAAA, BLOCK_AAAA_WDATA -> asked.type == Type.AAAA ? none : through;
      case ALWAYS_NULL ->
          unspecified(asked)
              .map(r -> (LocalVerdict) answer(decision, Rcode.NOERROR, List.of(r), List.of(), ""))
              .orElse(none);
    };
  }

  private static Optional<Record> unspecified(Asked asked) {
    return switch (asked.type) {
      case Type.A -> Optional.of(new ARecord(asked.name, DClass.IN, NULL_TTL, NULL_4));
      case Type.AAAA -> Optional.of(new AAAARecord(asked.name, DClass.IN, NULL_TTL, NULL_6));
      default -> Optional.empty();
    };
  }

  /** The zone's SOA as a denial has it (RFC 2308 section 3). */
  private static List<Record> soa(LocalZone zone) {
    return zone.soa()
        .map(soa -> List.of(withTtl(soa, Math.min(soa.getTTL(), soa.getMinimum()))))
        .orElse(List.of());
  }

  private static Record withTtl(SOARecord soa, long ttl) {
    return Record.newRecord(
        soa.getName(), Type.SOA, soa.getDClass(), ttl, soa.rdataToWireCanonical());
  }
}
