package dev.glasshouse.edge.seen;

import dev.glasshouse.edge.cache.Counts;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.http.cache.HttpCache;
import java.util.OptionalInt;

/**
 * The figures of a shared cache.
 *
 * @param cache the cache
 * @param nodes how many nodes hear each other, with this one; empty where it has no group
 */
public record CacheMetrics(SharedCache cache, OptionalInt nodes) implements MetricSource {
  @Override
  public void tell(MetricText to) {
    Counts.Now its = cache.counts();
    requests(to, "hit", its.hits());
    requests(to, "stale", its.stale());
    requests(to, "collapsed", its.collapsed());
    requests(to, "validated", its.validated());
    requests(to, "miss", its.misses());
    requests(to, "passed", its.passed());
    requests(to, "refused", its.refused());
    String[] who = {"cache", cache.name()};
    to.counter(
        "glass_edge_cache_hit_bytes_total",
        "Bytes that were answered with from what is stored.",
        its.hitBytes(),
        who);
    to.counter("glass_edge_cache_purges_total", "Orders to purge taken.", its.purges(), who);
    to.counter(
        "glass_edge_cache_unwritten_total",
        "Answers that were not kept, or not refreshed, since the disk did not take them.",
        its.unwritten(),
        who);
    nodes.ifPresent(count ->
        to.gauge(
            "glass_edge_cache_nodes", "Nodes that hear each other, with this one.", count, who));
    HttpCache.Sizes sizes = cache.sizes();
    to.gauge("glass_edge_cache_memory_bytes", "Bytes stored in memory.", sizes.memory(), who);
    to.gauge("glass_edge_cache_disk_bytes", "Bytes stored on disk.", sizes.disk(), who);
    to.gauge("glass_edge_cache_keys", "URLs that memory knows.", sizes.keys(), who);
    to.counter(
        "glass_edge_cache_evictions_total",
        "URLs that memory dropped for want of room.",
        sizes.evicted(),
        who);
  }

  private void requests(MetricText to, String result, long count) {
    to.counter(
        "glass_edge_cache_requests_total",
        "Requests by what the cache did.",
        count,
        "cache",
        cache.name(),
        "result",
        result);
  }
}
