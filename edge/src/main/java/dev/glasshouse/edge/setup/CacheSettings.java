package dev.glasshouse.edge.setup;

import dev.glasshouse.edge.cache.CacheOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A cache, and with which others it purges.
 *
 * @param options how it keeps copies
 * @param nodes how it reaches the other nodes of its group; empty for one that is alone
 */
public record CacheSettings(CacheOptions options, Optional<Group> nodes) {

  /** How nodes reach each other. */
  public sealed interface Group {
    /** By TCP among themselves. */
    record Direct(InetSocketAddress here, List<InetSocketAddress> others) implements Group {
      public Direct {
        others = List.copyOf(others);
      }
    }

    /** By a Redis server. */
    record Redis(URI server) implements Group {}
  }
}
