package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.hsts.HstsStore;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules on who may fetch and read what, in whole fetches against a server of ours. */
@Timeout(60)
class RulesTest {
  private final List<Request> seen = new CopyOnWriteArrayList<>();

  private Lab lab(Handler handler) throws IOException {
    return new Lab(request -> {
      seen.add(request);
      request.body().open().readAllBytes();
      return handler.handle(request);
    });
  }

  private List<String> conversation() {
    return seen.stream()
        .map(r -> r.method() + " " + r.path() + " " + r.fields().first("Origin").orElse("-"))
        .toList();
  }

  private static FetchRequest.Builder cors(Lab lab, String host, String path) {
    return FetchRequest.of(lab.url(host, path))
        .mode(FetchRequest.Mode.CORS)
        .referrer(lab.url("a.test", "/page"));
  }

  private static String fetch(Lab lab, FetchRequest request) throws IOException {
    return Lab.text(lab.fetcher.fetch(request, lab.recorder.trail()));
  }

  private static PolicyReason reason(Lab lab, Class<? extends Step> kind) {
    Entry entry = lab.entries(kind).getFirst();
    return (PolicyReason) entry.because().reason();
  }

  private static Response open(Request request) {
    return Response.text(Status.OK, "data")
        .with("Access-Control-Allow-Origin", request.fields().first("Origin").orElse("*"));
  }

  @Test
  void anAnswerOfAnotherOriginIsReadOnlyWhereItIsShared() throws Exception {
    try (var lab =
        lab(request ->
            request.path().equals("/shared")
                ? open(request)
                    .with("X-A", "1")
                    .with("X-B", "2")
                    .with("Access-Control-Expose-Headers", "X-A")
                : Response.text(Status.OK, "secret"))) {
      FetchResponse shared =
          lab.fetcher.fetch(cors(lab, "b.test", "/shared").build(), lab.recorder.trail());
      assertThat(shared.shared().tainting()).isEqualTo(Tainting.CORS);
      assertThat(shared.shared().fields().has("X-A")).isTrue();
      assertThat(shared.shared().fields().has("X-B")).isFalse();
      assertThat(Lab.text(shared)).isEqualTo("data");
      String origin = lab.url("a.test", "/").origin().toString();
      assertThat(seen.getFirst().fields().first("Origin")).contains(origin);
      assertThatThrownBy(() -> fetch(lab, cors(lab, "b.test", "/own").build()))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("there is no Access-Control-Allow-Origin")
          .hasMessageContaining("CORS check");
      assertThat(reason(lab, PolicyStep.ResponseBlocked.class))
          .isEqualTo(PolicyReason.CORS_NO_FIELD);
      assertThat(fetch(lab, cors(lab, "a.test", "/own").build())).as("no cors").isEqualTo("secret");
      assertThat(seen.getLast().fields().has("Origin")).isFalse();
    }
  }

  @Test
  void aPreflightAsksFirstAndIsRemembered() throws Exception {
    try (var lab =
        lab(request -> {
          Response response = open(request);
          return request.method().equals(Method.OPTIONS)
              ? response
                  .with(Body.NONE)
                  .with("Access-Control-Allow-Methods", "PUT")
                  .with("Access-Control-Allow-Headers", "x-a,content-type")
                  .with("Access-Control-Max-Age", "60")
              : response;
        })) {
      FetchRequest put =
          cors(lab, "b.test", "/x")
              .method(Method.PUT)
              .fields(Fields.of("X-A", "1", "Content-Type", "application/json"))
              .body(Body.of("{}"))
              .build();
      assertThat(fetch(lab, put)).isEqualTo("data");
      assertThat(fetch(lab, put)).isEqualTo("data");
      String origin = lab.url("a.test", "/").origin().toString();
      assertThat(conversation())
          .containsExactly("OPTIONS /x " + origin, "PUT /x " + origin, "PUT /x " + origin);
      Fields asked = seen.getFirst().fields();
      assertThat(asked.first("Access-Control-Request-Method")).contains("PUT");
      assertThat(asked.first("Access-Control-Request-Headers")).contains("content-type,x-a");
      assertThat(asked.first("Accept")).contains("*/*");
      assertThat(asked.has("X-A")).isFalse();
      assertThat(lab.steps(PolicyStep.PreflightRemembered.class)).hasSize(1);
      assertThat(lab.steps(FetchStep.Exchanged.class)).hasSize(3);
      FetchRequest delete = cors(lab, "b.test", "/x").method(Method.DELETE).build();
      assertThatThrownBy(() -> fetch(lab, delete))
          .hasMessageContaining("Access-Control-Allow-Methods does not name DELETE");
      assertThat(seen.getLast().method()).as("never sent").isEqualTo(Method.OPTIONS);
    }
  }

