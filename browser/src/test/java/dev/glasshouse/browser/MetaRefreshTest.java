package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MetaRefreshTest {
  private static final Map<String, String> SITE =
      Map.of(
          "/a", "<meta http-equiv=Refresh content='0; url=b'><p>A",
          "/b", "<meta http-equiv=refresh content='1;URL=\"/c\"'><p>B",
          "/c", "<p>C",
          "/late", "<meta http-equiv=refresh content='30;url=c'><p>Late",
          "/circle", "<meta http-equiv=refresh content=0><p>Round");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0                   | 0 | http://a.test/d/p
          5                   | 5 | http://a.test/d/p
          0;url=x             | 0 | http://a.test/d/x
          3.7, URL = "x y" z  | 3 | http://a.test/d/x%20y
          0 ;  'q"            | 0 | http://a.test/d/q%22
          0 x                 | 0 | http://a.test/d/x
          .5;url=/            | 0 | http://a.test/
          url=x               | - | -
          0x                  | - | -
          0;url=javascript:1  | - | -
          99999999999;url=x   | 9223372036854775807 | http://a.test/d/x
          """)
  void readsWhatAPageSays(String content, String seconds, String url) {
    Url page = Url.parse("http://a.test/d/p");
    Optional<MetaRefresh> read = MetaRefresh.parse(content, page, page, "");
    assertThat(read.map(r -> r.seconds() + " " + r.url().href()).orElse("- -"))
        .isEqualTo(seconds + " " + url);
  }

  private interface Visit {
    void to(Page page, String site);
  }

  private static void visit(Visit visit) throws IOException {
    try (OsNetwork network = OsNetwork.open();
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                request -> Response.html(Status.OK, SITE.getOrDefault(request.path(), "")),
                Trail.OFF);
        Browser browser = Browser.open(Browser.Settings.DEFAULT.on(network, BuiltIn.NONE));
        Page page = browser.page()) {
      visit.to(page, "http://127.0.0.1:" + server.address().getPort());
    }
  }

  private static <S extends Step> List<S> steps(Page page, Class<S> kind) {
    return page.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void followsPagesThatGoOnAtOnce() throws IOException {
    visit((page, site) -> {
      assertThat(page.open(site + "/late")).isInstanceOf(Outcome.Shown.class);
      Outcome outcome = page.open(site + "/a");
      assertThat(outcome).isInstanceOf(Outcome.Shown.class);
      assertThat(page.text()).contains("C");
      assertThat(steps(page, PageStep.Refreshed.class))
          .extracting(PageStep.Refreshed::url)
          .containsExactly(site + "/b", site + "/c");
      page.back();
      assertThat(page.text()).contains("Late");
    });
  }

  @Test
  void namesTheOnesThatWait() throws IOException {
    visit((page, site) -> {
      page.open(site + "/late");
      assertThat(page.text()).contains("Late");
      assertThat(steps(page, JourneyStep.NotSupported.class))
          .extracting(JourneyStep.NotSupported::feature)
          .containsExactly("meta refresh");
    });
  }

  @Test
  void circlesEnd() throws IOException {
    visit((page, site) -> {
      page.open(site + "/circle");
      assertThat(steps(page, PageStep.Refreshed.class)).hasSize(Limits.DEFAULT.refreshes());
      assertThat(steps(page, JourneyStep.LimitReached.class))
          .extracting(JourneyStep.LimitReached::limit)
          .containsExactly("refreshes");
    });
  }
}
