package dev.glasshouse.server.origins;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens against forged requests that need no session: one goes out as a cookie, and comes back
 * twice, as the cookie and as a field of the form or of the request, which pages of other sites
 * cannot read. Each is signed and bound to whom it was handed out to, so that a cookie which
 * somebody else set is no token.
 */
public final class DoubleSubmit {
  private static final int RANDOM_BYTES = 16;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * Tokens of one program.
   *
   * @param secret at least 32 bytes that all servers of the program have and nobody else
   */
  public DoubleSubmit(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("a secret of less than 32 bytes can be guessed");
    }
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /**
   * A new token.
   *
   * @param whom whom it is for: a user's name, a session; empty for anybody
   */
  public String token(String whom) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String nonce = TEXT.encodeToString(bytes);
    return nonce + "." + signature(nonce, whom);
  }

  /**
   * Whether a request brought the token twice.
   *
   * @param cookie what came as the cookie; empty for nothing
   * @param sent what came in the form or the field; empty for nothing
   * @param whom whom it was for
   */
  public boolean holds(String cookie, String sent, String whom, Trail trail) {
    boolean there = !cookie.isEmpty() && !sent.isEmpty();
    int dot = cookie.indexOf('.');
    boolean right =
        there
            && dot > 0
            && same(cookie, sent)
            && same(cookie.substring(dot + 1), signature(cookie.substring(0, dot), whom));
    if (trail.on()) {
      trail.mark(
          new RouteStep.OriginJudged("CSRF", "", right ? "allowed" : "refused"),
          Because.of(
              right
                  ? RouteReason.TOKEN_RIGHT
                  : there ? RouteReason.TOKEN_WRONG : RouteReason.TOKEN_MISSING));
    }
    return right;
  }

  private String signature(String nonce, String whom) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return TEXT.encodeToString(
          mac.doFinal((nonce + "." + whom).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** In a time that says nothing of where they differ. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
