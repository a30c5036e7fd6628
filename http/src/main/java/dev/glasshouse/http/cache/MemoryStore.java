package dev.glasshouse.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * What is in memory: for each key all that is stored for it. Bounded by bytes; which goes first is
 * decided by how often and how lately it was used (W-TinyLFU).
 */
final class MemoryStore {
  private final Cache<CacheKey, List<Entry>> cache;
  private final LongAdder evicted = new LongAdder();

  MemoryStore(long bytes) {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((CacheKey _, List<Entry> entries) -> weight(entries))
            .evictionListener((_, _, _) -> evicted.increment())
            .executor(Runnable::run)
            .build();
  }

  private static int weight(List<Entry> entries) {
    long bytes = 64;
    for (Entry entry : entries) {
      bytes += entry.memory();
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /** What is stored for a key; empty when nothing is known of it here. */
  Optional<List<Entry>> get(CacheKey key) {
    return Optional.ofNullable(cache.getIfPresent(key));
  }

  /** Changes what is stored for a key, of which {@code below} tells when nothing is known here. */
  List<Entry> change(
      CacheKey key,
      java.util.function.Supplier<List<Entry>> below,
      UnaryOperator<List<Entry>> change) {
    List<Entry> changed =
        cache
            .asMap()
            .compute(
                key,
                (_, before) -> {
                  List<Entry> after = change.apply(before == null ? below.get() : before);
                  return after.isEmpty() ? null : List.copyOf(after);
                });
    return changed == null ? List.of() : changed;
  }

  /** The bytes that it takes, about. */
  long bytes() {
    return cache.policy().eviction().map(its -> its.weightedSize().orElse(0)).orElse(0L);
  }

  /** How many keys there are, about. */
  long size() {
    return cache.estimatedSize();
  }

  /** How many keys had to go for want of room. */
  long evicted() {
    return evicted.sum();
  }

  /** All there is, in no order. */
  Map<CacheKey, List<Entry>> all() {
    return cache.asMap();
  }

  void clear() {
    cache.invalidateAll();
  }
}
