package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageFontsTest {
  private static final String MONO = "/liberation/LiberationMono-Regular.ttf";

  private final Map<String, Function<Request, Response>> site = new ConcurrentHashMap<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final OsNetwork network = OsNetwork.open();
  private HttpServer server;
  private Browser browser;

  @BeforeEach
  void open() throws IOException {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> {
              requests.add(request);
              Function<Request, Response> answer = site.get(request.path());
              return answer == null
                  ? Response.html(Status.NOT_FOUND, "<p>None")
                  : answer.apply(request);
            },
            Trail.OFF);
    browser = Browser.open(Browser.Settings.DEFAULT.on(network, BuiltIn.NONE));
  }

  @AfterEach
  void close() {
    browser.close();
    server.close();
    network.close();
  }

  private void put(String path, String type, Body body) {
    site.put(path, _ -> Response.of(Status.OK).with("Content-Type", type).with(body));
  }

  private void page(String html) {
    put("/", "text/html; charset=utf-8", Body.of("<!DOCTYPE html>" + html));
  }

  private void font(String path, String resource) throws IOException {
    try (InputStream in = PageFontsTest.class.getResourceAsStream(resource)) {
      put(path, "font/ttf", Body.of(in.readAllBytes()));
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.address().getPort() + "/";
  }

  private List<String> asked() {
    return requests.stream().map(Request::path).toList();
  }

  private static <S extends Step> List<S> steps(Page page, Class<S> kind) {
    return page.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static List<String> faces(Page page) {
    return steps(page, PageStep.FontChosen.class).stream()
        .map(f -> f.wanted() + " from " + f.source())
        .toList();
  }

  @Test
  void textIsDrawnInAFontOfThePage() throws IOException {
    font("/s/mono.ttf", MONO);
    put("/s/a.css", "text/css", Body.of("@import 'b.css'; p { font-family: Mine, serif }"));
    put("/s/b.css", "text/css", Body.of("@font-face { font-family: Mine; src: url(mono.ttf) }"));
    page("<link rel=stylesheet href=s/a.css><p>wide");

    try (Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).isTrue();

      assertThat(faces(page)).contains("Mine from web");
      assertThat(steps(page, PageStep.FontLoaded.class))
          .extracting(PageStep.FontLoaded::family, PageStep.FontLoaded::problem)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("Mine", ""));
      assertThat(page.dumpLayout()).contains("wide");
      byte[] withFont = page.screenshot();
      page("<style>p { font-family: monospace }</style><p style='font-size: 16px'>wide");
      page.open(url());
      assertThat(page.screenshot()).isEqualTo(withFont);
    }
  }

  @Test
  void aFontIsAskedForAsFetchSays() throws IOException {
    font("/mono.ttf", MONO);
    page(
        "<style>@font-face { font-family: Mine; src: url(mono.ttf) }"
            + " p { font-family: Mine }</style><p>wide");

    try (Page page = browser.page()) {
      page.open(url());
    }

    Request request =
        requests.stream().filter(r -> r.path().equals("/mono.ttf")).findFirst().orElseThrow();
    assertThat(request.fields().first("Sec-Fetch-Dest")).contains("font");
    assertThat(request.fields().first("Sec-Fetch-Mode")).contains("cors");
  }

  @Test
  void onlyFontsThatTextNeedsAreLoaded() throws IOException {
    font("/a.ttf", MONO);
    page(
        """
        <style>
        @font-face { font-family: A; src: url(a.ttf); unicode-range: U+0-FF }
        @font-face { font-family: A; src: url(greek.ttf); unicode-range: U+370-3FF }
        @font-face { font-family: A; src: url(bold.ttf); font-weight: bold }
        @font-face { font-family: B; src: url(b.ttf) }
        @media print { @font-face { font-family: C; src: url(c.ttf) } }
        p { font-family: A } i { font-family: B } i { display: none } b { font-family: C }
        </style><p>plain</p><i>hidden</i><b>print</b>\
        """);

    try (Page page = browser.page()) {
      page.open(url());
      assertThat(asked()).containsExactlyInAnyOrder("/", "/a.ttf");
      assertThat(steps(page, JourneyStep.NotSupported.class)).isEmpty();
    }
  }

  @Test
  void theFirstSourceThatCanBeUsedIsAndTheOthersAreTold() throws IOException {
    put("/broken.woff2", "font/woff2", Body.of("wOF2 but no font"));
    font("/mono.ttf", MONO);
    page(
        """
        <style>@font-face { font-family: A; src: local(No Such Font), url(missing.woff2),
          url(broken.woff2) format(woff2), url(old.eot) format(embedded-opentype), url(mono.ttf) }
        p { font-family: A, serif }</style><p>text\
        """);

    try (Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).isTrue();
      assertThat(asked()).containsExactly("/", "/missing.woff2", "/broken.woff2", "/mono.ttf");
      assertThat(steps(page, PageStep.FontLoaded.class).stream().map(f -> f.problem()).toList())
          .containsExactly(
              "there is no font of that name here",
              "the answer is 404",
              "the file is not a font that FreeType reads",
              "");
      assertThat(faces(page)).contains("A from web");
    }
  }

  @Test
  void aFontThatIsNoneAndHasNoOtherSourceIsMissing() {
    put("/broken.ttf", "font/ttf", Body.of("no font"));
    page(
        "<style>@font-face { font-family: A; src: url(broken.ttf) } p { font-family: A }</style>"
            + "<p>text");

    try (Page page = browser.page()) {
      assertThat(((Outcome.Shown) page.open(url())).problems())
          .singleElement()
          .asString()
          .contains("/broken.ttf: the font cannot be used: ");
    }
  }

  @Test
  void withoutAnySourceTheNextFamilyIsDrawn() {
    page(
        "<style>@font-face { font-family: A; src: url(missing.ttf) } p { font-family: A,"
            + " monospace }</style><p>text");

    try (Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).isTrue();
      assertThat(faces(page)).containsExactly("Liberation Mono from bundled");
      assertThat(page.screenshot()).isNotEmpty();
    }
  }

  @Test
  void aFontThatDoesNotComeIsGivenUp() {
    var never = new java.util.concurrent.CountDownLatch(1);
    site.put(
        "/slow.ttf",
        _ -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Response.html(Status.NOT_FOUND, "late");
        });
    page(
        "<style>@font-face { font-family: A; src: url(slow.ttf) } p { font-family: A }</style>"
            + "<p>text");
    Browser.Settings settings =
        Browser.Settings.DEFAULT
            .on(network, BuiltIn.NONE)
            .with(Limits.DEFAULT.withFontWait(Duration.ofMillis(50)));

    try (Browser impatient = Browser.open(settings);
        Page page = impatient.page()) {
      assertThat(((Outcome.Shown) page.open(url())).problems())
          .singleElement()
          .asString()
          .endsWith("/slow.ttf: a limit was reached: fontWait allows 50 ms");
      assertThat(steps(page, JourneyStep.LimitReached.class))
          .extracting(JourneyStep.LimitReached::limit)
          .containsExactly("fontWait");
      assertThat(faces(page)).containsExactly("Liberation Serif from bundled");
    } finally {
      never.countDown();
    }
  }

  @Test
  void aPageMayLoadOnlySoManyFonts() throws IOException {
    font("/mono.ttf", MONO);
    StringBuilder html = new StringBuilder();
    int count = Limits.DEFAULT.fonts() + 5;
    for (int i = 0; i < count; i++) {
      html.append("<style>@font-face{font-family:F" + i + ";src:url(mono.ttf?" + i + ")}</style>");
      html.append("<p style='font-family:F" + i + "'>x");
    }
    page(html.toString());

    try (Page page = browser.page()) {
      page.open(url());
      assertThat(asked()).hasSize(1 + Limits.DEFAULT.fonts());
      assertThat(steps(page, JourneyStep.LimitReached.class))
          .extracting(JourneyStep.LimitReached::limit)
          .hasSize(5)
          .containsOnly("fonts");
    }
  }

  @Test
  void lengthsGoByTheFontThatIsThere() throws IOException {
    font("/mono.ttf", MONO);
    page(
        """
        <style>@font-face { font-family: A; src: url(mono.ttf) }
        body { margin: 0 } div { font: 20px/normal A; height: 1lh; width: 10ch; min-width: 0 }
        p { margin: 0; font: 20px serif; width: 10ch; height: 10ex }
        hr { margin: 0; border: 0; font: 20px sans-serif; width: 10ic; height: 10cap }
        i { display: block; height: 2rlh }</style><div>x</div><p>x<hr><i></i>\
        """);

    try (Page page = browser.page()) {
      page.open(url());
      // What Chromium measures: 120.016 x 23, 100 x 91.797, 200 x 137.594, 36 high.
      assertThat(page.dumpLayout())
          .contains("<div> 0,0 120.02x23")
          .contains("<p> 0,23 100x91.80")
          .contains("<hr> 0,114.80 200x137.59")
          .contains("<i> 0,252.39 1280x36");
    }
  }

  @Test
  void stylesWithoutEffectAreToldOnce() {
    put(
        "/x.css",
        "text/css",
        Body.of("p { zoom: 2 }\n@container (width > 1px) { p { order: 1 } }"));
    page(
        """
        <link rel=stylesheet href=x.css>
        <style>p { columns: 2; color: red; cursor: pointer } p::first-line { color: blue }
        q { columns: 3; font-feature-settings: normal; -x-y: 1 }</style>
        <p style="flex-grow: 1">text\
        """);

    try (Page page = browser.page()) {
      page.open(url());
      String site = url();
      assertThat(steps(page, PageStep.StylesIgnored.class))
          .containsExactly(
              new PageStep.StylesIgnored(
                  List.of(
                      "::first-line (1, first in " + site + " line 4)",
                      "columns (2, first in " + site + " line 2)",
                      "flex-grow (1, first in a style attribute)"),
                  List.of(
                      "-x-y (1, first in " + site + " line 3)",
                      "@container (1, first in " + site + "x.css line 2)",
                      "zoom (1, first in " + site + "x.css line 1)")));
    }
  }

  @Test
  void textInDrawingsIsNamed() {
    put("/t.svg", "image/svg+xml", Body.of(svg("<text y='9'>lost</text>")));
    put("/n.svg", "image/svg+xml", Body.of(svg("<title>none</title><path d='M0 0h9'/>")));
    page("<img src=t.svg><img src=n.svg>" + svg("<text y='9'>lost</text>"));

    try (Page page = browser.page()) {
      page.open(url());
      assertThat(steps(page, JourneyStep.NotSupported.class))
          .extracting(JourneyStep.NotSupported::feature, JourneyStep.NotSupported::where)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("text in SVG", url() + "t.svg"),
              org.assertj.core.groups.Tuple.tuple("text in SVG", "line 1"));
    }
  }

  private static String svg(String content) {
    return "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>" + content + "</svg>";
  }
}
