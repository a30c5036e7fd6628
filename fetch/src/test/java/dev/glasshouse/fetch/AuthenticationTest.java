package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in whole fetches. */
@Timeout(60)
class AuthenticationTest {
  private static final String GOOD = basic("user:pass");

  private final List<String> sent = new CopyOnWriteArrayList<>();

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Lab lab(Handler handler) throws IOException {
    return new Lab(request -> {
      request.body().open().readAllBytes();
      sent.add(
          request.authority().split(":")[0]
              + request.path()
              + " "
              + request.fields().first("Authorization").orElse("-"));
      return handler.handle(request);
    });
  }

  private static Response protectedBy(Request request) {
    return request.fields().first("Authorization").orElse("").equals(GOOD)
        ? Response.text(Status.OK, "in")
        : Response.of(new Status(401)).with("WWW-Authenticate", "Basic realm=\"the place\"");
  }

  private static FetchRequest.Builder as(Url url, String login) {
    return FetchRequest.page(url).but().terms(Terms.NONE.with(Login.parse(login)));
  }

  private static int fetch(Lab lab, FetchRequest request) throws IOException {
    try (FetchResponse response = lab.fetcher.fetch(request, lab.recorder.trail())) {
      Lab.text(response);
      return response.status().code();
    }
  }

  private static List<PolicyReason> refusals(Lab lab) {
    return lab.entries(PolicyStep.CredentialsGivenUp.class).stream()
        .map(e -> (PolicyReason) e.because().reason())
        .toList();
  }

  @Test
  void basicIsSentOnceItIsAskedForAndRemembered() throws Exception {
    try (var lab = lab(AuthenticationTest::protectedBy)) {
      Url url = lab.url("a.test", "/dir/page");
      assertThat(fetch(lab, as(url, "user:pass").build())).isEqualTo(200);
      assertThat(fetch(lab, FetchRequest.page(lab.url("a.test", "/dir/other")))).isEqualTo(200);
      assertThat(fetch(lab, FetchRequest.page(lab.url("a.test", "/elsewhere")))).isEqualTo(401);
      assertThat(fetch(lab, FetchRequest.page(lab.url("b.test", "/dir/page")))).isEqualTo(401);
      assertThat(sent)
          .containsExactly(
              "a.test/dir/page -",
              "a.test/dir/page " + GOOD,
              "a.test/dir/other " + GOOD,
              "a.test/elsewhere -",
              "b.test/dir/page -");
      assertThat(refusals(lab)).containsExactly(PolicyReason.AUTH_NONE, PolicyReason.AUTH_NONE);
      assertThat(lab.recorder.journey().entries().toString())
          .as("nowhere in the record")
          .doesNotContain("pass\"")
          .doesNotContain(GOOD)
          .doesNotContain("user:pass");
    }
  }

  @Test
  void wrongCredentialsAreTriedOnce() throws Exception {
    try (var lab = lab(AuthenticationTest::protectedBy)) {
      assertThat(fetch(lab, as(lab.url("a.test", "/"), "user:wrong").build())).isEqualTo(401);
      assertThat(sent).hasSize(2);
      assertThat(refusals(lab)).containsExactly(PolicyReason.AUTH_REFUSED);
      assertThat(fetch(lab, as(lab.url("a.test", "/"), "user:pass").build())).isEqualTo(200);
    }
  }

  @Test
  void aUrlMayCarryThem() throws Exception {
    try (var lab = lab(AuthenticationTest::protectedBy)) {
      Url url = Url.parse(lab.url("a.test", "/").href().replace("//", "//user:pass@"));
      assertThat(fetch(lab, FetchRequest.page(url))).isEqualTo(200);
      assertThat(sent).hasSize(2);
    }
  }

  @Test
  void theyDoNotGoToAnotherOrigin() throws Exception {
    try (var lab =
        lab(request -> {
          String port = request.authority().substring(request.authority().indexOf(':'));
          return request.path().equals("/go")
              ? Response.of(Status.FOUND).with("Location", "http://b.test" + port + "/in")
              : protectedBy(request);
        })) {
      assertThat(fetch(lab, as(lab.url("a.test", "/go"), "user:pass").build())).isEqualTo(401);
      assertThat(sent).containsExactly("a.test/go -", "b.test/in -");
    }
  }

  @Test
  void withoutCredentialsNoneAreSent() throws Exception {
    try (var lab = lab(request -> protectedBy(request).with("Access-Control-Allow-Origin", "*"))) {
      assertThat(
              fetch(
                  lab,
                  as(lab.url("a.test", "/"), "user:pass")
                      .credentials(FetchRequest.Credentials.OMIT)
                      .build()))
          .isEqualTo(401);
      assertThat(refusals(lab)).containsExactly(PolicyReason.AUTH_OMITTED);
      FetchRequest cors =
          FetchRequest.of(lab.url("a.test", "/"))
              .mode(FetchRequest.Mode.CORS)
              .referrer(lab.url("b.test", "/"))
              .terms(Terms.NONE.with(Login.parse("user:pass")))
              .build();
      assertThat(fetch(lab, cors)).as("another page's script gets no dialog").isEqualTo(401);
      assertThat(sent).hasSize(2);
    }
  }

