package dev.glasshouse.journey;

import java.time.Duration;

/**
 * Steps of a cache that many share, beside those that every HTTP cache has ({@link CacheStep}):
 * what a node of a CDN does on its own.
 */
public sealed interface CacheNodeStep extends Step {

  /**
   * An order to forget was taken, and holds from now on.
   *
   * @param meant url, prefix, tag or all
   * @param what the URL, the beginning of URLs, or the tag
   * @param soft whether what is meant only becomes stale
   */
  record PurgeTaken(String meant, String what, boolean soft) implements CacheNodeStep {}

  /**
   * An order to forget was told to the other nodes.
   *
   * @param order the order in a line
   * @param nodes how many heard it
   */
  record PurgeSpread(String order, int nodes) implements CacheNodeStep {}

  /**
   * An answer that does not say how long it is fresh got a short lifetime here.
   *
   * @param url the URL
   * @param status its status code
   * @param lifetime for how long it is kept
   */
  record LifetimeGiven(String url, int status, Duration lifetime) implements CacheNodeStep {}

  /**
   * A request came through this cache already.
   *
   * @param url the URL
   * @param cache the cache's name
   */
  record LoopFound(String url, String cache) implements CacheNodeStep {}

  /**
   * The client's own condition was answered here: it has what is stored.
   *
   * @param url the URL
   * @param field the condition's field
   */
  record ConditionAnswered(String url, String field) implements CacheNodeStep {}

  /**
   * Something was fetched before anybody asked for it.
   *
   * @param url the URL
   * @param status the status code that came
   * @param bytes bytes of its content; negative where it broke off
   * @param stored whether it is stored now
   */
  record Warmed(String url, int status, long bytes, boolean stored) implements CacheNodeStep {}

  /**
   * The nodes that hear each other's orders changed.
   *
   * @param node this node's name
   * @param nodes how many there are now, with this one
   */
  record NodesChanged(String node, int nodes) implements CacheNodeStep {}
}
