package dev.glasshouse.dns.recursive;

/** The info codes of extended errors (RFC 8914 section 4, and IANA's registry). */
final class Errors {
  static final int OTHER = 0;
  static final int UNSUPPORTED_DNSKEY_ALGORITHM = 1;
  static final int UNSUPPORTED_DS_DIGEST = 2;
  static final int STALE_ANSWER = 3;
  static final int DNSSEC_INDETERMINATE = 5;
  static final int DNSSEC_BOGUS = 6;
  static final int SIGNATURE_EXPIRED = 7;
  static final int SIGNATURE_NOT_YET_VALID = 8;
  static final int DNSKEY_MISSING = 9;
  static final int RRSIGS_MISSING = 10;
  static final int NSEC_MISSING = 12;
  static final int CACHED_ERROR = 13;
  static final int PROHIBITED = 18;
  static final int STALE_NXDOMAIN = 19;
  static final int NOT_AUTHORITATIVE = 20;
  static final int NO_REACHABLE_AUTHORITY = 22;
  static final int NETWORK_ERROR = 23;
  static final int UNSUPPORTED_NSEC3_ITERATIONS = 27;

  private Errors() {}
}
