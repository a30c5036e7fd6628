package dev.glasshouse.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Basic (RFC 7617): the client tells name and password with each request.
 *
 * <p>Who has been let in is remembered for a while, under a hash whose key lives in this process
 * only. A name that there is not costs as much time as a wrong password does.
 */
public final class BasicLogin implements Login {
  /** A hash that no password of ours has: for names that there are not. */
  private static final String NOBODY =
      "$2y$10$abcdefghijklmnopqrstuuOGgGnAkbkbQyVtFNoyRJDfqBrGc0XVq";

  private final String realm;
  private final Map<String, PasswordHash> users;
  private final AccessLimits limits;
  private final Semaphore hashing;
  private final SecretKeySpec key;
  private final Cache<ByteBuffer, Boolean> known;

  private BasicLogin(String realm, Map<String, PasswordHash> users, AccessLimits limits) {
    this.realm = realm;
    this.users = users;
    this.limits = limits;
    this.hashing = new Semaphore(limits.atOnce());
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
    this.known =
        Caffeine.newBuilder()
            .maximumSize(limits.known())
            .expireAfterWrite(limits.knownFor())
            .build();
  }

  /**
   * A place whose names and passwords are in a file of htpasswd.
   *
   * @throws IOException when it cannot be read, or what is wrong with which of its lines
   */
  public static BasicLogin of(Path file, String realm, AccessLimits limits) throws IOException {
    return new BasicLogin(realm, UserFile.passwords(file), limits);
  }

  @Override
  public String scheme() {
    return "Basic";
  }

  @Override
  public Verdict verdict(Request request) {
    Optional<String> credentials = Login.credentials(request, "Basic");
    if (credentials.isEmpty()) {
      return refused("", ServerReason.LOGIN_MISSING);
    }
    String pair;
    try {
      // A server that says charset="UTF-8" is told both in UTF-8 (2.1).
      pair = new String(Base64.getDecoder().decode(credentials.get()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return refused("", ServerReason.LOGIN_UNREADABLE, "not Base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return refused("", ServerReason.LOGIN_UNREADABLE, "no colon");
    }
    String user = pair.substring(0, colon);
    String password = pair.substring(colon + 1);
    if (password.length() > limits.longest()) {
      return refused(user, ServerReason.LOGIN_WRONG);
    }
    return look(user, password, pair);
  }

  private Verdict look(String user, String password, String pair) {
    ByteBuffer hash = ByteBuffer.wrap(keyed(pair));
    if (known.getIfPresent(hash) != null) {
      return new Allowed(user, Fields.EMPTY, Because.of(ServerReason.LOGIN_RIGHT));
    }
    if (!hashing.tryAcquire()) {
      return new Busy(user, Because.of(ServerReason.LOGIN_BUSY, limits.atOnce()));
    }
    try {
      PasswordHash its = users.get(user);
      if (its == null) {
        boolean _ = new PasswordHash(PasswordHash.Kind.BCRYPT, NOBODY).fits(password);
        return refused(user, ServerReason.LOGIN_UNKNOWN);
      }
      if (!its.fits(password)) {
        return refused(user, ServerReason.LOGIN_WRONG);
      }
    } finally {
      hashing.release();
    }
    known.put(hash, Boolean.TRUE);
    return new Allowed(user, Fields.EMPTY, Because.of(ServerReason.LOGIN_RIGHT));
  }

  private byte[] keyed(String pair) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(pair.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  private Refused refused(String user, ServerReason reason, Object... arguments) {
    return new Refused(
        user,
        Fields.EMPTY.plus("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\""),
        Because.of(reason, Clause.rfc(7617, "2"), arguments));
  }
}
