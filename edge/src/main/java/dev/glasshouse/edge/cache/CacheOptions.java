package dev.glasshouse.edge.cache;

import dev.glasshouse.http.cache.CacheLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a shared cache is set up.
 *
 * @param name what it calls itself in Cache-Status and CDN-Loop: a token that no other node of the
 *     same CDN has
 * @param folder where it keeps what it stores; empty for memory only
 * @param limits the sizes of the stores and the waits
 * @param notFound for how long 404 and 410 are kept that do not say it themselves; zero for not at
 *     all: 10 s, so that what is published is seen soon, and a storm of such requests is one
 * @param failed for how long 500, 502, 503 and 504 are kept that do not say it themselves: 1 s,
 *     which is enough to spare a server that is down
 */
public record CacheOptions(
    String name, Optional<Path> folder, CacheLimits limits, Duration notFound, Duration failed) {

  /**
   * The limits of an edge: 256 MiB in memory, 4 GiB on disk where there is one, and as many
   * requests behind stale answers as a busy site has.
   */
  public static final CacheLimits LIMITS =
      new CacheLimits(
          256L << 20,
          4L << 30,
          1 << 20,
          8,
          16,
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          256,
          Duration.ofMillis(20),
          Duration.ofSeconds(2));

  /** A cache in memory, under a name. */
  public static CacheOptions named(String name) {
    return new CacheOptions(
        name, Optional.empty(), LIMITS, Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  /** The same with a folder to keep things in. */
  public CacheOptions in(Path place) {
    return new CacheOptions(name, Optional.of(place), limits, notFound, failed);
  }

  /** The same with other sizes, bytes. */
  public CacheOptions sized(long memory, long disk) {
    return new CacheOptions(name, folder, limits.with(memory, disk), notFound, failed);
  }

  /** The same with other lifetimes of what is not there and of failures. */
  public CacheOptions keeping(Duration newNotFound, Duration newFailed) {
    return new CacheOptions(name, folder, limits, newNotFound, newFailed);
  }
}