  @Test
  void aBodyThatIsGoneIsNotSentAgain() throws Exception {
    try (var lab = lab(AuthenticationTest::protectedBy)) {
      FetchRequest.Builder post = as(lab.url("a.test", "/"), "user:pass").method(Method.POST);
      Body once = Body.streaming(new ByteArrayInputStream(new byte[10]));
      assertThat(fetch(lab, post.body(once).build())).isEqualTo(401);
      assertThat(refusals(lab)).containsExactly(PolicyReason.AUTH_BODY);
      assertThat(fetch(lab, post.body(Body.of("again")).build())).isEqualTo(200);
    }
  }

  @Test
  void digestCountsAndTakesANewNumberWhenTheOldOneIsStale() throws Exception {
    try (var lab =
        lab(request -> {
          String said = request.fields().first("Authorization").orElse("");
          String challenge = "Digest realm=\"r\", qop=\"auth\", algorithm=SHA-256, nonce=\"%s\"%s";
          if (request.path().equals("/late") && said.contains("nonce=\"one\"")) {
            return Response.of(new Status(401))
                .with("WWW-Authenticate", challenge.formatted("two", ", stale=true"));
          }
          return said.startsWith("Digest username=\"user\"")
              ? Response.text(Status.OK, "in")
              : Response.of(new Status(401))
                  .with("WWW-Authenticate", challenge.formatted("one", ", Basic realm=\"r\""));
        })) {
      assertThat(fetch(lab, as(lab.url("a.test", "/"), "user:pass").build())).isEqualTo(200);
      assertThat(fetch(lab, FetchRequest.page(lab.url("a.test", "/b")))).isEqualTo(200);
      assertThat(fetch(lab, FetchRequest.page(lab.url("a.test", "/late")))).isEqualTo(200);
      assertThat(fetch(lab, FetchRequest.page(lab.url("a.test", "/late")))).isEqualTo(200);
      assertThat(sent).hasSize(6);
      assertThat(sent.get(1)).contains("nc=00000001", "nonce=\"one\"");
      assertThat(sent.get(2)).contains("nc=00000002", "nonce=\"one\"", "uri=\"/b\"");
      assertThat(sent.get(3)).contains("nc=00000003", "nonce=\"one\"");
      assertThat(sent.get(4)).contains("nc=00000001", "nonce=\"two\"");
      assertThat(sent.get(5)).contains("nc=00000002", "nonce=\"two\"");
      assertThat(String.join("", sent)).doesNotContain("Basic");
    }
  }

