package dev.glasshouse.dns.cache;

/** What is known of data's authenticity (RFC 4033 section 5). */
public enum Security {
  /** Nobody has looked yet. */
  UNCHECKED,
  /** No trust anchor speaks of it. */
  INDETERMINATE,
  /** It is proven that its zone is not signed. */
  INSECURE,
  /** It should be signed, and no signature holds. */
  BOGUS,
  /** A chain of signatures leads to it from a trust anchor. */
  SECURE
}
