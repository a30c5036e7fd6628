package dev.glasshouse.dns;

import dev.glasshouse.dns.policy.NamePolicy;
import java.util.Optional;

/**
 * The stages of a lookup that are the client's own, before any server is asked.
 *
 * @param cache whether the browser's cache of names is used
 * @param hosts which hosts file is read; empty for the system's
 * @param readsHosts whether one is read at all
 * @param policy rules of the client's own, before everything but addresses
 */
public record OwnStages(
    boolean cache, Optional<HostsFile> hosts, boolean readsHosts, NamePolicy policy) {
  /** Cache, the system's hosts file, no rules. */
  public static final OwnStages USUAL =
      new OwnStages(true, Optional.empty(), true, NamePolicy.NONE);
}
