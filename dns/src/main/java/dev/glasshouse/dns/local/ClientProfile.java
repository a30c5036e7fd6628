package dev.glasshouse.dns.local;

import dev.glasshouse.dns.serve.AddressRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Record;

/**
 * What holds for the clients of a range of addresses.
 *
 * @param clients which clients
 * @param tags their tags
 * @param actions what is done in zones with a tag
 * @param data what answers there, by tag; the owners of the records do not matter
 * @param view the name of their view
 */
public record ClientProfile(
    AddressRange clients,
    Set<String> tags,
    Map<String, ZoneType> actions,
    Map<String, List<Record>> data,
    Optional<String> view) {
  static final ClientProfile NOBODY_IN_PARTICULAR =
      new ClientProfile(
          AddressRange.of("0.0.0.0/0"), Set.of(), Map.of(), Map.of(), Optional.empty());

  /** Copies the collections. */
  public ClientProfile {
    tags = Set.copyOf(tags);
    actions = Map.copyOf(actions);
    data = Map.copyOf(data);
  }
}
