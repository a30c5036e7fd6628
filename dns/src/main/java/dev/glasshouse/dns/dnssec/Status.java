package dev.glasshouse.dns.dnssec;

/**
 * What validation came to, in the words of RFC 4033 section 5; the later, the worse.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4033#section-5">RFC 4033 section 5</a>
 */
public enum Status {
  /** A chain of signatures leads from a trust anchor to the records. */
  SECURE,
  /** A chain of signatures leads to a proof that from there on nothing is signed. */
  INSECURE,
  /** No trust anchor says whether the records should be signed. */
  INDETERMINATE,
  /** The records should be signed, and are not as they should be. */
  BOGUS;

  /** The worse of two. */
  public Status or(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
