package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PageTest {
  @TempDir Path folder;
  private final Map<String, Function<Request, Response>> site = new ConcurrentHashMap<>();
  private OsNetwork network = OsNetwork.open();
  private HttpServer server = serve();
  private Browser browser = Browser.open(settings());

  @BeforeEach
  void layASite() {
    page("/", "<title>One</title><h1>First</h1><p>Hello, <b>world</b>.");
    page("/two", "<title>Two</title><p>Second");
  }

  @AfterEach
  void close() {
    browser.close();
    server.close();
    network.close();
  }

  private HttpServer serve() {
    try {
      Handler handler =
          request -> {
            Function<Request, Response> answer = site.get(request.path());
            return answer == null
                ? Response.html(Status.NOT_FOUND, "<title>None</title><p>None")
                : answer.apply(request);
          };
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return HttpServer.listen(network, address, handler, Trail.OFF);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Browser.Settings settings() {
    return Browser.Settings.DEFAULT.on(network, BuiltIn.NONE);
  }

  private void page(String path, String html) {
    site.put(path, _ -> Response.html(Status.OK, html));
  }

  private void css(String path, String text) {
    site.put(path, _ -> typed("text/css", Body.of(text)));
  }

  private static Response typed(String type, Body body) {
    return Response.of(Status.OK).with("Content-Type", type).with(body);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.address().getPort() + path;
  }

  private static <S extends Step> List<S> steps(Journey journey, Class<S> kind) {
    return journey.entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Waits in small steps; the test's own time-out is the deadline. */
  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      // A virtual thread that only yields would keep the others of a single processor waiting.
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        throw new AssertionError("it never came to be so");
      }
    }
  }

  @Test
  void aPageHasATitleAndAText() {
    try (Page page = browser.page()) {
      Outcome outcome = page.open(url("/"));
      assertThat(outcome).isInstanceOf(Outcome.Shown.class);
      assertThat(outcome.isWhole()).isTrue();
      assertThat(page.title()).isEqualTo("One");
      assertThat(page.text()).contains("First").contains("Hello, world.");
      assertThat(page.html()).contains("<b>world</b>");
      String encoding = page.inspect(document -> document.encoding());
      assertThat(encoding).isEqualTo("UTF-8");
      assertThat(new String(page.screenshot(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    }
  }

  @Test
  void theHistoryGoesBothWays() {
    try (Page page = browser.page()) {
      assertThatThrownBy(page::reload).isInstanceOf(PageException.class);
      page.open(url("/"));
      page.open(url("/two"));
      page.back();
      assertThat(page.title()).isEqualTo("One");
      assertThatThrownBy(page::back).hasMessageContaining("back");
      page.forward();
      assertThat(page.title()).isEqualTo("Two");
      assertThatThrownBy(page::forward).hasMessageContaining("forward");
      page("/two", "<title>Two again</title>");
      page.reload();
      assertThat(page.title()).isEqualTo("Two again");
    }
  }

  @Test
  void aWayBackThatFailsLeavesThePageWhereItIs() {
    // Nothing is stored: going back asks the server.
    site.put(
        "/",
        _ ->
            new Response(
                Status.OK,
                "",
                HttpVersion.HTTP_1_1,
                Fields.of("Content-Type", "text/html", "Cache-Control", "no-store"),
                Body.of("<title>One</title>")));
    try (Page page = browser.page()) {
      page.open(url("/"));
      page.open(url("/two"));
      site.put(
          "/",
          _ ->
              new Response(
                  Status.NO_CONTENT,
                  "",
                  HttpVersion.HTTP_1_1,
                  Fields.of("Cache-Control", "no-store"),
                  Body.NONE));
      assertThat(page.back())
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.why()).contains("204"));
      assertThat(page.title()).isEqualTo("Two");
      assertThatThrownBy(page::forward).hasMessageContaining("forward");
      page("/", "<title>One</title>");
      page.back();
      assertThat(page.title()).isEqualTo("One");
    }
  }

  @Test
  void theSamePlaceIsOneEntryAndRedirectsLeaveTheirEnd() {
    site.put(
        "/moved",
        _ ->
            new Response(
                Status.FOUND, "", HttpVersion.HTTP_1_1, Fields.of("Location", "/two"), Body.NONE));
    try (Page page = browser.page()) {
      page.open(url("/"));
      page.open(url("/moved"));
      page.open(url("/two"));
      page.back();
      assertThat(page.title()).isEqualTo("One");
    }
  }

  @Test
  void whatIsClosedOpensNothing() {
    Page page = browser.page();
    page.open(url("/"));
    page.close();
    page.close();
    assertThatThrownBy(() -> page.open(url("/"))).hasMessage("the page is closed");
    assertThatThrownBy(page::title).hasMessage("the page is closed");
    browser.close();
    assertThatThrownBy(browser::page).hasMessage("the browser is closed");
  }

  @Test
  void aPageThatIsBusyIsFreedWhenItHasTime() throws Exception {
    var freed = new CompletableFuture<Thread>();
    var goOn = new java.util.concurrent.CountDownLatch(1);
    var busy = new java.util.concurrent.CountDownLatch(1);
    var loop =
        new PageLoop(
            "busy", 1 << 20, () -> {}, _ -> {}, () -> freed.complete(Thread.currentThread()));
    loop.start();
    loop.post(() -> {
      busy.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    busy.await();
    Thread closing = Thread.ofVirtual().start(loop::close);
    until(loop::isClosed);
    assertThat(freed).isNotDone();
    goOn.countDown();
    assertThat(freed.get().getName()).isEqualTo("busy");
    closing.join();
  }

  /** Does something on a thread of its own. */
  private static <T> FutureTask<T> beside(Callable<T> what) {
    var task = new FutureTask<>(what);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void twoPagesWorkAtOnce() throws Exception {
    try (Page one = browser.page();
        Page two = browser.page()) {
      var bothAsked = new java.util.concurrent.CountDownLatch(2);
      for (String path : List.of("/a", "/b")) {
        site.put(
            path,
            _ -> {
              bothAsked.countDown();
              try {
                bothAsked.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Response.html(Status.OK, "<title>" + path + "</title>");
            });
      }
      var first = beside(() -> one.open(url("/a")));
      var second = beside(() -> two.open(url("/b")));
      first.get();
      second.get();
      assertThat(one.title()).isEqualTo("/a");
      assertThat(two.title()).isEqualTo("/b");
    }
  }

  @Test
  void aPageThatComesInPiecesIsPaintedInPieces() {
    try (Page page = browser.page()) {
      byte[] head =
          "<!DOCTYPE html><title>x</title><p>First piece".getBytes(StandardCharsets.UTF_8);
      byte[] tail = "<p>Second piece".getBytes(StandardCharsets.UTF_8);
      BooleanSupplier painted = () -> !steps(page.journey(), PageStep.Painted.class).isEmpty();
      site.put(
          "/slow",
          _ -> typed("text/html; charset=utf-8", Body.streaming(new InTwo(head, tail, painted))));
      assertThat(page.open(url("/slow")).isWhole()).isTrue();
      List<PageStep.Painted> paints = steps(page.journey(), PageStep.Painted.class);
      assertThat(paints.getFirst().whole()).as("painted before the last byte").isFalse();
      assertThat(page.text()).contains("First piece").contains("Second piece");
    }
  }

  /** Gives one piece, and the other when a condition holds. */
  private static final class InTwo extends InputStream {
    private final byte[] head;
    private final byte[] tail;
    private final BooleanSupplier condition;
    private int piece;

    InTwo(byte[] head, byte[] tail, BooleanSupplier condition) {
      this.head = head;
      this.tail = tail;
      this.condition = condition;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (piece == 2) {
        return -1;
      }
      if (piece == 1) {
        until(condition);
      }
      byte[] next = piece == 0 ? head : tail;
      piece++;
      System.arraycopy(next, 0, into, offset, next.length);
      return next.length;
    }
  }

  @Test
  void sheetsAreLoadedOnceWithTheirImports() {
    page(
        "/styled",
        "<link rel=stylesheet href=/a.css><link rel=stylesheet href=/a.css>"
            + "<link rel=stylesheet media=print href=/print.css><style>@import '/c.css';</style><p>x");
    css("/a.css", "@import '/b.css'; @import '/b.css' print; p { color: red }");
    css("/b.css", "@import '/a.css'; p { margin: 0 }");
    css("/c.css", "p { padding: 0 }");
    css("/print.css", "p { display: none }");
    try (Page page = browser.page()) {
      assertThat(page.open(url("/styled")).isWhole()).isTrue();
      assertThat(steps(page.journey(), FetchStep.Exchanged.class))
          .extracting(step -> step.url().replaceFirst(".*/", "/"))
          .containsExactlyInAnyOrder("/styled", "/a.css", "/b.css", "/c.css", "/print.css");
      assertThat(page.text()).as("print.css does not apply").contains("x");
      assertThat(steps(page.journey(), PageStep.ResourceFound.class))
          .filteredOn(found -> found.url().endsWith("/print.css"))
          .allMatch(found -> !found.blocksRendering());
    }
  }

  @Test
  void aSheetOfAnotherTypeIsLeftOut() {
    page("/styled", "<!DOCTYPE html><link rel=stylesheet href=/a.css><p>seen");
    site.put("/a.css", _ -> typed("text/plain", Body.of("p { display: none }")));
    try (Page page = browser.page()) {
      page.open(url("/styled"));
      assertThat(page.text()).contains("seen");
      assertThat(steps(page.journey(), PageStep.ResourceSkipped.class)).hasSize(1);
    }
  }

  @Test
  void picturesOfStylesAreNamedWhereNothingIsDrawn() {
    page(
        "/styled",
        "<!DOCTYPE html><style>body { background: url(/b.png), url(data:image/png,x) }"
            + "li { list-style-image: url(/l.png) } p::before { content: url(/c.png) }"
            + "p { border-image: url(/d.png) 1 } div { display: none; background: url(/no.png) }"
            + "div b { background: url(/not.png) } u { background: url(/l.png) }"
            + "</style><ul><li>a</ul><div><b>b</b></div><p>x<u>y</u>");
    try (Browser quiet = Browser.open(settings().with(Browser.Rendering.OFF));
        Page page = quiet.page()) {
      assertThat(page.open(url("/styled")).isWhole()).isTrue();
      assertThat(page.journey().entries())
          .filteredOn(entry -> entry.step() instanceof PageStep.ResourceSkipped)
          .extracting(entry -> entry.step() + " " + entry.because().reason())
          .containsExactly(
              new PageStep.ResourceSkipped(url("/b.png"), "image") + " NOT_DRAWN",
              new PageStep.ResourceSkipped(url("/l.png"), "image") + " NOT_DRAWN",
              new PageStep.ResourceSkipped(url("/d.png"), "image") + " NOT_DRAWN",
              new PageStep.ResourceSkipped(url("/c.png"), "image") + " NOT_DRAWN");
    }
  }

  @Test
  void whatIsNoPageIsSaved() throws IOException {
    site.put("/file.bin", _ -> typed("application/octet-stream", Body.of("bytes")));
    browser.close();
    browser = Browser.open(settings().savingTo(folder));
    try (Page page = browser.page()) {
      for (String name : List.of("file.bin", "file (1).bin")) {
        Outcome outcome = page.open(url("/file.bin"));
        assertThat(outcome).isInstanceOf(Outcome.Saved.class);
        assertThat(Files.readString(folder.resolve(name))).isEqualTo("bytes");
      }
    }
  }

  @Test
  void plainTextIsShownAsItStands() {
    site.put("/text", _ -> typed("text/plain", Body.of("<b>not bold</b>\n  two")));
    try (Page page = browser.page()) {
      page.open(url("/text"));
      assertThat(page.text()).contains("<b>not bold</b>\n  two");
      assertThat(steps(page.journey(), PageStep.TreeBuilt.class))
          .singleElement()
          .satisfies(tree -> assertThat(tree.bytes()).isEqualTo(21))
          .satisfies(tree -> assertThat(tree.parseErrors()).isZero());
    }
  }

  @Test
  void anErrorPageIsAPage() {
    try (Page page = browser.page()) {
      assertThat(page.open(url("/nothing")))
          .isInstanceOfSatisfying(
              Outcome.Shown.class, shown -> assertThat(shown.status()).isEqualTo(404));
      assertThat(page.title()).isEqualTo("None");
    }
  }

  @Test
  void aPageIsClosedWhileItLoads() throws Exception {
    Page page = browser.page();
    var asked = new CompletableFuture<Boolean>();
    var ended = new CompletableFuture<Boolean>();
    site.put(
        "/never",
        _ -> {
          asked.complete(true);
          return typed(
              "text/html", Body.streaming(new InTwo(new byte[] {'x'}, new byte[0], ended::isDone)));
        });
    var opening = beside(() -> page.open(url("/never")));
    asked.get();
    page.close();
    assertThat(opening.get().isWhole()).isFalse();
    ended.complete(true);
  }
}
