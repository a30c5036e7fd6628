package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cache.CacheMode;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import java.util.Optional;

/**
 * The conditions of a fetch that most do not have (Fetch, 2.2.5): what an element's attributes or a
 * script's options say.
 *
 * @param referrerPolicy the asker's own; empty for the page's
 * @param integrity hashes that the content must have one of ({@code integrity=}); may be empty
 * @param nonce the element's nonce; may be empty
 * @param inserted whether the parser or a script made the element
 * @param keepalive whether the fetch may outlive its page
 * @param preflight whether a preflight is demanded even for a simple request
 * @param cache how it is disposed towards the HTTP cache
 */
public record Terms(
    Optional<ReferrerPolicy> referrerPolicy,
    String integrity,
    String nonce,
    Inserted inserted,
    KeepAlive keepalive,
    Preflight preflight,
    CacheMode cache) {

  /** None. */
  public static final Terms NONE =
      new Terms(
          Optional.empty(),
          "",
          "",
          Inserted.BY_PARSER,
          KeepAlive.NO,
          Preflight.AS_NEEDED,
          CacheMode.DEFAULT);

  /** Who put the element into the page. */
  public enum Inserted {
    BY_PARSER,
    BY_SCRIPT
  }

  /** Whether a fetch goes on when its page is gone. */
  public enum KeepAlive {
    NO,
    YES
  }

  /** When a preflight is sent. */
  public enum Preflight {
    AS_NEEDED,
    ALWAYS
  }

  /** These with a referrer policy. */
  public Terms with(ReferrerPolicy policy) {
    return new Terms(Optional.of(policy), integrity, nonce, inserted, keepalive, preflight, cache);
  }

  /** These with hashes. */
  public Terms withIntegrity(String metadata) {
    return new Terms(referrerPolicy, metadata, nonce, inserted, keepalive, preflight, cache);
  }

  /** These with a nonce. */
  public Terms withNonce(String value) {
    return new Terms(referrerPolicy, integrity, value, inserted, keepalive, preflight, cache);
  }

  /** These for an element that a script made. */
  public Terms byScript() {
    return new Terms(
        referrerPolicy, integrity, nonce, Inserted.BY_SCRIPT, keepalive, preflight, cache);
  }

  /** These for a fetch that outlives its page. */
  public Terms keptAlive() {
    return new Terms(referrerPolicy, integrity, nonce, inserted, KeepAlive.YES, preflight, cache);
  }

  /** These with a preflight in any case. */
  public Terms preflighted() {
    return new Terms(
        referrerPolicy, integrity, nonce, inserted, keepalive, Preflight.ALWAYS, cache);
  }

  /** These with another disposition towards the cache. */
  public Terms with(CacheMode mode) {
    return new Terms(referrerPolicy, integrity, nonce, inserted, keepalive, preflight, mode);
  }
}
