package dev.glasshouse.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.net.auth.Basic;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.Digest;
import dev.glasshouse.net.auth.Qop;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  /** Hashes of "open sesame", one of each kind, as htpasswd and openssl wrote them. */
  private static final String USERS =
      """
      # who may come in
      bcrypt:$2y$05$58xH.BStVQnaJs6VAnqlfeHGQX91ZZjtQH.Kgh9bf5fXnRhZBL302
      apr1:$apr1$cE/v3TBf$/bDZm/dsbhLBAqyosrSBP0
      sha256:$5$72we41BxgaBxDCtV$.4hYx8.fDA/Nn7X5IsAn3bCJGhMr0HpTV47TxpeGld8
      sha512:$6$QAkepzJW15kGyIbP$uNqC1ZyH5gHuLLWIe3NHpaX80.djvp8bU6qMGnyku.bNC7Abi0vlEA9zz/ziMlnoQOXRsMBMPjefdcAEjC2n30
      sha1:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=
      """;

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("users"), text);
  }

  private static Request with(String authorization) {
    return Request.to(Method.GET, Url.parse("http://a.test/x?y=1"))
        .with("Authorization", authorization);
  }

  private static String basic(String user, String password) {
    return Basic.authorization(new dev.glasshouse.net.auth.Login(user, password));
  }

  private static ServerReason reason(Login.Verdict verdict) {
    return (ServerReason) verdict.because().reason();
  }

  @Test
  void everyKindOfHashOfHtpasswdIsKnown() throws Exception {
    BasicLogin login = BasicLogin.of(file(USERS), "r", AccessLimits.USUAL);
    for (String user : List.of("bcrypt", "apr1", "sha256", "sha512", "sha1")) {
      assertThat(login.verdict(with(basic(user, "open sesame"))))
          .as(user)
          .isInstanceOf(Login.Allowed.class);
      // Remembered now, and still only this password.
      assertThat(login.verdict(with(basic(user, "open sesame")))).isInstanceOf(Login.Allowed.class);
      Login.Verdict wrong = login.verdict(with(basic(user, "open barley")));
      assertThat(wrong).as(user).isInstanceOf(Login.Refused.class);
      assertThat(reason(wrong)).isEqualTo(ServerReason.LOGIN_WRONG);
    }
    assertThat(reason(login.verdict(with(basic("ali", "x")))))
        .isEqualTo(ServerReason.LOGIN_UNKNOWN);
    assertThat(reason(login.verdict(with("Basic ???")))).isEqualTo(ServerReason.LOGIN_UNREADABLE);
    assertThat(reason(login.verdict(with("Bearer abc")))).isEqualTo(ServerReason.LOGIN_MISSING);
    assertThat(reason(login.verdict(with(basic("sha1", "x".repeat(2000))))))
        .isEqualTo(ServerReason.LOGIN_WRONG);
    Login.Refused refused = (Login.Refused) login.verdict(with(basic("ali", "x")));
    assertThat(refused.challenge().first("WWW-Authenticate"))
        .hasValue("Basic realm=\"r\", charset=\"UTF-8\"");
  }

  @Test
  void whatHtpasswdWritesIsRead() throws Exception {
    Path file = folder.resolve("made");
    for (String kind : List.of("-B", "-m", "-s", "-2", "-5")) {
      boolean made =
          run(
              "htpasswd",
              "-b",
              Files.exists(file) ? kind : "-c" + kind.substring(1),
              file.toString(),
              "u" + kind.charAt(1),
              "pass word");
      Assumptions.assumeTrue(made, "htpasswd is not there, or does not know " + kind);
    }
    BasicLogin login = BasicLogin.of(file, "r", AccessLimits.USUAL);
    for (String user : List.of("uB", "um", "us", "u2", "u5")) {
      assertThat(login.verdict(with(basic(user, "pass word"))))
          .as(user)
          .isInstanceOf(Login.Allowed.class);
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aFileThatIsWrongIsToldWithItsLines() throws Exception {
    Path users = file("a:plain\n\nb\nc:$2y$99$" + "a".repeat(53) + "\n");
    assertThatThrownBy(() -> BasicLogin.of(users, "r", AccessLimits.USUAL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("users:1: the password is hashed in no way")
        .hasMessageContaining("users:3: is not NAME:HASH")
        .hasMessageContaining("users:4: a bcrypt cost of 99");
    Path digests = file("a:r:00\n");
    assertThatThrownBy(() -> DigestLogin.of(digests, "r", AccessLimits.USUAL, () -> now))
        .hasMessageContaining("users:1: the hash is neither 32");
    Path other = file("a:other:" + "0".repeat(64) + "\n");
    assertThatThrownBy(() -> DigestLogin.of(other, "r", AccessLimits.USUAL, () -> now))
        .hasMessageContaining("no name for the realm");
  }

  // ---- Digest ----

  private DigestLogin digest(String algorithm) throws Exception {
    byte[] hash =
        MessageDigest.getInstance(algorithm)
            .digest("ada:the realm:open sesame".getBytes(StandardCharsets.UTF_8));
    Path secrets = file("ada:the realm:" + HexFormat.of().formatHex(hash) + "\n");
    return DigestLogin.of(secrets, "the realm", AccessLimits.USUAL, () -> now);
  }

  private static Digest challenged(Login.Verdict verdict) {
    var refused = (Login.Refused) verdict;
    return Digest.strongest(Challenge.parse(refused.challenge().all("WWW-Authenticate")))
        .orElseThrow();
  }

  private static Request answering(Digest digest, String password, int count) {
    return with(
        digest.authorization(
            new dev.glasshouse.net.auth.Login("ada", password),
            Digest.Covered.of("GET", "/x?y=1", Qop.AUTH),
            count,
            "cnonce"));
  }

  @Test
  void whoKnowsThePasswordIsLetInAndNoAnswerCountsTwice() throws Exception {
    for (String algorithm : List.of("SHA-256", "MD5")) {
      DigestLogin login = digest(algorithm);
      Digest asked = challenged(login.verdict(Request.get(Url.parse("http://a.test/"))));
      Request right = answering(asked, "open sesame", 1);
      assertThat(login.verdict(right)).as(algorithm).isInstanceOf(Login.Allowed.class);
      assertThat(reason(login.verdict(right))).isEqualTo(ServerReason.NONCE_REPLAYED);
      assertThat(login.verdict(answering(asked, "open sesame", 3)))
          .isInstanceOf(Login.Allowed.class);
      assertThat(login.verdict(answering(asked, "open sesame", 2)))
          .isInstanceOf(Login.Allowed.class);
      assertThat(reason(login.verdict(answering(asked, "open barley", 4))))
          .isEqualTo(ServerReason.LOGIN_WRONG);
    }
  }

  @Test
  void anOldNumberIsStaleForWhoKnowsThePasswordOnly() throws Exception {
    DigestLogin login = digest("SHA-256");
    Digest asked = challenged(login.verdict(Request.get(Url.parse("http://a.test/"))));
    now = now.plus(Duration.ofMinutes(6));
    Login.Verdict late = login.verdict(answering(asked, "open sesame", 1));
    assertThat(reason(late)).isEqualTo(ServerReason.NONCE_STALE);
    assertThat(challenged(late).stale()).isTrue();
    Login.Verdict wrong = login.verdict(answering(asked, "open barley", 1));
    assertThat(challenged(wrong).stale()).isFalse();
  }

  @Test
  void whatDoesNotFitTheRequestIsRefused() throws Exception {
    DigestLogin login = digest("SHA-256");
    Digest asked = challenged(login.verdict(Request.get(Url.parse("http://a.test/"))));
    Request right = answering(asked, "open sesame", 1);
    String field = right.fields().first("Authorization").orElseThrow();
    assertThat(reason(login.verdict(right.to("/other")))).isEqualTo(ServerReason.LOGIN_UNREADABLE);
    assertThat(reason(login.verdict(with(field.replace("the realm", "a realm")))))
        .isEqualTo(ServerReason.LOGIN_UNREADABLE);
    assertThat(reason(login.verdict(with(field.replace(asked.nonce(), "x" + asked.nonce())))))
        .isEqualTo(ServerReason.NONCE_STRANGE);
    assertThat(reason(login.verdict(with(field.replace("\"ada\"", "\"eve\"")))))
        .isEqualTo(ServerReason.LOGIN_UNKNOWN);
    assertThat(reason(login.verdict(with("Digest")))).isEqualTo(ServerReason.LOGIN_MISSING);
    assertThat(login.verdict(with("Digest ,,=,\"")) instanceof Login.Refused).isTrue();
  }

  @Test
  void countsAreKeptLikeASet() {
    var random = new Random(11);
    for (int round = 0; round < 100; round++) {
      NonceUses uses = NonceUses.NONE;
      Set<Long> seen = new HashSet<>();
      long highest = 0;
      for (int i = 0; i < 300; i++) {
        long count = Math.max(1, highest - 70 + random.nextLong(90));
        boolean known = seen.contains(count) || count <= highest - 64;
        assertThat(uses.has(count)).as("count %d of %d", count, highest).isEqualTo(known);
        if (!known) {
          uses = uses.with(count);
          seen.add(count);
          highest = Math.max(highest, count);
        }
      }
    }
  }
}
