package dev.glasshouse.dns.cache;

/**
 * How much data is trusted, by where in a message it stood (RFC 2181 section 5.4.1), from the least
 * to the most. Data replaces what is cached only when it ranks at least as high, or that has
 * expired.
 */
public enum Rank {
  /** From the additional section of an answer that is not authoritative: glue. */
  ADDITIONAL,
  /** From the authority section of a referral. */
  AUTHORITY,
  /** From the additional section of an authoritative answer. */
  ADDITIONAL_AA,
  /** Behind the first alias of an authoritative answer, which speaks for the alias alone. */
  CHAINED_ANSWER,
  /** From the answer section of an answer that is not authoritative. */
  ANSWER,
  /** From the authority section of an authoritative answer. */
  AUTHORITY_AA,
  /** From the answer section of an authoritative answer. */
  ANSWER_AA,
  /** Its signature was checked. */
  VALIDATED
}
