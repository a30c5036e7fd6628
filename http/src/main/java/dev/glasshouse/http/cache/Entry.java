package dev.glasshouse.http.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.caching.FailureVerdict;
import dev.glasshouse.http.caching.Stored;

/**
 * One stored response.
 *
 * @param key what it is kept by
 * @param version the version of HTTP that it came in
 * @param stored what the rules know of it
 * @param content its bytes
 * @param id its number on disk; 0 where it is not there
 */
record Entry(CacheKey key, HttpVersion version, Stored stored, Content content, long id) {
  /** What an entry takes beside its texts and its body, about. */
  private static final int OVERHEAD = 512;

  /** The same with other fields and moments, under a number of its own. */
  Entry with(Stored newStored, long newId) {
    return new Entry(key, version, newStored, content, newId);
  }

  /** Where it is kept: disk, or memory alone. */
  String store() {
    return id != 0 ? "disk" : content.store();
  }

  /** The memory that it takes, bytes, about. */
  long memory() {
    long bytes = OVERHEAD + 2L * key.url().length() + content.memory();
    for (Field field : stored.fields()) {
      bytes += 48 + field.name().length() + field.value().length();
    }
    return bytes;
  }

  /**
   * Whether another response to the same key takes this one's place: Vary tells them not apart, and
   * it is not a server's failure, which says nothing of what is stored (RFC 9111 4.3.3): that
   * stands beside.
   */
  boolean isReplacedBy(Stored newer) {
    return stored.selecting().equals(newer.selecting())
        && (isFailure() || !FailureVerdict.isFailure(newer.status()));
  }

  /** Whether it is a server's failure that is kept, and no answer to the request. */
  boolean isFailure() {
    return FailureVerdict.isFailure(stored.status());
  }
}