  /** Fetch, 4.1 "main fetch": a network error after a preflight clears what it allowed. */
  @Test
  void aFailureForgetsWhatThePreflightAllowed() throws Exception {
    var broken = new java.util.concurrent.atomic.AtomicBoolean();
    try (var lab =
        lab(request -> {
          Response response =
              broken.get() && request.method().equals(Method.PUT)
                  ? Response.of(Status.TEMPORARY_REDIRECT)
                      .with("Location", "mailto:x@a.test")
                      .with("Access-Control-Allow-Origin", "*")
                  : open(request);
          return response
              .with("Access-Control-Allow-Methods", "PUT")
              .with("Access-Control-Max-Age", "60");
        })) {
      FetchRequest put = cors(lab, "b.test", "/x").method(Method.PUT).build();
      fetch(lab, put);
      fetch(lab, put);
      broken.set(true);
      assertThatThrownBy(() -> fetch(lab, put)).isInstanceOf(FetchException.class);
      broken.set(false);
      fetch(lab, put);
      assertThat(seen)
          .extracting(request -> request.method().name())
          .containsExactly("OPTIONS", "PUT", "PUT", "PUT", "OPTIONS", "PUT");
    }
  }

  /** Fetch, 2.2.5 "credentials mode": whether cookies go along, and are kept of the answer. */
  @ParameterizedTest
  @CsvSource({
    "CORS,    a.test,     OMIT,        false",
    "CORS,    a.test,     SAME_ORIGIN, true",
    "CORS,    a.test,     INCLUDE,     true",
    "CORS,    sub.a.test, OMIT,        false",
    "CORS,    sub.a.test, SAME_ORIGIN, false",
    "CORS,    sub.a.test, INCLUDE,     true",
    "NO_CORS, a.test,     OMIT,        false",
    "NO_CORS, a.test,     SAME_ORIGIN, true",
    "NO_CORS, sub.a.test, OMIT,        false",
    "NO_CORS, sub.a.test, SAME_ORIGIN, false",
    "NO_CORS, sub.a.test, INCLUDE,     true",
  })
  void credentialsModes(
      FetchRequest.Mode mode, String host, FetchRequest.Credentials credentials, boolean go)
      throws Exception {
    try (var lab =
        lab(request ->
            request.path().equals("/set")
                ? Response.text(Status.OK, "x").with("Set-Cookie", "c=1; Path=/")
                : open(request)
                    .with("Access-Control-Allow-Credentials", "true")
                    .with("Set-Cookie", "d=2; Path=/"))) {
      Lab.text(lab.page(lab.url(host, "/set")));
      fetch(lab, cors(lab, host, "/x").mode(mode).credentials(credentials).build());
      assertThat(seen.getLast().fields().has("Cookie")).isEqualTo(go);
      assertThat(lab.fetcher.cookies().cookies(Instant.now())).hasSize(go ? 2 : 1);
    }
  }

  @Test
  void cookiesGoWithCorsOnlyWhereBothSidesWantThem() throws Exception {
    try (var lab =
        lab(request ->
            request.path().equals("/set")
                ? Response.text(Status.OK, "x").with("Set-Cookie", "c=1; Path=/")
                : open(request).with("Set-Cookie", "d=2; Path=/"))) {
      Lab.text(lab.page(lab.url("sub.a.test", "/set")));
      fetch(lab, cors(lab, "sub.a.test", "/x").build());
      assertThat(seen.getLast().fields().has("Cookie")).as("same-origin mode").isFalse();
      assertThat(lab.fetcher.cookies().cookies(java.time.Instant.now())).hasSize(1);
      FetchRequest with =
          cors(lab, "sub.a.test", "/x").credentials(FetchRequest.Credentials.INCLUDE).build();
      assertThatThrownBy(() -> fetch(lab, with))
          .hasMessageContaining("Access-Control-Allow-Credentials is not true");
      assertThat(seen.getLast().fields().first("Cookie")).contains("c=1");
    }
  }

  @Test
  void afterARedirectOverOtherOriginsNobodyIsToldWhoAsks() throws Exception {
    try (var lab =
        lab(request -> {
          String port = request.authority().substring(request.authority().indexOf(':'));
          return switch (request.path()) {
            case "/1" ->
                Response.of(Status.FOUND)
                    .with("Location", "http://c.test" + port + "/2")
                    .with("Access-Control-Allow-Origin", "*");
            default -> open(request);
          };
        })) {
      assertThat(fetch(lab, cors(lab, "b.test", "/1").build())).isEqualTo("data");
      assertThat(seen.get(1).fields().first("Origin")).contains("null");
    }
  }

