package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page has fetched for a page that may come next (HTML, 4.6.8 "prefetch"). */
@Timeout(120)
class PrefetchTest {
  private final Map<String, Response> site = new ConcurrentHashMap<>();
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private final OsNetwork network = OsNetwork.open();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            this::answer,
            Trail.OFF);
    browser = Browser.open(settings());
    site.put("/next", kept("text/html", "<title>Next</title><p>next"));
    site.put("/look.css", kept("text/css", "p { color: red }"));
  }

  private Browser.Settings settings() {
    return Browser.Settings.DEFAULT.on(network, BuiltIn.NONE).with(Browser.Rendering.OFF);
  }

  private Response answer(Request request) {
    seen.add(request);
    if (request.path().equals("/slow")) {
      reached.countDown();
      try {
        boolean _ = released.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    return site.getOrDefault(request.path(), Response.of(Status.NOT_FOUND));
  }

  private static Response kept(String type, String text) {
    return Response.of(Status.OK)
        .with(Fields.of("Content-Type", type, "Cache-Control", "max-age=600", "Vary", "Accept"))
        .with(Body.of(text));
  }

  @AfterEach
  void close() {
    released.countDown();
    browser.close();
    server.close();
    network.close();
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.address().getPort() + path;
  }

  private Page page(String html, String... fields) {
    Response answer = Response.html(Status.OK, html);
    site.put("/", answer.with(answer.fields().plus(Fields.of(fields))));
    Page page = browser.page();
    page.open(at("/"));
    return page;
  }

  private List<String> asked() {
    return seen.stream().map(Request::path).toList();
  }

  private static <S extends Step> List<S> steps(Page page, Class<S> kind) {
    return page.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static Entry only(Page page, Class<? extends Step> kind) {
    List<Entry> all =
        page.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void itIsFetchedAfterThePageAndServedFromTheCacheToTheNext() {
    Page page =
        page(
            "<link rel=prefetch href=/next><link rel=prefetch href=/next#b>"
                + "<link rel=stylesheet href=/look.css><p>seen");
    page.endPrefetching();
    assertThat(asked()).containsExactly("/", "/look.css", "/next");
    Fields fields = seen.getLast().fields();
    assertThat(fields.first("Sec-Purpose")).contains("prefetch");
    assertThat(fields.first("Accept")).isEqualTo(seen.getFirst().fields().first("Accept"));
    assertThat(fields.first("Sec-Fetch-Dest")).contains("empty");
    assertThat(fields.first("Sec-Fetch-Mode")).contains("no-cors");
    assertThat(fields.first("Priority")).contains("u=4, i");
    assertThat(seen.get(1).fields().has("Sec-Purpose")).isFalse();
    List<Step> order =
        page.journey().entries().stream()
            .map(Entry::step)
            .filter(step ->
                step instanceof PageStep.AskedAhead
                    || step instanceof PageStep.MilestoneReached its
                        && its.milestone().equals("load"))
            .toList();
    assertThat(order)
        .containsExactly(
            new PageStep.MilestoneReached("load", at("/")),
            new PageStep.AskedAhead(at("/next"), "prefetch"));
    page.open(at("/next"));
    assertThat(page.title()).isEqualTo("Next");
    assertThat(asked()).as("nobody was asked again").hasSize(3);
  }

  @Test
  void theAnswersOwnFieldNamesItToo() {
    Page page = page("<p>seen", "Link", "</next>; rel=\"next prefetch\"");
    page.endPrefetching();
    assertThat(asked()).containsExactly("/", "/next");
    assertThat(only(page, PageStep.AskedAhead.class).because().reason())
        .isEqualTo(PageReason.LINK_FIELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default-src 'none'                       | false",
        "default-src 'none'; img-src 'self'       | true",
        "default-src 'none'; img-src http://b.test | false",
        "default-src 'none'; style-src-attr *     | false",
        "img-src 'none'                           | true",
        "default-src 'self'                       | true",
      })
  void whatOneDirectiveOnFetchesAllowsIsFetched(String policy, boolean allowed) {
    Page page = page("<link rel=prefetch href=/next>", "Content-Security-Policy", policy);
    page.endPrefetching();
    assertThat(asked().contains("/next")).isEqualTo(allowed);
    assertThat(steps(page, PolicyStep.RequestBlocked.class)).hasSize(allowed ? 0 : 1);
    if (!allowed) {
      assertThat(only(page, PolicyStep.CspViolated.class).step())
          .isEqualTo(new PolicyStep.CspViolated(at("/next"), "default-src", "enforce"));
    }
  }

  @Test
  void whoEndsWithThePageDoesNotWaitForEver() throws Exception {
    browser.close();
    browser = Browser.open(settings().with(Limits.DEFAULT.withPrefetch(Duration.ZERO)));
    site.put("/", Response.html(Status.OK, "<link rel=prefetch href=/slow><p>seen"));
    Page page = browser.page();
    Outcome outcome = page.open(at("/"));
    assertThat(outcome.isWhole()).as("nothing of the page depends on it").isTrue();
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    page.endPrefetching();
    Entry dropped = only(page, PageStep.AheadDropped.class);
    assertThat(dropped.step()).isEqualTo(new PageStep.AheadDropped(at("/slow"), "prefetch"));
    assertThat(dropped.because().reason()).isEqualTo(PageReason.PREFETCH_LEFT);
  }

  @Test
  void whereNothingIsStoredNothingIsFetchedAhead() {
    site.put("/", Response.html(Status.OK, "<link rel=prefetch href=/next><p>seen"));
    Page page = browser.page();
    page.open(at("/"), Visit.PAST_CACHE);
    page.endPrefetching();
    assertThat(asked()).containsExactly("/");
    assertThat(only(page, PageStep.ResourceSkipped.class).because().reason())
        .isEqualTo(PageReason.PREFETCH_NOT_KEPT);
  }

  @Test
  void noMoreAreFetchedThanLinksAreHeeded() {
    var html = new StringBuilder();
    for (int i = 0; i < Limits.DEFAULT.hints() + 7; i++) {
      html.append("<link rel=prefetch href=/").append(i).append(">");
    }
    Page page = page(html.toString());
    page.endPrefetching();
    assertThat(asked()).hasSize(1 + Limits.DEFAULT.hints());
    assertThat(steps(page, JourneyStep.LimitReached.class)).as("once").hasSize(1);
  }
}
