package dev.glasshouse.dns.zone;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * A secret that two servers share, to know each other's messages by.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945">RFC 8945</a>
 */
public final class TsigKey {
  // RFC 8945 section 6: the algorithms, and how Java calls them.
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "hmac-sha256", "HmacSHA256",
          "hmac-sha384", "HmacSHA384",
          "hmac-sha512", "HmacSHA512",
          "hmac-sha224", "HmacSHA224",
          "hmac-sha1", "HmacSHA1");

  private final String name;
  private final String algorithm;
  private final byte[] secret;
  private final byte[] nameBytes;
  private final byte[] algorithmBytes;

  private TsigKey(String name, String algorithm, byte[] secret) throws BadText {
    this.name = name;
    this.algorithm = algorithm;
    this.secret = secret;
    this.nameBytes = NameText.lower(name);
    this.algorithmBytes = NameText.lower(algorithm);
  }

  /**
   * A key out of text.
   *
   * @param text {@code NAME:ALGORITHM:SECRET}, the algorithm for example {@code hmac-sha256}, the
   *     secret in base64
   * @throws IllegalArgumentException with a sentence that does not repeat the secret
   */
  public static TsigKey of(String text) {
    String[] words = text.split(":", 3);
    if (words.length != 3) {
      throw new IllegalArgumentException("a key is NAME:ALGORITHM:SECRET");
    }
    String algorithm = words[1].toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.containsKey(algorithm)) {
      throw new IllegalArgumentException("the key " + words[0] + " has an unknown algorithm");
    }
    try {
      byte[] secret = Base64.getDecoder().decode(words[2]);
      if (secret.length == 0) {
        throw new IllegalArgumentException("empty");
      }
      return new TsigKey(words[0], algorithm, secret);
    } catch (IllegalArgumentException | BadText e) {
      throw new IllegalArgumentException(
          "the key " + words[0] + " has no name, or no secret in base64", e);
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  byte[] nameBytes() {
    return nameBytes;
  }

  byte[] algorithmBytes() {
    return algorithmBytes;
  }

  boolean is(byte[] otherName, byte[] otherAlgorithm) {
    return Arrays.equals(nameBytes, otherName) && Arrays.equals(algorithmBytes, otherAlgorithm);
  }

  javax.crypto.Mac mac() {
    try {
      String its = ALGORITHMS.getOrDefault(algorithm, "HmacSHA256");
      var mac = javax.crypto.Mac.getInstance(its);
      mac.init(new javax.crypto.spec.SecretKeySpec(secret, its));
      return mac;
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException("every Java has these", e);
    }
  }

  /** The name alone: secrets are not told. */
  @Override
  public String toString() {
    return name;
  }
}
