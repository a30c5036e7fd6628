package dev.glasshouse.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.Digest;
import dev.glasshouse.net.auth.Qop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digest (RFC 7616): the client shows that it knows the password, and does not tell it.
 *
 * <p>The numbers that this server gives out are the time and a keyed hash of it, so that none has
 * to be kept until it is used; of those that are used, the counts are kept, and none counts twice.
 * Of a request, method and target are covered ({@code qop="auth"}).
 */
public final class DigestLogin implements Login {
  private static final int STAMP = Long.BYTES;
  private static final int SALT = 8;
  private static final int SEAL = 16;

  private final String realm;
  private final Map<String, String> secrets;
  private final AccessLimits limits;
  private final InstantSource clock;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, NonceUses> uses;

  private DigestLogin(
      String realm, Map<String, String> secrets, AccessLimits limits, InstantSource clock) {
    this.realm = realm;
    this.secrets = secrets;
    this.limits = limits;
    this.clock = clock;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.uses =
        Caffeine.newBuilder()
            .maximumSize(limits.nonces())
            .expireAfterWrite(limits.nonceFor().multipliedBy(2))
            .build();
  }

  /**
   * A place whose secrets are in a file, lines {@code NAME:REALM:HASH}.
   *
   * @throws IOException when it cannot be read, or what is wrong with which of its lines
   */
  public static DigestLogin of(Path file, String realm, AccessLimits limits, InstantSource clock)
      throws IOException {
    return new DigestLogin(realm, UserFile.secrets(file, realm), limits, clock);
  }

  @Override
  public String scheme() {
    return "Digest";
  }

  @Override
  public Verdict verdict(Request request) {
    var credentials = Login.credentials(request, "Digest");
    if (credentials.isEmpty()) {
      return refused("", false, ServerReason.LOGIN_MISSING);
    }
    Map<String, String> said = Challenge.parameters(credentials.get());
    String user = said.getOrDefault("username", "");
    if (!said.getOrDefault("uri", "").equals(request.target())) {
      return refused(user, false, ServerReason.LOGIN_UNREADABLE, "uri is not the request's");
    }
    if (!said.getOrDefault("realm", "").equals(realm)) {
      return refused(user, false, ServerReason.LOGIN_UNREADABLE, "of another realm");
    }
    if (!said.getOrDefault("qop", "").equalsIgnoreCase("auth")) {
      return refused(user, false, ServerReason.LOGIN_UNREADABLE, "qop is not auth");
    }
    String nonce = said.getOrDefault("nonce", "");
    Age age = age(nonce);
    if (age == Age.STRANGE) {
      return refused(user, false, ServerReason.NONCE_STRANGE);
    }
    return look(request, user, said, nonce, age);
  }

  private Verdict look(
      Request request, String user, Map<String, String> said, String nonce, Age age) {
    String secret = secrets.get(user);
    String known = secret == null ? "0".repeat(64) : secret;
    var algorithm = known.length() == 32 ? Digest.Algorithm.MD5 : Digest.Algorithm.SHA_256;
    String count = said.getOrDefault("nc", "");
    String right =
        Digest.response(
            algorithm,
            known,
            nonce,
            count,
            said.getOrDefault("cnonce", ""),
            Qop.AUTH,
            request.method().name() + ":" + request.target());
    boolean same =
        MessageDigest.isEqual(
            right.getBytes(StandardCharsets.US_ASCII),
            said.getOrDefault("response", "").getBytes(StandardCharsets.UTF_8));
    if (secret == null) {
      return refused(user, false, ServerReason.LOGIN_UNKNOWN);
    }
    if (!same) {
      return refused(user, false, ServerReason.LOGIN_WRONG);
    }
    // Only who knows the password learns that the number is too old, and is asked no second time.
    if (age == Age.OLD) {
      return refused(user, true, ServerReason.NONCE_STALE);
    }
    if (!count.matches("[0-9a-fA-F]{8}") || !use(nonce, Long.parseLong(count, 16))) {
      return refused(user, true, ServerReason.NONCE_REPLAYED);
    }
    return new Allowed(user, Fields.EMPTY, Because.of(ServerReason.LOGIN_RIGHT));
  }

  private boolean use(String nonce, long count) {
    var fresh = new AtomicBoolean();
    uses.asMap()
        .compute(
            nonce,
            (_, before) -> {
              NonceUses known = before == null ? NonceUses.NONE : before;
              fresh.set(!known.has(count));
              return fresh.get() ? known.with(count) : known;
            });
    return fresh.get();
  }

  private enum Age {
    GOOD,
    OLD,
    STRANGE
  }

  private Age age(String nonce) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return Age.STRANGE;
    }
    if (bytes.length != STAMP + SALT + SEAL) {
      return Age.STRANGE;
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    byte[] body = new byte[STAMP + SALT];
    byte[] seal = new byte[SEAL];
    all.get(body).get(seal);
    if (!MessageDigest.isEqual(seal, seal(body))) {
      return Age.STRANGE;
    }
    Instant made = Instant.ofEpochMilli(ByteBuffer.wrap(body).getLong());
    Duration age = Duration.between(made, clock.instant());
    return age.compareTo(limits.nonceFor()) > 0 ? Age.OLD : Age.GOOD;
  }

  private String nonce() {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    byte[] body = ByteBuffer.allocate(STAMP + SALT).putLong(clock.millis()).put(salt).array();
    byte[] whole = ByteBuffer.allocate(STAMP + SALT + SEAL).put(body).put(seal(body)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  private byte[] seal(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return java.util.Arrays.copyOf(mac.doFinal(body), SEAL);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  /** The stronger algorithm first (3.7); only those that some secret is made by. */
  private Refused refused(String user, boolean stale, ServerReason reason, Object... arguments) {
    String nonce = nonce();
    Fields fields = Fields.EMPTY;
    for (var algorithm : new String[] {"SHA-256", "MD5"}) {
      int length = algorithm.equals("MD5") ? 32 : 64;
      if (secrets.values().stream().anyMatch(hash -> hash.length() == length)) {
        fields =
            fields.plus(
                "WWW-Authenticate",
                "Digest realm=\""
                    + realm
                    + "\", qop=\"auth\", algorithm="
                    + algorithm
                    + ", nonce=\""
                    + nonce
                    + '"'
                    + (stale ? ", stale=true" : ""));
      }
    }
    return new Refused(user, fields, Because.of(reason, Clause.rfc(7616, "3"), arguments));
  }
}
