package dev.glasshouse.dns.local;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone that is answered here.
 *
 * @param name its name
 * @param dclass its class
 * @param type what is done with its questions
 * @param tags for whom it is: clients that have one of these; for everybody when empty
 * @param overrides other types for some clients
 * @param data its records, by owner and type
 * @param between names that have no records but names below them
 */
record LocalZone(
    Name name,
    int dclass,
    ZoneType type,
    List<String> tags,
    List<Override> overrides,
    Map<Name, Map<Integer, List<Record>>> data,
    Set<Name> between) {

  /** Another type for some clients. */
  record Override(AddressRange clients, ZoneType type) {}

  /** Whether it is for clients with these tags. */
  boolean isFor(Set<String> others) {
    return tags.isEmpty() || tags.stream().anyMatch(others::contains);
  }

  /** Whether the name has records, or names below it. */
  boolean exists(Name owner) {
    return data.containsKey(owner) || between.contains(owner);
  }

  /** The records of a type at a name; all of them for ANY; empty when there are none. */
  List<Record> records(Name owner, int ofType) {
    Map<Integer, List<Record>> sets = data.getOrDefault(owner, Map.of());
    if (ofType == Type.ANY) {
      return sets.values().stream().flatMap(List::stream).toList();
    }
    return sets.getOrDefault(ofType, List.of());
  }

  /** Its SOA record. */
  Optional<SOARecord> soa() {
    return records(name, Type.SOA).stream().map(SOARecord.class::cast).findFirst();
  }

  /** What another type holds for this client, the one with the longest prefix. */
  Optional<ZoneType> override(InetAddress client) {
    Optional<ZoneType> found = Optional.empty();
    int longest = -1;
    byte[] address = client.getAddress();
    for (Override each : overrides) {
      if (each.clients().length() > longest && each.clients().has(address)) {
        longest = each.clients().length();
        found = Optional.of(each.type());
      }
    }
    return found;
  }
}
