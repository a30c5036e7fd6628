package dev.glasshouse.dns.dnssec;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Which cryptography counts, and how much of it is done.
 *
 * @param algorithms signing algorithms that are understood; a zone signed with others alone is
 *     insecure (RFC 4035 section 2.2)
 * @param digests digests of DS records that are understood
 * @param iterations beyond how many additional iterations NSEC3 counts as insecure (RFC 9276
 *     section 3.2): 50
 * @param skew how far signatures may be out of their time, for clocks that are wrong: none
 * @param allAlgorithms whether a zone must be signed with each algorithm its DS records name
 */
public record Policy(
    Set<Integer> algorithms,
    Set<Integer> digests,
    int iterations,
    Duration skew,
    boolean allAlgorithms) {
  static final int DSA = 3;
  static final int RSASHA1 = 5;
  static final int DSA_NSEC3 = 6;
  static final int RSASHA1_NSEC3 = 7;
  static final int RSASHA256 = 8;
  static final int RSASHA512 = 10;
  static final int ECDSA_P256 = 13;
  static final int ECDSA_P384 = 14;
  static final int ED25519 = 15;
  static final int ED448 = 16;
  static final int SHA1 = 1;
  static final int SHA256 = 2;
  static final int SHA384 = 4;

  /** Today's algorithms; SHA-1 is not among them (RFC 9905). */
  public static final Policy DEFAULT =
      new Policy(
          Set.of(RSASHA256, RSASHA512, ECDSA_P256, ECDSA_P384, ED25519, ED448),
          Set.of(SHA256, SHA384),
          50,
          Duration.ZERO,
          false);

  /** Copies the sets. */
  public Policy {
    algorithms = Set.copyOf(algorithms);
    digests = Set.copyOf(digests);
  }

  /** With further algorithms, and SHA-1 in DS records: for zones of old. */
  public Policy withOld(Set<Integer> more) {
    var both = new HashSet<>(algorithms);
    both.addAll(more);
    return new Policy(both, Set.of(SHA1, SHA256, SHA384), iterations, skew, allAlgorithms);
  }

  /** With another limit of NSEC3 iterations. */
  public Policy withIterations(int most) {
    return new Policy(algorithms, digests, most, skew, allAlgorithms);
  }

  /** Where each algorithm that a DS record names has to sign. */
  public Policy withAllAlgorithms() {
    return new Policy(algorithms, digests, iterations, skew, true);
  }
}
