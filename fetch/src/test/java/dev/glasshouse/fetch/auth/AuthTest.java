package dev.glasshouse.fetch.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;
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
        Digest.of(challenge).orElseThrow().authorization(MUFASA, "GET", "/dir/index.html", 1, OWN);
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
                new Login("J\u00e4s\u00f8n Doe", "Secret, or not?"), "GET", "/doe.json", 1, "x");
    assertThat(field).contains("userhash=true").doesNotContain("Doe\"");
    Digest plain = Digest.of(only("Digest realm=r, nonce=n, algorithm=MD5")).orElseThrow();
    assertThat(plain.authorization(new Login("J\u00e4s", "x"), "GET", "/", 1, "o"))
        .contains("username*=UTF-8''J%C3%A4s")
        .doesNotContain("qop");
  }

  @Test
  void whatDigestDoesNotKnow() {
    assertThat(Digest.of(only("Digest realm=r, nonce=n, algorithm=SHA-1"))).isEmpty();
    assertThat(Digest.of(only("Digest realm=r, nonce=n, qop=auth-int"))).isEmpty();
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
                assertThat(FieldSyntax.isValue(digest.authorization(MUFASA, "GET", "/", 1, "o")))
                    .isTrue());
      }
    }
    assertThat(Challenge.parse(List.of("x ,".repeat(100_000)))).hasSize(20);
  }

  @Test
  void placesAreFoundByTheirPathAndAreFew() {
    var places = new Protections(3);
    var login = new Login("u", "p");
    places.put("o", new Protections.Place(login, "outer", "/", Optional.empty(), 1));
    places.put("o", new Protections.Place(login, "inner", "/in/", Optional.empty(), 1));
    assertThat(places.use("o", "/in/x").orElseThrow().realm()).isEqualTo("inner");
    assertThat(places.use("o", "/other").orElseThrow().realm()).isEqualTo("outer");
    assertThat(places.use("o", "/other").orElseThrow().used()).isEqualTo(3);
    assertThat(places.use("another", "/in/x")).isEmpty();
    for (int i = 0; i < 100; i++) {
      places.put("o" + i, new Protections.Place(login, "r", "", Optional.empty(), 1));
    }
    assertThat(places.size()).isEqualTo(3);
  }
}
