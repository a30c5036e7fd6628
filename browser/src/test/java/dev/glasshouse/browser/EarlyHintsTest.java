package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server names ahead of its page (RFC 8297), and in its answer's field Link (RFC 8288). */
@Timeout(120)
class EarlyHintsTest {
  private static final String SHEET = "<link rel=stylesheet href=hide.css><p>seen";
  private static final String HINT = "</hide.css>; rel=preload; as=style";

  private final Map<String, Response> site = new ConcurrentHashMap<>();
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private final OsNetwork network = OsNetwork.open();

  /** What the server says ahead of "/", and what it does between that and the answer. */
  private volatile Fields hints = Fields.EMPTY;

  /** What comes of "/hide.css". */
  private volatile Supplier<Response> theSheet =
      () -> site.getOrDefault("/hide.css", Response.of(Status.NOT_FOUND));

  private final CountDownLatch sheetAsked = new CountDownLatch(1);
  private volatile Thinking thinking = () -> {};
  private HttpServer server;
  private Browser browser;

  private interface Thinking {
    void think() throws IOException;
  }

  @BeforeEach
  void open() throws Exception {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Handler.talkative(this::answer),
            Trail.OFF);
    browser =
        Browser.open(
            Browser.Settings.DEFAULT.on(network, BuiltIn.NONE).with(Browser.Rendering.OFF));
    site.put("/hide.css", css("p { display: none }"));
  }

  private Response answer(Request request, Aside aside) throws IOException {
    seen.add(request);
    if (request.path().equals("/hide.css")) {
      sheetAsked.countDown();
    }
    if (request.path().equals("/")) {
      if (!hints.isEmpty()) {
        aside.interim(Status.EARLY_HINTS, hints);
      }
      thinking.think();
    }
    if (request.path().equals("/hide.css")) {
      return theSheet.get();
    }
    return site.getOrDefault(request.path(), Response.of(Status.NOT_FOUND));
  }

  /** Content that fails after a while. */
  private static java.io.InputStream broken() {
    return new java.io.InputStream() {
      private int left = 4096;

      @Override
      public int read() throws IOException {
        if (left-- <= 0) {
          throw new IOException("broken on purpose");
        }
        return ' ';
      }
    };
  }

  @AfterEach
  void close() {
    browser.close();
    server.close();
    network.close();
  }

  private static Response css(String text) {
    return Response.of(Status.OK)
        .with("Content-Type", "text/css")
        .with("Cache-Control", "no-store")
        .with(Body.of(text));
  }

  private String at(String host, String path) {
    return "http://" + host + ":" + server.address().getPort() + path;
  }

  private Page page(Response answer, String... links) {
    site.put("/", answer);
    for (String link : links) {
      hints = hints.plus("Link", link);
    }
    Page page = browser.page();
    page.open(at("127.0.0.1", "/"));
    return page;
  }

  /** The server thinks until the sheet was asked for, too. */
  private void thinkUntilTheSheetIsAskedFor() {
    thinking =
        () -> {
          try {
            assertThat(sheetAsked.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
  }

  private List<String> asked() {
    return seen.stream().map(Request::path).toList();
  }

  private static List<Entry> entries(Page page, Class<? extends Step> kind) {
    return page.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  private static List<Reason> reasons(Page page, Class<? extends Step> kind) {
    return entries(page, kind).stream().map(e -> e.because().reason()).toList();
  }

  private static List<String> leftOut(Page page) {
    return entries(page, JourneyStep.NotSupported.class).stream()
        .map(e -> ((JourneyStep.NotSupported) e.step()).feature())
        .toList();
  }

  @Test
  void aSheetIsFetchedWhileTheServerThinksAndOnceOnly() {
    thinkUntilTheSheetIsAskedFor();
    Page page = page(Response.html(Status.OK, SHEET), HINT);
    assertThat(page.text()).doesNotContain("seen");
    assertThat(asked()).containsExactly("/", "/hide.css");
    assertThat(reasons(page, PageStep.AskedAhead.class)).containsExactly(PageReason.EARLY_HINT);
    assertThat(entries(page, PageStep.AheadTaken.class)).hasSize(1);
    assertThat(entries(page, PageStep.AheadDropped.class)).isEmpty();
    Request sheet = seen.getLast();
    assertThat(sheet.fields().first("Referer")).contains(at("127.0.0.1", "/"));
    assertThat(sheet.fields().first("Sec-Fetch-Dest")).contains("style");
  }

  @Test
  void whatThePageDoesNotAskForIsToldAsUnused() {
    thinkUntilTheSheetIsAskedFor();
    Page page = page(Response.html(Status.OK, "<p>seen"), HINT);
    assertThat(page.text()).contains("seen");
    assertThat(reasons(page, PageStep.AheadDropped.class)).containsExactly(PageReason.AHEAD_UNUSED);
  }

  @Test
  void thePagesOwnPolicyHoldsForWhatCameAheadOfIt() {
    thinkUntilTheSheetIsAskedFor();
    Page page =
        page(
            Response.html(Status.OK, SHEET).with("Content-Security-Policy", "style-src 'none'"),
            HINT);
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/", "/hide.css");
  }

  @Test
  void aPolicyThatComesWithTheHintsHoldsForThem() {
    hints = Fields.of("Content-Security-Policy", "style-src 'none'");
    Page page = page(Response.html(Status.OK, "<p>seen"), HINT);
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/");
  }

  @Test
  void aPageOfAnotherOriginTakesNothing() {
    thinkUntilTheSheetIsAskedFor();
    site.put("/there", Response.html(Status.OK, SHEET));
    Page page = page(Response.of(Status.FOUND).with("Location", at("localhost", "/there")), HINT);
    assertThat(page.text()).doesNotContain("seen");
    assertThat(asked()).containsExactly("/", "/hide.css", "/there", "/hide.css");
    assertThat(reasons(page, PageStep.AheadDropped.class)).containsExactly(PageReason.AHEAD_MOVED);
  }

  @Test
  void anAnswerThatIsAFailureIsNotAskedForAgain() {
    site.remove("/hide.css");
    thinkUntilTheSheetIsAskedFor();
    Page page = page(Response.html(Status.OK, SHEET), HINT);
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/", "/hide.css");
    assertThat(entries(page, PageStep.AheadTaken.class)).hasSize(1);
  }

  @Test
  void whatBrokeOffAheadIsAskedForByThePage() {
    var rest = new java.util.ArrayDeque<>(List.of(css("p {").with(Body.streaming(broken()))));
    Response whole = site.get("/hide.css");
    theSheet = () -> Optional.ofNullable(rest.poll()).orElse(whole);
    thinkUntilTheSheetIsAskedFor();
    Page page = page(Response.html(Status.OK, SHEET), HINT);
    assertThat(page.text()).doesNotContain("seen");
    assertThat(asked()).containsExactly("/", "/hide.css", "/hide.css");
  }

  private static Response accepted(ServerSocket server) {
    try {
      server.accept().close();
      return css("p { color: blue }");
    } catch (IOException _) {
      return css("p { display: none }");
    }
  }

  @Test
  void aLinkElementAsksForAConnection() throws Exception {
    try (var other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(60_000);
      // The sheet comes once the connection is there: a page that is whole makes none any more.
      theSheet = () -> accepted(other);
      String origin = "http://127.0.0.1:" + other.getLocalPort();
      String link = "<link rel='x\nPreconnect' href='" + origin + "'>";
      Page page = page(Response.html(Status.OK, link + link + SHEET));
      assertThat(page.text()).contains("seen");
      assertThat(entries(page, PageStep.AskedAhead.class))
          .extracting(Entry::step)
          .containsExactly(new PageStep.AskedAhead(origin, "connection"));
      assertThat(reasons(page, PageStep.AskedAhead.class)).containsExactly(PageReason.LINK_ELEMENT);
    }
  }

  @Test
  void aLinkElementAsksForAPictureAndTheRestIsNamed() {
    String html =
        "<base href=/in/><link rel=preload as=image href=x.png><link rel=prerender href=/next>"
            + "<link rel=modulepreload href=m.js><link rel=icon href=i.png><p>seen";
    Page page = page(Response.of(Status.OK).with("Content-Type", "text/html").with(Body.of(html)));
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/", "/in/x.png");
    assertThat(reasons(page, PageStep.AskedAhead.class)).containsExactly(PageReason.LINK_ELEMENT);
    assertThat(leftOut(page)).containsExactly("prerender", "modulepreload");
  }

  @Test
  void aConnectionIsMadeAhead() throws Exception {
    try (var other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(60_000);
      var accepted = new CopyOnWriteArrayList<Socket>();
      thinking = () -> accepted.add(other.accept());
      String origin = "http://127.0.0.1:" + other.getLocalPort();
      String link = "<" + origin + "/x>; rel=preconnect";
      Page page = page(Response.html(Status.OK, "<p>seen"), link + ", " + link);
      assertThat(page.text()).contains("seen");
      assertThat(accepted).hasSize(1);
      assertThat(entries(page, PageStep.AskedAhead.class))
          .extracting(Entry::step)
          .containsExactly(new PageStep.AskedAhead(origin, "connection"));
      accepted.getFirst().close();
    }
  }

  /** The name is known when the page comes; nobody is connected to. */
  @Test
  void aNameIsLookedUpAhead() throws Exception {
    var names = new CopyOnWriteArrayList<String>();
    var known = new CountDownLatch(2);
    thinking = () -> await(known);
    theSheet =
        () -> {
          await(known);
          return css("p { color: blue }");
        };
    BuiltIn ours =
        name -> {
          if (!name.endsWith(".ahead.test")) {
            return Optional.empty();
          }
          names.add(name);
          known.countDown();
          return Optional.of(List.of(InetAddress.getLoopbackAddress()));
        };
    hints =
        Fields.EMPTY.plus(
            "Link",
            "<https://a.ahead.test/x>; rel=dns-prefetch, <//a.ahead.test>; rel=dns-prefetch,"
                + "<//127.0.0.2>; rel=dns-prefetch, <ftp://f.ahead.test>; rel=dns-prefetch,"
                + "<//b.ahead.test>; rel=dns-prefetch");
    String link = "<link rel='DNS-prefetch' href='//c.ahead.test'>";
    site.put("/", Response.html(Status.OK, link + link + SHEET));
    try (var its =
        Browser.open(Browser.Settings.DEFAULT.on(network, ours).with(Browser.Rendering.OFF))) {
      Page page = its.page();
      page.open(at("127.0.0.1", "/"));
      assertThat(page.text()).contains("seen");
      assertThat(names).contains("a.ahead.test", "b.ahead.test").doesNotContain("f.ahead.test");
      assertThat(entries(page, PageStep.AskedAhead.class))
          .extracting(Entry::step)
          .containsExactly(
              new PageStep.AskedAhead("a.ahead.test", "name"),
              new PageStep.AskedAhead("b.ahead.test", "name"),
              new PageStep.AskedAhead("c.ahead.test", "name"));
      assertThat(reasons(page, PageStep.AskedAhead.class))
          .containsExactly(PageReason.EARLY_HINT, PageReason.EARLY_HINT, PageReason.LINK_ELEMENT);
      // One or two: the sheet may be asked for while the page still comes.
      assertThat(entries(page, ConnectionStep.Dialed.class))
          .extracting(entry -> ((ConnectionStep.Dialed) entry.step()).host())
          .containsOnly("127.0.0.1");
    }
    assertThat(asked()).containsExactly("/", "/hide.css");
  }

  private static void await(CountDownLatch known) {
    try {
      assertThat(known.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsNotSupportedIsNamed() {
    Page page =
        page(
            Response.html(Status.OK, "<p>seen"),
            "</a.js>; rel=preload; as=script, </m.js>; rel=modulepreload",
            "</t>; rel=preload; as=track, </x>; rel=preload, <//b.test>; rel=prefetch",
            "</f.woff2>; rel=preload; as=font, </p.css>; rel=preload; as=style; type=text/x",
            "</i.png>; rel=preload; as=image; imagesrcset=\"/j.png 2x\", </next>; rel=next");
    assertThat(leftOut(page))
        .containsExactly(
            "preload as=script",
            "modulepreload",
            "preload as=track",
            "preload",
            "prefetch",
            "preload as=font",
            "preload as=style",
            "imagesrcset");
    assertThat(asked()).containsExactly("/");
  }

  @Test
  void mediaThatDoNotApplyAreNotAskedFor() {
    Page page = page(Response.html(Status.OK, "<p>seen"), HINT + "; media=print");
    assertThat(page.text()).contains("seen");
    assertThat(asked()).containsExactly("/");
  }

  @Test
  void theAnswersOwnFieldCountsToo() {
    Page page =
        page(Response.html(Status.OK, SHEET).with("Link", HINT + ", </a.js>; rel=modulepreload"));
    assertThat(page.text()).doesNotContain("seen");
    assertThat(asked()).containsExactly("/", "/hide.css");
    assertThat(reasons(page, PageStep.AskedAhead.class)).containsExactly(PageReason.LINK_FIELD);
    assertThat(leftOut(page)).containsExactly("modulepreload");
  }

  @Test
  void noMoreLinksAreHeededThanAreAllowed() {
    var links = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      links.append("</").append(i).append(">; rel=preload; as=track, ");
    }
    Page page = page(Response.html(Status.OK, "<p>seen"), links.toString(), links.toString());
    assertThat(leftOut(page)).hasSize(Limits.DEFAULT.hints());
  }
}
