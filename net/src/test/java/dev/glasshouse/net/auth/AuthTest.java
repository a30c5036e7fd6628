package dev.glasshouse.net.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 11, 7616 and 7617, with the examples of the RFCs. */
class AuthTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  private static final String OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";
  private static final Login MUFASA = new Login("Mufasa", "Circle of Life");

  private static final Digest.Covered COVERED = Digest.Covered.of("GET", "/", Qop.AUTH);

  /** Whether a field can have this value (RFC 9110 5.5). */
  private static boolean isValue(String text) {
    return text.strip().equals(text)
        && text.chars().allMatch(c -> c >= 0x20 && c != 0x7f && c < 256);
  }

  /** What is covered is all that the server takes and the content allows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                              | true  | none
                              | false | none
          auth                | true  | auth
          auth                | false | auth
          auth-int            | true  | auth-int
          auth-int            | false | -
          auth, auth-int      | true  | auth-int
          auth, auth-int      | false | auth
          auth-int,more,AUTH  | false | auth
          """)
  void whatIsCovered(String offered, boolean twice, String chosen) {
    String qop = offered == null ? "" : ", qop=\"" + offered + "\"";
    Digest digest = Digest.of(only("Digest realm=r, nonce=n" + qop)).orElseThrow();
    assertThat(digest.qop(twice).map(Qop::toString).orElse("-")).isEqualTo(chosen);
  }

  /** 3.4.3: computed here by hand, from the definition. */
  @ParameterizedTest
  @CsvSource({"MD5, false", "MD5, true", "SHA-256, true", "SHA-512-256, false"})
  void withItsContent(String algorithm, boolean session) throws Exception {
    String named = algorithm + (session ? "-sess" : "");
    Digest digest =
        Digest.of(only("Digest realm=r, nonce=n, qop=\"auth-int\", algorithm=" + named))
            .orElseThrow();
    String content =
        digest.algorithm().hash(new ByteArrayInputStream("a=b".getBytes(StandardCharsets.UTF_8)));
    String field =
        digest.authorization(
            new Login("u", "p"), new Digest.Covered("POST", "/x", Qop.AUTH_INT, content), 2, "own");
    String first = hash(algorithm, "u:r:p");
    first = session ? hash(algorithm, first + ":n:own") : first;
    String second = hash(algorithm, "POST:/x:" + hash(algorithm, "a=b"));
    String response = hash(algorithm, first + ":n:00000002:own:auth-int:" + second);
    assertThat(field)
        .contains("qop=auth-int", "algorithm=" + named, "response=\"" + response + "\"");
  }

  private static String hash(String algorithm, String text) throws Exception {
    String java = algorithm.equals("SHA-512-256") ? "SHA-512/256" : algorithm;
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance(java).digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Challenge only(String field) {
    return Challenge.parse(List.of(field)).getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    "MD5,     8ca523f5e9506fed4657c9700eebdbec",
  })
  void digestAsInItsRfc(String algorithm, String response) {
    Challenge challenge =
        only(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
                + algorithm
                + ", nonce=\""
                + NONCE
                + "\", opaque=\""
                + OPAQUE
                + "\"");
    String field =
        Digest.of(challenge)
            .orElseThrow()
            .authorization(MUFASA, Digest.Covered.of("GET", "/dir/index.html", Qop.AUTH), 1, OWN);
    assertThat(field)
        .startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\"")
        .contains("uri=\"/dir/index.html\"", "algorithm=" + algorithm, "nc=00000001", "qop=auth")
        .contains("cnonce=\"" + OWN + "\"", "response=\"" + response + "\"")
        .contains("opaque=\"" + OPAQUE + "\"")
        .doesNotContain("Circle");
  }

  @Test
  void digestWithAHashedName() {
    Challenge challenge =
        only(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, "
                + "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
                + "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, "
                + "userhash=true");
    String field =
        Digest.of(challenge)
            .orElseThrow()
            .authorization(
                new Login("J\u00e4s\u00f8n Doe", "Secret, or not?"),
                Digest.Covered.of("GET", "/doe.json", Qop.AUTH),
                1,
                "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
    // The name's hash of 3.9.2, as its erratum 4897 has it.
    assertThat(field)
        .contains("userhash=true", "algorithm=SHA-512-256")
        .contains("793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b")
        .doesNotContain("Doe\"");
    Digest plain = Digest.of(only("Digest realm=r, nonce=n, algorithm=MD5")).orElseThrow();
    Digest.Covered covered = Digest.Covered.of("GET", "/", Qop.NONE);
    assertThat(plain.authorization(new Login("J\u00e4s", "x"), covered, 1, "o"))
        .as("bytes of UTF-8, each as a character")
        .contains("username=\"J\u00c3\u00a4s\"")
        .doesNotContain("qop");
    Digest utf8 = Digest.of(only("Digest realm=r, nonce=n, charset=UTF-8")).orElseThrow();
    assertThat(utf8.authorization(new Login("J\u00e4s", "x"), covered, 1, "o"))
        .contains("username*=UTF-8''J%C3%A4s");
  }

  @Test
  void whatDigestDoesNotKnow() {
    assertThat(Digest.of(only("Digest realm=r, nonce=n, algorithm=SHA-1"))).isEmpty();
    assertThat(Digest.of(only("Digest realm=r, nonce=n, qop=auth-more"))).isEmpty();
    assertThat(Digest.of(only("Digest realm=r"))).isEmpty();
    assertThat(Digest.of(only("Basic realm=r"))).isEmpty();
    Digest session = Digest.of(only("digest nonce=n,algorithm=md5-sess,qop=auth")).orElseThrow();
    assertThat(session.session()).isTrue();
    assertThat(session.algorithm()).isEqualTo(Digest.Algorithm.MD5);
  }

  @Test
  void basic() {
    assertThat(Basic.authorization(new Login("Aladdin", "open sesame")))
        .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(Basic.authorization(new Login("test", "123\u00a3")))
        .isEqualTo("Basic dGVzdDoxMjPCow==");
    assertThat(Basic.canTell(new Login("a:b", "c"))).isFalse();
    assertThat(Basic.canTell(new Login("a", "c\n"))).isFalse();
    assertThat(Basic.canTell(new Login("a", "c:d"))).isTrue();
    assertThat(Basic.space("/dir/page")).isEqualTo("/dir/");
    assertThat(Login.of(Url.parse("http://a%40b:p%3Aw@x.test/"))).contains(new Login("a@b", "p:w"));
    assertThat(new Login("someone", "secret").toString()).doesNotContain("secret", "someone");
  }

  @Test
  void severalChallengesInOneField() {
    List<Challenge> all =
        Challenge.parse(
            List.of(
                "Newauth realm=\"apps, inc\", type=1, title=\"Login to \\\"apps\\\"\", "
                    + "Basic realm=\"simple\"",
                "Negotiate",
                "Bearer abc.def~ghi==, Digest nonce=n , realm = \"r\""));
    assertThat(all)
        .extracting(Challenge::scheme)
        .containsExactly("newauth", "basic", "negotiate", "bearer", "digest");
    assertThat(all.getFirst().parameter("title")).contains("Login to \"apps\"");
    assertThat(all.getFirst().realm()).isEqualTo("apps, inc");
    assertThat(all.get(1).realm()).isEqualTo("simple");
    assertThat(all.getLast().realm()).isEqualTo("r");
    assertThat(Challenge.parameters("nextnonce=\"abc\", qop=auth"))
        .containsEntry("nextnonce", "abc");
  }

  @Test
  void anyTextIsReadWithoutHarm() {
    var random = new Random(7616);
    String alphabet = "Digest realm=\"a\\\", nonce==,;BasicX \t";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder("Digest nonce=n, realm=");
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (Challenge challenge : Challenge.parse(List.of(text.toString()))) {
        Digest.of(challenge)
            .ifPresent(digest ->
                assertThat(isValue(digest.authorization(MUFASA, COVERED, 1, "o"))).isTrue());
      }
    }
    assertThat(Challenge.parse(List.of("x ,".repeat(100_000)))).hasSize(20);
  }
}
