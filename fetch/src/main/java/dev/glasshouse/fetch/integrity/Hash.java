package dev.glasshouse.fetch.integrity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A hash that content is to have: {@code sha256-...} (Subresource Integrity, 3.2; Content Security
 * Policy 3, 2.3.1 "hash-source").
 *
 * @param algorithm how it is made
 * @param value in Base64, with the padding and the letters of RFC 4648, 4
 */
public record Hash(Algorithm algorithm, String value) {

  /** The algorithms, the weakest first. */
  public enum Algorithm {
    SHA256("SHA-256"),
    SHA384("SHA-384"),
    SHA512("SHA-512");

    private final String java;

    Algorithm(String java) {
      this.java = java;
    }

    /** A digest that begins anew. */
    public MessageDigest digest() {
      try {
        return MessageDigest.getInstance(java);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e); // every JDK has the three
      }
    }

    /** As the specifications spell it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The hash of content. */
  public static Hash of(Algorithm algorithm, byte[] content) {
    return new Hash(
        algorithm, Base64.getEncoder().encodeToString(algorithm.digest().digest(content)));
  }

  /** Reads {@code algorithm-base64}; empty where it is none, or the algorithm is not known. */
  public static Optional<Hash> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String name = text.substring(0, dash).toLowerCase(Locale.ROOT);
    String value = text.substring(dash + 1);
    if (!value.matches("[A-Za-z0-9+/_-]+={0,2}")) {
      return Optional.empty();
    }
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.toString().equals(name)) {
        return Optional.of(new Hash(algorithm, normal(value)));
      }
    }
    return Optional.empty();
  }

  /** The letters for URLs and missing padding are taken, too, as browsers do. */
  private static String normal(String value) {
    String bare = value.replace('-', '+').replace('_', '/').replaceFirst("=+$", "");
    return bare + "=".repeat((4 - bare.length() % 4) % 4);
  }

  /** {@code algorithm-base64}. */
  @Override
  public String toString() {
    return algorithm + "-" + value;
  }
}
