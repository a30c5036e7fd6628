package dev.glasshouse.server.sessions;

import dev.glasshouse.journey.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of a session: 144 bits of chance as 24 characters that may stand in cookies and URLs. Its
 * text never says more of it than a few characters.
 */
final class SessionId {
  private static final int BYTES = 18;
  private static final int CHARACTERS = 24;

  private final String id;

  private SessionId(String id) {
    this.id = id;
  }

  /** A new one. */
  static SessionId random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What a client says is one; empty for what this server never gives. */
  static Optional<SessionId> parse(String text) {
    boolean one =
        text.length() == CHARACTERS
            && text.chars()
                .allMatch(c ->
                    (c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || c == '-'
                        || c == '_');
    return one ? Optional.of(new SessionId(text)) : Optional.empty();
  }

  /** As the client gets it. */
  String secret() {
    return id;
  }

  /** Under what the store keeps it: SHA-256, from which nobody gets back. */
  String key() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return Secrets.shorten(id);
  }
}
