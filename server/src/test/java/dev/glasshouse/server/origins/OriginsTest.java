package dev.glasshouse.server.origins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private static final Handler PROGRAM =
      _ -> Response.text(Status.OK, "done").with("Vary", "Accept");

  private static final Handler GUARDED =
      new Cors(
              CorsRules.of("https://a.test", "http://b.test:8080")
                  .methods(Method.PUT)
                  .fields("Content-Type")
                  .exposing("ETag")
                  .withCredentials())
          .around(PROGRAM);

  private static Response preflight(Handler handler, String origin, String method, String fields)
      throws IOException {
    return handler.handle(
        Asked.of(
            "OPTIONS",
            "/x",
            "Origin",
            origin,
            "Access-Control-Request-Method",
            method,
            "Access-Control-Request-Headers",
            fields));
  }

  @Test
  void aPreflightIsAnswered() throws IOException {
    Response response = preflight(GUARDED, "https://a.test", "PUT", "content-type");
    assertThat(response.status()).isEqualTo(Status.NO_CONTENT);
    assertThat(response.fields().lines())
        .contains(
            "Vary: Origin",
            "Access-Control-Allow-Origin: https://a.test",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Allow-Methods: GET, HEAD, POST, PUT",
            "Access-Control-Allow-Headers: content-type",
            "Access-Control-Max-Age: 600");
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.test, PUT, content-type",
    "https://a.test.evil.test, PUT, content-type",
    "http://a.test, PUT, content-type",
    "null, PUT, content-type",
    "https://a.test, DELETE, content-type",
    "https://a.test, put, content-type",
    "https://a.test, PUT, x-other",
  })
  void aPreflightIsRefused(String origin, String method, String fields) throws IOException {
    Response response = preflight(GUARDED, origin, method, fields);
    assertThat(response.status()).isEqualTo(Status.FORBIDDEN);
    assertThat(response.fields().first("Access-Control-Allow-Origin")).isEmpty();
    assertThat(response.fields().all("Vary")).contains("Origin");
  }

  @Test
  void anAnswerSaysWhoMayReadIt() throws IOException {
    Response known = GUARDED.handle(Asked.of("GET", "/x", "Origin", "http://b.test:8080"));
    assertThat(known.fields().lines())
        .contains(
            "Vary: Accept",
            "Vary: Origin",
            "Access-Control-Allow-Origin: http://b.test:8080",
            "Access-Control-Expose-Headers: ETag");
    Response unknown = GUARDED.handle(Asked.of("GET", "/x", "Origin", "https://evil.test"));
    assertThat(Asked.text(unknown)).isEqualTo("done");
    assertThat(unknown.fields().has("Access-Control-Allow-Origin")).isFalse();
    Response none = GUARDED.handle(Asked.of("OPTIONS", "/x"));
    assertThat(Asked.text(none)).isEqualTo("done");
    Response any =
        new Cors(CorsRules.of("*")).around(PROGRAM).handle(Asked.of("GET", "/", "Origin", "null"));
    assertThat(any.fields().first("Access-Control-Allow-Origin")).contains("*");
    assertThat(any.fields().has("Access-Control-Allow-Credentials")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.test", "https://a.test/", "https://A.test", "null", "https://a.test:443"})
  void whatBrowsersNeverSayIsNoRule(String origin) {
    assertThatThrownBy(() -> CorsRules.of(origin)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyOriginWithCredentialsIsNoRule() {
    assertThatThrownBy(() -> CorsRules.of("*").withCredentials())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, cross-site, https://evil.test, 200",
    "POST, same-origin, http://site.test, 200",
    "POST, none, '', 200",
    "POST, cross-site, https://evil.test, 403",
    "POST, same-site, http://other.site.test, 403",
    "POST, cross-site, '', 403",
    "POST, cross-site, https://trusted.test, 200",
    "POST, '', http://site.test, 200",
    "POST, '', https://site.test, 200",
    "POST, '', https://evil.test, 403",
    "POST, '', null, 403",
    "POST, '', http://site.test.evil.test, 403",
    "POST, '', http://site.test:8080, 403",
    "POST, '', '', 200",
    "DELETE, cross-site, '', 403",
    "BREW, cross-site, '', 403",
  })
  void pagesOfOtherSitesChangeNothing(String method, String site, String origin, int status)
      throws IOException {
    Handler guarded = Csrf.trusting("https://trusted.test").around(PROGRAM);
    var request = Asked.of(method, "/");
    request = site.isEmpty() ? request : request.with("Sec-Fetch-Site", site);
    request = origin.isEmpty() ? request : request.with("Origin", origin);
    assertThat(guarded.handle(request).status().code()).isEqualTo(status);
  }

  @Test
  void theStoryTellsWhy() throws IOException {
    var recorder = Recorder.start();
    Csrf.trusting()
        .around(PROGRAM)
        .handle(
            Asked.of("POST", "/", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test"),
            Aside.silent(recorder.trail()));
    Entry entry = recorder.journey().entries().getFirst();
    assertThat(entry.step())
        .isEqualTo(new RouteStep.OriginJudged("CSRF", "https://evil.test", "refused"));
    assertThat(entry.because().reason()).isEqualTo(RouteReason.SITE_SAYS);
  }

  @Test
  void aTokenMustComeTwiceAndBeOurs() {
    byte[] secret = "a secret of thirty-two bytes, or more".getBytes(StandardCharsets.UTF_8);
    var tokens = new DoubleSubmit(secret);
    String token = tokens.token("me");
    assertThat(tokens.holds(token, token, "me", Trail.OFF)).isTrue();
    assertThat(tokens.token("me")).isNotEqualTo(token);
    assertThat(tokens.holds(token, token, "you", Trail.OFF)).isFalse();
    assertThat(tokens.holds("", "", "me", Trail.OFF)).isFalse();
    assertThat(tokens.holds(token, "", "me", Trail.OFF)).isFalse();
    assertThat(tokens.holds(token, tokens.token("me"), "me", Trail.OFF)).isFalse();
    assertThat(tokens.holds("x.y", "x.y", "me", Trail.OFF)).isFalse();
    assertThat(tokens.holds("x", "x", "me", Trail.OFF)).isFalse();
    byte[] other = "another one of thirty-two bytes, or more".getBytes(StandardCharsets.UTF_8);
    assertThat(new DoubleSubmit(other).holds(token, token, "me", Trail.OFF)).isFalse();
    assertThatThrownBy(() -> new DoubleSubmit(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