  @Test
  void aRedirectBackHomeIsForeignStill() throws Exception {
    try (var lab =
        lab(request -> {
          String port = request.authority().substring(request.authority().indexOf(':'));
          return switch (request.path()) {
            case "/1" ->
                Response.of(Status.FOUND)
                    .with("Location", "http://a.test" + port + "/2")
                    .with("Access-Control-Allow-Origin", "*");
            default -> Response.text(Status.OK, "own");
          };
        })) {
      assertThatThrownBy(() -> fetch(lab, cors(lab, "b.test", "/1").build()))
          .as("a page's own server is protected from what others redirect to it")
          .hasMessageContaining("there is no Access-Control-Allow-Origin");
    }
  }

  @Test
  void whatIsEmbeddedIsOpaque() throws Exception {
    try (var lab =
        lab(request -> {
          Response response =
              Response.text(Status.OK, "x").with("X-A", "1").with("Content-Type", "image/png");
          return request.path().equals("/kept")
              ? response.with("Cross-Origin-Resource-Policy", "same-origin")
              : response;
        })) {
      FetchRequest.Builder image =
          FetchRequest.of(lab.url("b.test", "/i"))
              .destination(Destination.IMAGE)
              .referrer(lab.url("a.test", "/"));
      FetchResponse response = lab.fetcher.fetch(image.build(), lab.recorder.trail());
      assertThat(response.shared().tainting()).isEqualTo(Tainting.OPAQUE);
      assertThat(response.shared().fields().isEmpty()).isTrue();
      assertThat(response.shared().isReadable()).isFalse();
      assertThat(response.fields().has("X-A")).isTrue();
      response.close();
      assertThatThrownBy(() -> fetch(lab, image.url(lab.url("b.test", "/kept")).build()))
          .hasMessageContaining("Cross-Origin-Resource-Policy is same-origin");
      assertThat(reason(lab, PolicyStep.ResponseBlocked.class))
          .isEqualTo(PolicyReason.CORP_SAME_ORIGIN);
    }
  }

  @Test
  void referrersFollowThePolicyOfEachRedirect() throws Exception {
    try (var lab =
        lab(request -> {
          String port = request.authority().substring(request.authority().indexOf(':'));
          return request.path().equals("/1")
              ? Response.of(Status.FOUND)
                  .with("Location", "http://b.test" + port + "/2")
                  .with("Referrer-Policy", "tomorrow, no-referrer")
              : Response.text(Status.OK, "x");
        })) {
      Url page = lab.url("a.test", "/page?q#f");
      fetch(
          lab,
          FetchRequest.of(lab.url("a.test", "/1"))
              .destination(Destination.STYLE)
              .client(Client.at(page).with(ReferrerPolicy.ORIGIN))
              .terms(Terms.NONE.with(ReferrerPolicy.UNSAFE_URL))
              .build());
      assertThat(seen.get(0).fields().first("Referer")).contains(page.withoutFragment().href());
      assertThat(seen.get(1).fields().has("Referer")).isFalse();
      assertThat(lab.steps(PolicyStep.ReferrerPolicyChanged.class)).hasSize(1);
    }
  }

  @Test
  void aSecurePageDoesNotMixInWhatIsNot() throws Exception {
    try (var lab = lab(_ -> Response.text(Status.OK, "x"))) {
      Url page = Url.parse("https://a.test/");
      FetchRequest style =
          FetchRequest.of(lab.url("b.test", "/s.css"))
              .destination(Destination.STYLE)
              .referrer(page)
              .build();
      assertThatThrownBy(() -> fetch(lab, style))
          .hasMessageContaining("the page is secure")
          .hasMessageContaining("Mixed Content 4.4");
      assertThat(seen).isEmpty();
      assertThat(lab.steps(PolicyStep.RequestBlocked.class)).hasSize(1);
      FetchRequest image = style.but().destination(Destination.IMAGE).build();
      assertThatThrownBy(() -> fetch(lab, image))
          .as("tried over TLS, which is not there")
          .isInstanceOf(FetchException.class);
      assertThat(lab.steps(PolicyStep.UrlUpgraded.class).getFirst().to()).startsWith("https://b");
      FetchRequest chosen = image.but().terms(Terms.NONE.ofSet()).build();
      assertThatThrownBy(() -> fetch(lab, chosen))
          .as("another could have been named")
          .hasMessageContaining("Mixed Content 4.4");
      FetchRequest local = style.but().client(Client.at(Url.parse("http://localhost/"))).build();
      assertThat(fetch(lab, local)).as("as in Chromium and Firefox").isEqualTo("x");
    }
  }