  /** A server that takes both: content that can be read twice is covered, a stream is not. */
  @Test
  void contentIsCoveredWhereItCanBeReadBefore() throws Exception {
    try (var lab =
        lab(request ->
            request.fields().has("Authorization")
                ? Response.text(Status.OK, "in")
                : Response.of(new Status(401))
                    .with(
                        "WWW-Authenticate",
                        "Digest realm=\"r\", qop=\"auth,auth-int\", algorithm=SHA-512-256-sess, "
                            + "nonce=\"n\""))) {
      FetchRequest.Builder put =
          as(lab.url("a.test", "/"), "user:pass").method(Method.PUT).body(Body.of("content"));
      assertThat(fetch(lab, put.build())).isEqualTo(200);
      Body stream =
          Body.streaming(new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)), 1);
      assertThat(fetch(lab, put.body(stream).build())).isEqualTo(200);
    }
    assertThat(sent).hasSize(3);
    assertThat(sent.get(1)).contains("qop=auth-int, nc=00000001", "algorithm=SHA-512-256-sess");
    assertThat(sent.get(2)).contains("qop=auth, nc=00000002");
  }

  @Test
  void onlyCoveredContentIsNotSentAsAStream() throws Exception {
    try (var lab =
        lab(request ->
            request.fields().has("Authorization")
                ? Response.text(Status.OK, "in")
                : Response.of(new Status(401))
                    .with(
                        "WWW-Authenticate", "Digest realm=\"r\", qop=\"auth-int\", nonce=\"n\""))) {
      FetchRequest.Builder put = as(lab.url("a.test", "/"), "user:pass");
      assertThat(fetch(lab, put.build())).isEqualTo(200);
      Body stream =
          Body.streaming(new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)), 1);
      assertThat(fetch(lab, put.method(Method.PUT).body(stream).build())).isEqualTo(401);
      assertThat(refusals(lab)).containsExactly(PolicyReason.AUTH_BODY);
    }
  }

  /** RFC 7616 3.5: the server names the number that it wants next. */
  @Test
  void theNextNumberIsTaken() throws Exception {
    try (var lab =
        lab(request ->
            request.fields().has("Authorization")
                ? Response.text(Status.OK, "in")
                    .with("Authentication-Info", "nextnonce=\"two\", qop=auth")
                : Response.of(new Status(401))
                    .with("WWW-Authenticate", "Digest realm=\"r\", qop=\"auth\", nonce=\"one\""))) {
      assertThat(fetch(lab, as(lab.url("a.test", "/"), "user:pass").build())).isEqualTo(200);
      assertThat(fetch(lab, FetchRequest.page(lab.url("a.test", "/b")))).isEqualTo(200);
    }
    assertThat(sent.get(1)).contains("nc=00000001", "nonce=\"one\"");
    assertThat(sent.get(2)).contains("nc=00000001", "nonce=\"two\"");
  }

  private static String md5(String text) throws IOException {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /** A server that says of its answer what one would say that has this password (RFC 7616 3.5). */
  private static Response proving(Request request, String password, String qop) throws IOException {
    Optional<String> said = request.fields().first("Authorization");
    if (said.isEmpty()) {
      return Response.of(new Status(401))
          .with("WWW-Authenticate", "Digest realm=\"r\", qop=\"auth\", nonce=\"n\"");
    }
    Map<String, String> told = Challenge.parse(List.of(said.get())).getFirst().parameters();
    String covers = ":" + request.path() + (qop.equals("auth-int") ? ":" + md5("in") : "");
    String numbers =
        String.join(":", "n", told.getOrDefault("nc", ""), told.getOrDefault("cnonce", ""), qop);
    String proof = md5(md5("user:r:" + password) + ":" + numbers + ":" + md5(covers));
    String nc = request.path().equals("/replayed") ? "0000000f" : told.getOrDefault("nc", "");
    return Response.text(Status.OK, "in")
        .with(
            "Authentication-Info",
            "rspauth=\"%s\", cnonce=\"%s\", nc=%s, qop=%s"
                .formatted(proof, told.getOrDefault("cnonce", ""), nc, qop));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "auth-int"})
  void aServerThatKnowsThePasswordProvesIt(String qop) throws Exception {
    try (var lab = lab(request -> proving(request, "pass", qop))) {
      assertThat(fetch(lab, as(lab.url("a.test", "/"), "user:pass").build())).isEqualTo(200);
      assertThat(lab.entries(PolicyStep.ServerProved.class))
          .extracting(e -> e.because().reason())
          .containsExactly(PolicyReason.AUTH_PROVED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "auth-int"})
  void aServerThatDoesNotKnowThePasswordIsNotHeard(String qop) throws Exception {
    try (var lab = lab(request -> proving(request, "guessed", qop))) {
      FetchRequest request = as(lab.url("a.test", "/"), "user:pass").build();
      assertThatThrownBy(() -> fetch(lab, request)).hasMessageContaining("rspauth");
      assertThat(lab.entries(PolicyStep.ResponseBlocked.class))
          .extracting(e -> e.because().reason())
          .containsExactly(PolicyReason.AUTH_NOT_PROVED);
    }
  }

  @Test
  void aProofOfAnotherRequestIsNone() throws Exception {
    try (var lab = lab(request -> proving(request, "pass", "auth"))) {
      FetchRequest request = as(lab.url("a.test", "/replayed"), "user:pass").build();
      assertThatThrownBy(() -> fetch(lab, request)).isInstanceOf(FetchException.class);
      assertThat(lab.entries(PolicyStep.ServerProved.class))
          .extracting(e -> e.because().reason())
          .containsExactly(PolicyReason.AUTH_OTHER_NUMBERS);
    }
  }

  @Test
  void anUnknownSchemeIsNamed() throws Exception {
    try (var lab = lab(_ -> Response.of(new Status(401)).with("WWW-Authenticate", "Negotiate"))) {
      assertThat(fetch(lab, as(lab.url("a.test", "/"), "user:pass").build())).isEqualTo(401);
      assertThat(refusals(lab)).containsExactly(PolicyReason.AUTH_SCHEME);
    }
  }

  @Test
  void theRecorderSeesNoPassword() {
    var recorder = Recorder.start();
    recorder
        .trail()
        .mark(
            new dev.glasshouse.journey.UrlStep.UrlParsed(
                "http://user:pass@a.test/", "http://user:***@a.test/", List.of()),
            dev.glasshouse.journey.Because.HAPPENED);
    assertThat(recorder.journey().entries().toString()).doesNotContain("pass@");
  }
}
