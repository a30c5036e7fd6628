package dev.glasshouse.edge.setup;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Purged;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.edge.nodes.GroupNodes;
import dev.glasshouse.edge.nodes.RedisNodes;
import dev.glasshouse.edge.nodes.Spread;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A cache at work, with its place in the group of nodes. */
public final class CacheNode implements AutoCloseable {
  /** Nobody: whoever uses the cache puts it before an origin of its own. */
  private static final Origin NOBODY =
      (_, _) -> {
        throw OriginException.of(
            ProxyError.DESTINATION_UNAVAILABLE, Processed.NO, EdgeReason.NONE_TO_BE_HAD);
      };

  private final SharedCache cache;
  private final Optional<Spread> spread;

  private CacheNode(SharedCache cache, Optional<Spread> spread) {
    this.cache = cache;
    this.spread = spread;
  }

  /**
   * Opens it.
   *
   * @param complaints takes why its disk does not take what is to be kept, and what changes in the
   *     group of its nodes, in a sentence; not often
   * @throws IOException when its folder or the other nodes cannot be had
   */
  public static CacheNode open(CacheSettings settings, Consumer<String> complaints)
      throws IOException {
    SharedCache cache =
        SharedCache.before(NOBODY, settings.options(), InstantSource.system(), complaints);
    try {
      return new CacheNode(cache, spread(cache, settings, complaints));
    } catch (IOException e) {
      cache.close();
      throw e;
    }
  }

  private static Optional<Spread> spread(
      SharedCache cache, CacheSettings settings, Consumer<String> news) throws IOException {
    if (settings.nodes().isEmpty()) {
      return Optional.empty();
    }
    InstantSource clock = InstantSource.system();
    Optional<Path> folder = settings.options().folder();
    return Optional.of(
        switch (settings.nodes().get()) {
          case CacheSettings.Group.Redis(var server) ->
              Spread.of(
                  cache,
                  hearing -> RedisNodes.join(cache.name(), server, folder, hearing, clock),
                  Trail.OFF,
                  news);
          case CacheSettings.Group.Direct(var here, var others) ->
              Spread.of(
                  cache,
                  hearing -> GroupNodes.join(cache.name(), here, others, folder, hearing, clock),
                  Trail.OFF,
                  news);
        });
  }

  /**
   * It, before an origin; the other arguments as {@link SharedCache#before(Origin, String,
   * String)}.
   */
  public SharedCache before(Origin origin, String apart, String cookie) {
    return cache.before(origin, apart, cookie);
  }

  /** Its cache, before no origin. */
  public SharedCache cache() {
    return cache;
  }

  /** Purges here, and at all nodes. */
  public Purged purge(List<Purge> orders, String from, Trail trail) {
    return spread.isPresent()
        ? spread.get().purge(orders, from, trail)
        : Spread.here(cache, orders, from, trail);
  }

  /** How many nodes there are that hear each other, with this one; empty where it has no group. */
  public OptionalInt nodes() {
    return spread.isPresent() ? OptionalInt.of(spread.get().size()) : OptionalInt.empty();
  }

  @Override
  public void close() {
    spread.ifPresent(Spread::close);
    cache.close();
  }
}
