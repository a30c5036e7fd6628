package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.fetch.cors.OpenerPolicy;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page lets itself load and apply, seen in whole pages. */
@Timeout(60)
class PagePoliciesTest {
  private static final String HIDE = "p { display: none }";

  private final Map<String, Response> site = new ConcurrentHashMap<>();
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private final OsNetwork network = OsNetwork.open();
  private HttpServer server;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> {
              seen.add(request);
              return site.getOrDefault(request.path(), Response.of(Status.NOT_FOUND));
            },
            Trail.OFF);
    browser =
        Browser.open(
            Browser.Settings.DEFAULT.on(network, BuiltIn.NONE).with(Browser.Rendering.OFF));
    site.put("/hide.css", css(HIDE));
  }

  @AfterEach
  void close() {
    browser.close();
    server.close();
    network.close();
  }

  private static Response css(String text) {
    return Response.of(Status.OK).with("Content-Type", "text/css").with(Body.of(text));
  }

  private String at(String host, String path) {
    return "http://" + host + ":" + server.address().getPort() + path;
  }

  private Page page(String html, String... fields) {
    Response response = Response.html(Status.OK, html);
    for (int i = 0; i < fields.length; i += 2) {
      response = response.with(fields[i], fields[i + 1]);
    }
    site.put("/", response);
    Page page = browser.page();
    page.open(at("127.0.0.1", "/"));
    return page;
  }

  private List<String> asked() {
    return seen.stream().map(Request::path).toList();
  }

  private static List<Entry> entries(Page page, Class<? extends Step> kind) {
    return page.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  @Test
  void aPolicyForbidsSheets() {
    Page page =
        page(
            "<link rel=stylesheet href=hide.css><p>seen",
            "Content-Security-Policy",
            "style-src 'none'");
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/");
    assertThat(entries(page, PolicyStep.RequestBlocked.class)).hasSize(1);
    assertThat(entries(page, PolicyStep.CspViolated.class))
        .extracting(e -> e.because().reason())
        .containsExactly(PolicyReason.CSP_NONE);
    assertThat(entries(page, PolicyStep.CspRead.class)).hasSize(1);
  }

  /** The directives are those that Chromium reports of the same page. */
  @Test
  void everyKindOfLoadIsHeldAgainstThePolicy() {
    browser.close();
    browser = Browser.open(Browser.Settings.DEFAULT.on(network, BuiltIn.NONE));
    Page page =
        page(
            "<!DOCTYPE html><link rel=stylesheet href=/s.css><style nonce=n>@import '/i.css';"
                + "@font-face { font-family: F; src: url(/f.woff2) }"
                + "body { font-family: F; background: url(/bg.png) }</style>"
                + "<link rel=preload as=image href=/pre.png><link rel=prefetch href=/next>"
                + "<iframe src=/frame></iframe><object data=/obj></object><embed src=/emb>"
                + "<iframe src=about:blank></iframe><video poster=/poster.png></video>"
                + "<img src=/img.png style='color: red'><p>text",
            "Content-Security-Policy",
            "default-src 'none'; style-src-elem 'nonce-n'; report-uri /report");
    page.screenshot();
    page.endPrefetching();
    String base = at("127.0.0.1", "");
    assertThat(entries(page, PolicyStep.CspViolated.class))
        .extracting(Entry::step)
        .map(PolicyStep.CspViolated.class::cast)
        .extracting(it -> it.directive() + " " + it.blocked().replace(base, ""))
        .containsExactlyInAnyOrder(
            "style-src-elem /s.css",
            "style-src-elem /i.css",
            "font-src /f.woff2",
            "img-src /bg.png",
            "img-src /pre.png",
            "default-src /next",
            "frame-src /frame",
            "object-src /obj",
            "object-src /emb",
            "img-src /poster.png",
            "img-src /img.png",
            "style-src-attr inline");
    assertThat(asked().stream().filter(path -> !path.equals("/report"))).containsExactly("/");
    assertThat(entries(page, PolicyStep.ReportSent.class)).hasSize(12);
    assertThat(entries(page, JourneyStep.NotSupported.class))
        .as("frames that the policy allows")
        .extracting(Entry::step)
        .containsExactly(
            new JourneyStep.NotSupported("iframe", "about:blank", "its place stays blank"));
  }

  @Test
  void whatIsOnlyReportedHappens() {
    Page page =
        page(
            "<link rel=stylesheet href=hide.css><p>seen",
            "Content-Security-Policy-Report-Only",
            "style-src 'none'");
    assertThat(page.text()).doesNotContain("seen");
    assertThat(entries(page, PolicyStep.CspViolated.class)).hasSize(1);
    assertThat(entries(page, PolicyStep.RequestBlocked.class)).isEmpty();
  }

  @Test
  void aMetaElementHoldsForWhatFollows() {
    Page page =
        page(
            "<link rel=stylesheet href=before.css>"
                + "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\">"
                + "<link rel=stylesheet href=hide.css><p>seen");
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/", "/before.css");
  }

  @Test
  void aMetaElementInTheBodyIsNotHeeded() {
    Page page =
        page(
            "<body><meta http-equiv=Content-Security-Policy content=\"style-src 'none'\">"
                + "<style>p { display: none }</style><p>seen");
    assertThat(page.text()).doesNotContain("seen");
  }

  @Test
  void inlineStylesNeedTheirNonceOrHash() throws Exception {
    assertThat(
            page(
                    "<style>" + HIDE + "</style><p>seen",
                    "Content-Security-Policy",
                    "style-src 'self'")
                .text())
        .contains("seen");
    assertThat(
            page(
                    "<style nonce=abc>" + HIDE + "</style><p>seen",
                    "Content-Security-Policy",
                    "style-src 'nonce-abc'")
                .text())
        .doesNotContain("seen");
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256").digest(HIDE.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            page(
                    "<style>" + HIDE + "</style><p>seen",
                    "Content-Security-Policy",
                    "style-src 'sha256-" + hash + "'")
                .text())
        .doesNotContain("seen");
  }

  @Test
  void styleAttributesAreInlineToo() {
    String body = "<p style='display: none'>seen";
    assertThat(page(body).text()).doesNotContain("seen");
    Page strict = page(body, "Content-Security-Policy", "style-src 'self' 'nonce-x'");
    assertThat(strict.text()).contains("seen");
    assertThat(entries(strict, PolicyStep.CspViolated.class))
        .extracting(e -> ((PolicyStep.CspViolated) e.step()).directive())
        .containsExactly("style-src-attr");
    assertThat(page(body, "Content-Security-Policy", "style-src 'unsafe-inline'").text())
        .doesNotContain("seen");
  }

  @Test
  void aBaseMayBeForbidden() {
    page(
        "<base href='" + at("localhost", "/dir/") + "'><link rel=stylesheet href=hide.css>",
        "Content-Security-Policy",
        "base-uri 'self'");
    assertThat(seen.getLast().path()).isEqualTo("/hide.css");
  }

  @Test
  void aSheetMustBeWhatThePageDemands() {
    String wrong = "sha256-" + "A".repeat(43) + "=";
    Page page = page("<link rel=stylesheet href=hide.css integrity='" + wrong + "'><p>seen");
    assertThat(page.text()).contains("seen");
    assertThat(entries(page, PolicyStep.ResponseBlocked.class))
        .extracting(e -> e.because().reason())
        .containsExactly(PolicyReason.INTEGRITY_DIFFERS);
    assertThat(asked()).as("once, although it was foreseen").containsExactly("/", "/hide.css");
  }

  @Test
  void aSheetThatIsWhatThePageDemandsIsApplied() throws Exception {
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-384").digest(HIDE.getBytes(StandardCharsets.UTF_8)));
    Page page = page("<link rel=stylesheet href=hide.css integrity='sha384-" + hash + "'><p>seen");
    assertThat(page.text()).doesNotContain("seen");
    assertThat(entries(page, PolicyStep.IntegrityChecked.class)).hasSize(1);
    Page foreign =
        page(
            "<link rel=stylesheet integrity='sha384-"
                + hash
                + "' href='"
                + at("localhost", "/hide.css")
                + "'><p>seen");
    assertThat(foreign.text()).as("it may not be compared without crossorigin").contains("seen");
    site.put("/shared.css", css(HIDE).with("Access-Control-Allow-Origin", "*"));
    Page shared =
        page(
            "<link rel=stylesheet crossorigin integrity='sha384-"
                + hash
                + "' href='"
                + at("localhost", "/shared.css")
                + "'><p>seen");
    assertThat(shared.text()).doesNotContain("seen");
    assertThat(seen.getLast().fields().has("Origin")).isTrue();
  }

  @Test
  void nosniffHoldsInQuirksModeToo() {
    site.put("/hide.css", Response.text(Status.OK, HIDE).with("X-Content-Type-Options", "nosniff"));
    assertThat(page("<link rel=stylesheet href=hide.css><p>seen").text()).contains("seen");
    site.put("/hide.css", Response.text(Status.OK, HIDE));
    assertThat(page("<link rel=stylesheet href=hide.css><p>seen").text()).doesNotContain("seen");
  }

  @Test
  void referrersAreTheSheetsForWhatItImports() {
    site.put("/a.css", css("@import 'b.css';"));
    page(
        "<meta name=referrer content=unsafe-url><link rel=stylesheet href=a.css>"
            + "<img src=i.png referrerpolicy=no-referrer>");
    Map<String, String> referrers = new ConcurrentHashMap<>();
    seen.forEach(r -> referrers.put(r.path(), r.fields().first("Referer").orElse("-")));
    assertThat(referrers.get("/a.css")).isEqualTo(at("127.0.0.1", "/"));
    assertThat(referrers.get("/b.css")).isEqualTo(at("127.0.0.1", "/a.css"));
    assertThat(referrers.get("/i.png")).isEqualTo("-");
  }

  /** HTML 4.6.8 and Fetch 3.6; Chromium was seen to do the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // its type                          | nosniff | here  | elsewhere | in quirks mode: here |
        // elsewhere
        "text/css                            | false   | true  | true      | true                 | true",
        "text/css                            | true    | true  | true      | true                 | true",
        "-                                   | false   | true  | true      | true                 | true",
        "-                                   | true    | false | false     | false                | false",
        "nonsense                            | false   | true  | true      | true                 | true",
        "*/*                                 | false   | true  | true      | true                 | true",
        "application/x-unknown-content-type  | false   | true  | true      | true                 | true",
        "text/plain                          | false   | false | false     | true                 | false",
        "text/plain                          | true    | false | false     | false                | false",
        "text/html                           | false   | false | false     | true                 | false",
      })
  void whichTypesASheetMayHave(
      String type,
      boolean nosniff,
      boolean here,
      boolean there,
      boolean quirky,
      boolean quirkyThere) {
    Response sheet = Response.of(Status.OK).with(Body.of(HIDE));
    sheet = type == null ? sheet : sheet.with("Content-Type", type);
    site.put("/x.css", nosniff ? sheet.with("X-Content-Type-Options", "nosniff") : sheet);
    assertThat(isApplied("<!DOCTYPE html>", "127.0.0.1")).isEqualTo(here);
    assertThat(isApplied("<!DOCTYPE html>", "localhost")).isEqualTo(there);
    assertThat(isApplied("", "127.0.0.1")).isEqualTo(quirky);
    assertThat(isApplied("", "localhost")).isEqualTo(quirkyThere);
  }

  private boolean isApplied(String doctype, String host) {
    String link = "<link rel=stylesheet href='" + at(host, "/x.css") + "'>";
    return !page(doctype + link + "<p>seen").text().contains("seen");
  }

  /**
   * The fields are those that Chromium sends for the same page, but for the pictures that the page
   * itself names in its styles: there Chromium does not heed the page's policy.
   */
  @ParameterizedTest
  @ValueSource(strings = {"unsafe-url", "no-referrer"})
  void whatASheetNamesIsAskedForOnItsBehalf(String policy) {
    browser.close();
    browser = Browser.open(Browser.Settings.DEFAULT.on(network, BuiltIn.NONE));
    site.put(
        "/s/a.css",
        css(
            "@import 'i.css'; @font-face { font-family: F; src: url(f.woff2) }"
                + "body { font-family: F; background: url(bg.png) }"));
    site.put("/s/b.css", css("p { background: url(b.png) }").with("Referrer-Policy", "origin"));
    String home = at("127.0.0.1", "");
    page(
            "<!DOCTYPE html><base href='"
                + at("localhost", "/dir/")
                + "'><link rel=stylesheet href='"
                + home
                + "/s/a.css'><link rel=stylesheet href='"
                + home
                + "/s/b.css'><style>@import '/in.css'; div { background: url(own.png) }</style>"
                + "<p>text<div>text</div><b style='background: url(attribute.png)'>text</b>",
            "Referrer-Policy",
            policy)
        .screenshot();
    Map<String, String> referrers = new ConcurrentHashMap<>();
    seen.forEach(r -> referrers.put(r.path(), r.fields().first("Referer").orElse("-")));
    boolean told = !policy.equals("no-referrer");
    for (String named : List.of("/s/f.woff2", "/s/bg.png")) {
      assertThat(referrers.get(named)).as(named).isEqualTo(home + "/s/a.css");
    }
    assertThat(referrers.get("/s/i.css")).isEqualTo(told ? home + "/s/a.css" : "-");
    assertThat(referrers.get("/s/b.png")).as("by the sheet's own policy").isEqualTo(home + "/");
    for (String own : List.of("/s/a.css", "/in.css", "/dir/own.png", "/dir/attribute.png")) {
      assertThat(referrers.get(own))
          .as("%s is named in the page, whatever its base is", own)
          .isEqualTo(told ? home + "/" : "-");
    }
  }

  @Test
  void aPageThatGoesOnIsTheOneThatAsks() {
    site.put("/next", Response.html(Status.OK, "<p>next"));
    page("<meta http-equiv=refresh content='0; url=" + at("localhost", "/next") + "'>");
    assertThat(seen.getLast().path()).isEqualTo("/next");
    assertThat(seen.getLast().fields().first("Referer")).contains(at("127.0.0.1", "/"));
    assertThat(seen.getLast().fields().first("Sec-Fetch-Site")).contains("cross-site");
    assertThat(seen.getLast().fields().has("Sec-Fetch-User")).isFalse();
    site.put(
        "/",
        Response.html(Status.OK, "<meta http-equiv=refresh content='0; url=file:///etc/hosts'>"));
    Page page = browser.page();
    Outcome outcome = page.open(at("127.0.0.1", "/"));
    assertThat(outcome).as("files are closed to it").isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).toString()).contains("may not read files");
  }

  @Test
  void aPageInASandboxBelongsToNobodyAndDoesNothingByItself() {
    site.put("/next", Response.html(Status.OK, "next"));
    String html =
        "<meta http-equiv=refresh content='0;url=/next'><link rel=stylesheet crossorigin href=hide.css><p>seen";
    Page page = page(html, "Content-Security-Policy", "sandbox");
    assertThat(asked()).as("it stays where it is").containsExactly("/", "/hide.css");
    assertThat(seen.getLast().fields().first("Origin")).contains("null");
    assertThat(page.text()).as("the sheet is of another origin now").contains("seen");
    assertThat(entries(page, PolicyStep.Sandboxed.class)).hasSize(1);
    assertThat(entries(page, PolicyStep.RequestBlocked.class))
        .extracting(e -> e.because().reason())
        .containsExactly(PolicyReason.SANDBOX_REFRESH);
    seen.clear();
    page(html, "Content-Security-Policy", "sandbox allow-scripts allow-same-origin");
    assertThat(asked()).contains("/next");
  }

  @Test
  void aPageInASandboxSavesNothing() {
    site.put(
        "/file",
        Response.of(Status.OK)
            .with("Content-Disposition", "attachment; filename=x")
            .with(Body.of("x")));
    site.put(
        "/",
        Response.html(Status.OK, "<meta http-equiv=refresh content='0;url=/file'>")
            .with("Content-Security-Policy", "sandbox allow-scripts"));
    try (Page page = browser.page()) {
      assertThat(page.open(at("127.0.0.1", "/"))).isInstanceOf(Outcome.Failed.class);
      assertThat(entries(page, PolicyStep.ResponseBlocked.class))
          .extracting(e -> e.because().reason())
          .containsExactly(PolicyReason.SANDBOX_DOWNLOAD);
    }
  }

  @Test
  void openerPoliciesPartPagesAndDoNotGoWithASandbox() {
    site.put("/own", Response.html(Status.OK, "own").with(OpenerPolicy.FIELD, "same-origin"));
    site.put(
        "/both",
        Response.html(Status.OK, "both")
            .with(OpenerPolicy.FIELD, "same-origin")
            .with("Content-Security-Policy", "sandbox"));
    try (Page page = browser.page()) {
      page.open(at("127.0.0.1", "/own"));
      assertThat(entries(page, PolicyStep.OpenerDecided.class))
          .extracting(Entry::step)
          .containsExactly(
              new PolicyStep.OpenerDecided(at("127.0.0.1", "/own"), "same-origin", "", false));
      site.put("/", Response.html(Status.OK, "any"));
      page.open(at("127.0.0.1", "/"));
      assertThat(entries(page, PolicyStep.OpenerDecided.class))
          .extracting(Entry::step)
          .containsExactly(
              new PolicyStep.OpenerDecided(
                  at("127.0.0.1", "/"), "unsafe-none", "same-origin", true));
      assertThat(page.open(at("127.0.0.1", "/both"))).isInstanceOf(Outcome.Failed.class);
      assertThat(entries(page, PolicyStep.ResponseBlocked.class))
          .extracting(e -> e.because().reason())
          .containsExactly(PolicyReason.COOP_SANDBOX);
    }
  }

  @Test
  void whatWaitsForScriptsIsToldByName() {
    Page page =
        page("x", "Content-Security-Policy", "require-trusted-types-for 'script'; trusted-types a");
    assertThat(entries(page, JourneyStep.NotSupported.class))
        .extracting(e -> e.because().reason())
        .containsExactly(PolicyReason.CSP_TYPES_DEMANDED, PolicyReason.CSP_TYPES_NAMED);
  }
}
