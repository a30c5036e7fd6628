package dev.glasshouse.dns.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A map that holds so many bytes and no more. What is asked for often stays, however much junk is
 * asked for once (W-TinyLFU: a newcomer gets in only where it is asked for more often than what
 * would have to go). It knows nothing of time; what it holds says itself how long it is good.
 */
public final class BoundedCache<K, V> {
  private final Cache<K, V> map;

  /**
   * An empty cache.
   *
   * @param bytes how much it holds
   * @param weight about how many bytes an entry takes, its key included
   */
  public BoundedCache(long bytes, ToIntFunction<V> weight) {
    this.map =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((K key, V value) -> weight.applyAsInt(value))
            .executor(Runnable::run)
            .build();
  }

  /** What is held under a key. */
  public Optional<V> get(K key) {
    return Optional.ofNullable(map.getIfPresent(key));
  }

  /** Holds a value, instead of what was there. */
  public void put(K key, V value) {
    map.put(key, value);
  }

  /** Holds nothing under a key any more. */
  public void remove(K key) {
    map.invalidate(key);
  }

  /** Holds nothing any more. */
  public void clear() {
    map.invalidateAll();
  }

  /** How many entries there are, about. */
  public long size() {
    map.cleanUp();
    return map.estimatedSize();
  }

  /** How many bytes they take, as far as they were weighed. */
  public long weight() {
    map.cleanUp();
    return map.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
  }

  /** Everything that is held, at this moment. */
  public java.util.Map<K, V> view() {
    return java.util.Map.copyOf(map.asMap());
  }
}
