package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.Url;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectVerdictTest {
  private static final Url FROM = Url.parse("https://user:pw@a.example/dir/x?q#old");

  private static RedirectVerdict decide(FetchRequest request, int status, String... fields) {
    return RedirectVerdict.decide(
        new RedirectVerdict.Facts(
            request,
            Tainting.BASIC,
            new Status(status),
            Fields.of(fields),
            List.of(FROM),
            Limits.DEFAULT));
  }

  private static FetchRequest request(String method) {
    return FetchRequest.of(FROM)
        .destination(Destination.DOCUMENT)
        .method(Method.of(method))
        .fields(
            Fields.of("Content-Type", "a/b", "Authorization", "x", "Cookie", "c", "Accept", "y"))
        .body(Body.of("body"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "301, GET, GET, true, PERMANENT_METHOD_KEPT, RFC 9110 15.4.2",
    "301, HEAD, HEAD, true, PERMANENT_METHOD_KEPT, RFC 9110 15.4.2",
    "301, POST, GET, false, METHOD_CHANGED, RFC 9110 15.4.2",
    "301, PUT, PUT, true, PERMANENT_METHOD_KEPT, RFC 9110 15.4.2",
    "302, GET, GET, true, TEMPORARY_METHOD_KEPT, RFC 9110 15.4.3",
    "302, POST, GET, false, METHOD_CHANGED, RFC 9110 15.4.3",
    "302, DELETE, DELETE, true, TEMPORARY_METHOD_KEPT, RFC 9110 15.4.3",
    "303, GET, GET, true, SEE_OTHER, RFC 9110 15.4.4",
    "303, HEAD, HEAD, true, SEE_OTHER, RFC 9110 15.4.4",
    "303, POST, GET, false, SEE_OTHER, RFC 9110 15.4.4",
    "303, PUT, GET, false, SEE_OTHER, RFC 9110 15.4.4",
    "307, POST, POST, true, TEMPORARY_METHOD_KEPT, RFC 9110 15.4.8",
    "308, POST, POST, true, PERMANENT_METHOD_KEPT, RFC 9110 15.4.9",
  })
  void methods(
      int status, String before, String after, boolean keeps, FetchReason reason, String clause) {
    var verdict = (RedirectVerdict.Followed) decide(request(before), status, "Location", "../y");
    assertThat(verdict.to().href()).isEqualTo("https://user:pw@a.example/y#old");
    assertThat(verdict.method().name()).isEqualTo(after);
    assertThat(verdict.keepsBody()).isEqualTo(keeps);
    assertThat(verdict.fields().has("Content-Type")).isEqualTo(keeps);
    assertThat(verdict.because().reason()).isEqualTo(reason);
    assertThat(verdict.because().clause()).hasToString(clause);
    assertThat(verdict.fields().has("Authorization")).as("the same origin").isTrue();
  }

  @Test
  void credentialsStayWithTheirOrigin() {
    for (String to :
        List.of("https://b.example/", "http://a.example/", "https://a.example:8443/")) {
      var verdict = (RedirectVerdict.Followed) decide(request("GET"), 302, "Location", to);
      assertThat(verdict.fields().lines()).containsExactly("Content-Type: a/b", "Accept: y");
      assertThat(verdict.because().refused()).hasSize(1);
    }
  }

  @Test
  void fragments() {
    var own = (RedirectVerdict.Followed) decide(request("GET"), 302, "Location", "/y#new");
    assertThat(own.to().fragment()).contains("new");
    var empty = (RedirectVerdict.Followed) decide(request("GET"), 302, "Location", "/y#");
    assertThat(empty.to().fragment()).contains("");
  }

  @ParameterizedTest
  @CsvSource({
    "javascript:alert(1), REDIRECT_SCHEME",
    "file:///etc/passwd, REDIRECT_SCHEME",
    "'data:text/html,x', REDIRECT_SCHEME",
    "http://[bad, BAD_LOCATION",
    "http://a:99999/, BAD_LOCATION",
  })
  void refusals(String location, FetchReason reason) {
    RedirectVerdict verdict = decide(request("GET"), 302, "Location", location);
    assertThat(verdict).isInstanceOf(RedirectVerdict.Refused.class);
    assertThat(verdict.because().reason()).isEqualTo(reason);
  }

  @Test
  void noLocationIsAnAnswerAndTwoAreNone() {
    assertThat(decide(request("GET"), 302)).isInstanceOf(RedirectVerdict.Answer.class);
    assertThat(decide(request("GET"), 302, "Location", "/a", "Location", "/b").because().reason())
        .isEqualTo(FetchReason.LOCATIONS_DIFFER);
    assertThat(decide(request("GET"), 302, "Location", "/a", "Location", "/a"))
        .isInstanceOf(RedirectVerdict.Followed.class);
  }

  @Test
  void theTwentyFirstIsRefused() {
    var urls = Collections.nCopies(20, FROM);
    var facts =
        new RedirectVerdict.Facts(
            request("GET"),
            Tainting.BASIC,
            new Status(302),
            Fields.of("Location", "/new"),
            urls,
            Limits.DEFAULT);
    assertThat(RedirectVerdict.decide(facts)).isInstanceOf(RedirectVerdict.Followed.class);
    var more =
        new RedirectVerdict.Facts(
            request("GET"),
            Tainting.BASIC,
            new Status(302),
            Fields.of("Location", "/new"),
            Collections.nCopies(21, FROM),
            Limits.DEFAULT);
    assertThat(RedirectVerdict.decide(more).because().reason())
        .isEqualTo(FetchReason.REDIRECT_LIMIT);
  }

  @Test
  void locationsInUtf8AreUnderstood() {
    var verdict =
        (RedirectVerdict.Followed) decide(request("GET"), 302, "Location", "/\u00c3\u00a9");
    assertThat(verdict.to().path()).isEqualTo("/%C3%A9");
  }
}
