package dev.glasshouse.server.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * A password as files of htpasswd keep it. Its text form gives nothing away.
 *
 * @param kind how it was hashed
 * @param text the hash with its salt, as it stands in the file
 */
record PasswordHash(Kind kind, String text) {

  /** How passwords are hashed. */
  enum Kind {
    /** {@code $2y$}. */
    BCRYPT,
    /** {@code $apr1$}: Apache's MD5. */
    APR1,
    /** {@code $5$} and {@code $6$}: SHA-256 and SHA-512 many times over. */
    SHA_CRYPT,
    /** {@code {SHA}}: SHA-1 without salt; old files have it. */
    SHA_1
  }

  /**
   * A hash out of text.
   *
   * @throws IllegalArgumentException with a sentence, if it is of no kind that is known
   */
  static PasswordHash of(String text) {
    if (text.matches("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}")) {
      int cost = Integer.parseInt(text.substring(4, 6));
      if (cost < 4 || cost > 17) {
        throw new IllegalArgumentException("a bcrypt cost of " + cost + " is not from 4 to 17");
      }
      return new PasswordHash(Kind.BCRYPT, text);
    }
    if (text.matches("\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}")) {
      return new PasswordHash(Kind.APR1, text);
    }
    if (text.matches(
        "\\$[56]\\$(rounds=[0-9]{4,7}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{43,86}")) {
      return new PasswordHash(Kind.SHA_CRYPT, text);
    }
    if (text.matches("\\{SHA}[A-Za-z0-9+/]{27}=")) {
      return new PasswordHash(Kind.SHA_1, text);
    }
    throw new IllegalArgumentException(
        "the password is hashed in no way that is known here: bcrypt, apr1, SHA-crypt, SHA-1");
  }

  /** Whether a password is the one; takes long on purpose. */
  boolean fits(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return switch (kind) {
      case BCRYPT -> bcrypt(bytes);
      case APR1 -> same(Md5Crypt.apr1Crypt(bytes, text));
      case SHA_CRYPT ->
          same(
              text.startsWith("$5$")
                  ? Sha2Crypt.sha256Crypt(bytes, text)
                  : Sha2Crypt.sha512Crypt(bytes, text));
      case SHA_1 -> same("{SHA}" + sha1(bytes));
    };
  }

  /** What is longer than bcrypt takes in counts by its first 72 bytes, as Apache has it. */
  private boolean bcrypt(byte[] password) {
    byte[] cut = password.length > 72 ? java.util.Arrays.copyOf(password, 72) : password;
    BCrypt.Version version =
        switch (text.charAt(2)) {
          case 'a' -> BCrypt.Version.VERSION_2A;
          case 'b' -> BCrypt.Version.VERSION_2B;
          default -> BCrypt.Version.VERSION_2Y;
        };
    return BCrypt.verifyer(version).verify(cut, text.getBytes(StandardCharsets.US_ASCII)).verified;
  }

  private boolean same(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  private static String sha1(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