  /** Fetch, 4.1 "main fetch", steps 4 to 7: what is enforced is asked of the upgraded URL. */
  @Test
  void whatIsUpgradedIsHeldAgainstThePolicyAfterThat() throws Exception {
    try (var lab = lab(_ -> Response.text(Status.OK, "x"))) {
      Fields policies =
          Fields.of(
              "Content-Security-Policy", "img-src https:; upgrade-insecure-requests",
              "Content-Security-Policy-Report-Only", "img-src https:");
      FetchRequest image =
          FetchRequest.of(lab.url("b.test", "/i.png"))
              .destination(Destination.IMAGE)
              .client(Client.of(Url.parse("http://a.test/"), policies))
              .build();
      assertThatThrownBy(() -> fetch(lab, image))
          .as("tried over TLS, which is not there")
          .isInstanceOf(FetchException.class);
      assertThat(seen).isEmpty();
      assertThat(lab.steps(PolicyStep.UrlUpgraded.class)).hasSize(1);
      assertThat(lab.steps(PolicyStep.RequestBlocked.class)).isEmpty();
      assertThat(lab.steps(PolicyStep.CspViolated.class))
          .extracting(PolicyStep.CspViolated::disposition)
          .containsExactly("report");
    }
  }

  @Test
  void aKnownHostIsAskedOverHttpsOnly() throws Exception {
    try (var lab = lab(_ -> Response.text(Status.OK, "x"))) {
      lab.fetcher
          .security()
          .hsts()
          .take(
              Url.parse("https://b.test/"),
              "max-age=60; includeSubDomains",
              HstsStore.Certificate.CHECKED,
              Instant.now());
      assertThatThrownBy(() -> lab.page(lab.url("www.b.test", "/")))
          .as("there is no TLS on that port, and no way back")
          .isInstanceOf(FetchException.class);
      assertThat(seen).isEmpty();
      assertThat(lab.steps(PolicyStep.UrlUpgraded.class).getFirst().rule()).isEqualTo("HSTS");
      Lab.text(lab.page(lab.url("c.test", "/")));
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void aFieldThatCameInTheClearIsNotBelieved() throws Exception {
    try (var lab =
        lab(_ -> Response.text(Status.OK, "x").with("Strict-Transport-Security", "max-age=99"))) {
      Lab.text(lab.page(lab.url("b.test", "/")));
      Lab.text(lab.page(lab.url("b.test", "/")));
      assertThat(seen).hasSize(2);
      assertThat(reason(lab, PolicyStep.HstsIgnored.class)).isEqualTo(PolicyReason.HSTS_INSECURE);
    }
  }

  @Test
  void scriptsDoNotSetWhatIsTheBrowsers() throws Exception {
    try (var lab = lab(_ -> Response.text(Status.OK, "x"))) {
      fetch(
          lab,
          cors(lab, "a.test", "/")
              .fields(Fields.of("Cookie", "x=1", "Sec-Fetch-Site", "none", "X-Mine", "1"))
              .terms(Terms.NONE.byScript())
              .build());
      assertThat(seen.getFirst().fields().has("Cookie")).isFalse();
      assertThat(seen.getFirst().fields().has("Sec-Fetch-Site")).isFalse();
      assertThat(seen.getFirst().fields().has("X-Mine")).isTrue();
      assertThat(lab.steps(PolicyStep.FieldsDropped.class).getFirst().fields())
          .containsExactly("Cookie", "Sec-Fetch-Site");
      FetchRequest trace =
          cors(lab, "a.test", "/").method(Method.TRACE).terms(Terms.NONE.byScript()).build();
      assertThatThrownBy(() -> fetch(lab, trace)).isInstanceOf(FetchException.class);
    }
  }

  /** It is handed over, as browsers do, and told for what it is. */
  @Test
  void aPartThatIsNotTheOneAskedForIsTold() throws Exception {
    try (Lab lab =
        lab(_ ->
            Response.of(Status.PARTIAL_CONTENT)
                .with("Content-Type", "text/plain")
                .with("Content-Range", "bytes 4-6/10")
                .with(Body.of("abc")))) {
      Fields range = Fields.of("Range", "bytes=0-2");
      assertThat(fetch(lab, FetchRequest.of(lab.url("a.test", "/")).fields(range).build()))
          .isEqualTo("abc");
      assertThat(lab.steps(PolicyStep.PartCame.class).getFirst().range()).isEqualTo("bytes 4-6/10");
      assertThat(reason(lab, PolicyStep.PartCame.class)).isEqualTo(PolicyReason.RANGE_WRONG);
    }
  }

  @Test
  void anAnswerThatNothingWasModifiedIsToldWhereNobodyAskedThat() throws Exception {
    try (Lab lab = lab(_ -> Response.of(Status.NOT_MODIFIED))) {
      Url url = lab.url("a.test", "/");
      assertThat(fetch(lab, FetchRequest.of(url).fields(Fields.of("If-None-Match", "x")).build()))
          .isEmpty();
      assertThat(lab.steps(PolicyStep.AnswerUnasked.class)).isEmpty();
      assertThat(fetch(lab, FetchRequest.of(url).build())).isEmpty();
      assertThat(lab.steps(PolicyStep.AnswerUnasked.class)).hasSize(1);
    }
  }
}
