package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of the HTTP cache. A partition is the site in whose pages an entry may be used. */
public sealed interface CacheStep extends Step {

  /**
   * The cache answered with what is stored.
   *
   * @param url the URL
   * @param partition the partition
   * @param store memory or disk
   * @param status the status code of the answer
   * @param fields its header fields; secrets shortened
   * @param bytes bytes of the body that need not be transferred
   * @param age how old the answer is (RFC 9111 4.2.3)
   * @param lifetime how long it is fresh
   * @param left how much of that is left; negative when it is stale
   * @param saved how long the network took for it when it was stored
   * @param checked whether the server confirmed it first
   */
  record CacheAnswered(
      String url,
      String partition,
      String store,
      int status,
      List<String> fields,
      long bytes,
      Duration age,
      Duration lifetime,
      Duration left,
      Duration saved,
      boolean checked)
      implements CacheStep {}

  /**
   * What is stored for another URL is used: the URLs differ only in parts of the query that do not
   * count.
   *
   * @param url the URL that is asked
   * @param stored the URL that it is stored for
   */
  record CacheMatched(String url, String stored) implements CacheStep {}

  /**
   * The cache let a request go on to the network.
   *
   * @param url the URL
   * @param partition the partition
   */
  record CachePassed(String url, String partition) implements CacheStep {}

  /**
   * The cache asks the server whether what is stored still holds, before it is used.
   *
   * @param url the URL
   * @param partition the partition
   * @param conditions the fields that it added, of the form {@code name: value}
   */
  record CacheChecks(String url, String partition, List<String> conditions) implements CacheStep {}

  /**
   * The cache asks the server for the rest of what is stored in part (RFC 9111 section 3.4).
   *
   * @param url the URL
   * @param partition the partition
   * @param conditions the fields that it added, of the form {@code name: value}
   */
  record CacheCompletes(String url, String partition, List<String> conditions)
      implements CacheStep {}

  /**
   * The cache refused a request: it may neither answer nor ask.
   *
   * @param url the URL
   * @param status the status code that it answered with, 504
   */
  record CacheRefused(String url, int status) implements CacheStep {}

  /**
   * An answer was stored.
   *
   * @param url the URL
   * @param partition the partition
   * @param store memory or disk
   * @param bytes bytes of its body
   * @param lifetime how long it is fresh from now
   * @param whole whether it is the whole body, and not a part of it
   */
  record CacheStored(
      String url, String partition, String store, long bytes, Duration lifetime, boolean whole)
      implements CacheStep {}

  /**
   * An answer was not stored.
   *
   * @param url the URL
   */
  record CacheNotStored(String url) implements CacheStep {}

  /**
   * The fields of a stored answer were brought up to date.
   *
   * @param url the URL
   * @param fields the names of the fields that changed
   * @param lifetime how long it is fresh from now
   */
  record CacheFreshened(String url, List<String> fields, Duration lifetime) implements CacheStep {}

  /**
   * What is stored for a URL may not be used any more.
   *
   * @param url the URL
   * @param entries how many entries there were
   */
  record CacheInvalidated(String url, int entries) implements CacheStep {}

  /**
   * A request waited for another one for the same thing; the step lasts as long as it waited.
   *
   * @param url the URL
   * @param shared whether the other's answer could be shared
   */
  record CacheWaited(String url, boolean shared) implements CacheStep {}

  /**
   * A stale answer is checked with the server while it is used already.
   *
   * @param url the URL
   * @param deadline how long that may take
   */
  record RevalidatedBehind(String url, Duration deadline) implements CacheStep {}

  /**
   * Something is wrong with what is stored, or with the place where it is.
   *
   * @param where the folder, or the URL of the entry
   * @param what what was done about it
   */
  record CacheTrouble(String where, String what) implements CacheStep {}
}
