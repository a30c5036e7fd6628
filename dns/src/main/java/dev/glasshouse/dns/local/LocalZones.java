package dev.glasshouse.dns.local;

import dev.glasshouse.dns.serve.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Local zones by their names. Does not change; a look-up costs a step for each label. */
public final class LocalZones {
  /** No zones. */
  public static final LocalZones NONE = new Builder().build();

  private record Key(Name name, int dclass) {
    // Written out: it is asked for at each label of each name.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && dclass == key.dclass && name.equals(key.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + dclass;
    }
  }

  private final Map<Key, LocalZone> zones;
  private final Set<Integer> classes;
  // The last labels of their names: under most of the world's there are none.
  private final Set<Name> tops;

  private LocalZones(Map<Key, LocalZone> zones) {
    this.zones = Map.copyOf(zones);
    var all = new HashSet<Integer>();
    var lasts = new HashSet<Name>();
    zones
        .keySet()
        .forEach(key -> {
          all.add(key.dclass());
          lasts.add(top(key.name()));
        });
    this.classes = Set.copyOf(all);
    this.tops = Set.copyOf(lasts);
  }

  /** The top-level domain that a name is in; the root itself for the root. */
  private static Name top(Name name) {
    return name.labels() <= 2 ? name : new Name(name, name.labels() - 2);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return zones.isEmpty();
  }

  /** How many there are. */
  public int size() {
    return zones.size();
  }

  /** Whether some of them are not for everybody, or not the same. */
  boolean distinguish() {
    return zones.values().stream()
        .anyMatch(zone -> !zone.tags().isEmpty() || !zone.overrides().isEmpty());
  }

  /**
   * The closest zone to a name that is for clients with these tags. A zone's DS record is asked for
   * above it (RFC 4035 section 3.1.4.1).
   */
  Optional<LocalZone> closest(Name name, int type, int dclass, Set<String> tags) {
    if (!classes.contains(dclass) || !tops.contains(top(name)) && !tops.contains(Name.root)) {
      return Optional.empty();
    }
    int labels = name.labels();
    for (int skipped = type == Type.DS && labels > 1 ? 1 : 0; skipped < labels; skipped++) {
      LocalZone zone = zones.get(new Key(skipped == 0 ? name : new Name(name, skipped), dclass));
      if (zone != null && zone.isFor(tags)) {
        return Optional.of(zone);
      }
    }
    return Optional.empty();
  }

  /** Collects zones. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects zones and their records, in any order. */
  public static final class Builder {
    private final Map<Key, ZoneType> types = new LinkedHashMap<>();
    private final Map<Name, List<String>> tags = new HashMap<>();
    private final Map<Name, List<LocalZone.Override>> overrides = new HashMap<>();
    private final Set<Name> resolved = new HashSet<>();
    private final List<Record> records = new ArrayList<>();

    private Builder() {}

    /** A zone of class IN. */
    public Builder zone(Name name, ZoneType type) {
      types.put(new Key(name, DClass.IN), type);
      return this;
    }

    /**
     * A record. It belongs to the closest zone; without one, to a transparent zone of its own name.
     */
    public Builder data(Record record) {
      records.add(record);
      return this;
    }

    /** A zone is for clients with one of these tags alone. */
    public Builder tags(Name zone, List<String> names) {
      tags.put(zone, List.copyOf(names));
      return this;
    }

    /** In a zone something else is done for some clients. */
    public Builder override(Name zone, AddressRange clients, ZoneType type) {
      overrides
          .computeIfAbsent(zone, z -> new ArrayList<>())
          .add(new LocalZone.Override(clients, type));
      return this;
    }

    /** A zone that is usually answered by resolvers themselves is resolved. */
    public Builder resolved(Name zone) {
      resolved.add(zone);
      return this;
    }

    /**
     * The zones that resolvers answer themselves, but for those that are here already or {@link
     * #resolved}.
     */
    public Builder standard() {
      StandardZones.addTo(
          this, name -> !resolved.contains(name) && !types.containsKey(new Key(name, DClass.IN)));
      return this;
    }

    /** The zones. */
    public LocalZones build() {
      var data = new HashMap<Key, Map<Name, Map<Integer, List<Record>>>>();
      var between = new HashMap<Key, Set<Name>>();
      for (Record record : records) {
        Key zone = zoneOf(record);
        data.computeIfAbsent(zone, z -> new HashMap<>())
            .computeIfAbsent(record.getName(), n -> new LinkedHashMap<>())
            .computeIfAbsent(record.getType(), t -> new ArrayList<>())
            .add(record);
        Set<Name> above = between.computeIfAbsent(zone, z -> new HashSet<>());
        for (int i = 1; i <= record.getName().labels() - zone.name().labels(); i++) {
          above.add(new Name(record.getName(), i));
        }
      }
      var all = new HashMap<Key, LocalZone>();
      types.forEach((key, type) ->
          all.put(
              key,
              new LocalZone(
                  key.name(),
                  key.dclass(),
                  type,
                  tags.getOrDefault(key.name(), List.of()),
                  overrides.getOrDefault(key.name(), List.of()),
                  data.getOrDefault(key, Map.of()),
                  between.getOrDefault(key, Set.of()))));
      return new LocalZones(all);
    }

    private Key zoneOf(Record record) {
      Name owner = record.getName();
      for (int skipped = 0; skipped < owner.labels(); skipped++) {
        Key key = new Key(new Name(owner, skipped), record.getDClass());
        if (types.containsKey(key)) {
          return key;
        }
      }
      Key own = new Key(owner, record.getDClass());
      // What is wanted of the name in the internet's class is wanted of it in others.
      types.put(own, types.getOrDefault(new Key(owner, DClass.IN), ZoneType.TRANSPARENT));
      return own;
    }
  }
}
