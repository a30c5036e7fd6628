package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.TraceStep;
import dev.glasshouse.journey.export.JourneyReader;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code glass open} on the site that is built in, with no network. */
@Timeout(180)
class OpenCommandTest {
  @TempDir Path folder;

  private BadInputTest.Run open(String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "open";
    all[1] = "--png";
    all[2] = folder.resolve("page.png").toString();
    all[3] = "--private";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return BadInputTest.run(all);
  }

  @Test
  void theBuiltInSiteIsRedirectedAndDrawn() throws Exception {
    BadInputTest.Run run = open();
    assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
    assertThat(run.out())
        .contains(
            "followed the redirect to http://www.glasshouse.test/, with GET: 301 is permanent, and"
                + " the method stays GET (RFC 9110 15.4.2)")
        .contains("http://static.glasshouse.test/css/site.css")
        .contains("http://static.glasshouse.test/img/greenhouse.webp")
        .contains("the journey ended after");
    byte[] png = Files.readAllBytes(folder.resolve("page.png"));
    assertThat(png).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(20_000);
  }

  @Test
  void theStoryIsToldInChinese() {
    assertThat(open("--lang", "zh").out()).contains("301 是永久重定向").contains("页面");
    assertThat(open("--lang", "tlh").status()).isEqualTo(Glass.WRONG_USE);
  }

  @Test
  void whatIsPrivateUsesNoNamesOfEarlierRuns() {
    for (int i = 0; i < 2; i++) {
      assertThat(open("--story", "full", "--no-png").out())
          .contains("asked 127.80.1.1:53 for glasshouse.test A over UDP");
    }
  }

  @Test
  void theJourneyIsPrintedAndReadAgain() throws Exception {
    BadInputTest.Run run = open("--json");
    Journey journey = JourneyReader.read(new StringReader(run.out()), "output");
    assertThat(journey.entries()).hasSizeGreaterThan(50);
  }

  /** The built-in servers tell what they do in the journey of the page that asks. */
  @Test
  void bothEndsAreInOneStory() throws Exception {
    BadInputTest.Run run = open("--json", "--no-png");
    List<Entry> entries = JourneyReader.read(new StringReader(run.out()), "output").entries();
    Map<Long, Entry> byId = entries.stream().collect(Collectors.toMap(Entry::id, e -> e));
    List<Entry> served =
        entries.stream().filter(e -> e.step() instanceof HttpStep.RequestServed).toList();
    assertThat(served).hasSizeGreaterThan(5);
    for (Entry entry : served) {
      Entry taken = Objects.requireNonNull(byId.get(entry.parent()));
      assertThat(taken.step()).isInstanceOf(TraceStep.ContextTaken.class);
      Entry asked = Objects.requireNonNull(byId.get(taken.parent()));
      assertThat(asked.step()).isInstanceOf(FetchStep.Exchanged.class);
      assertThat(entry.begin()).isGreaterThanOrEqualTo(asked.begin());
      assertThat(entries)
          .anyMatch(e -> e.parent() == asked.id() && e.step() instanceof TraceStep.ServerTimed);
    }
    assertThat(entries)
        .anyMatch(e ->
            e.step() instanceof ServerStep.PathResolved its && its.path().contains("site.css"));
    assertThat(open("--story", "full", "--no-png").out())
        .contains("this server runs inside of this program")
        .contains("the server tells of total: ");
  }

  @Test
  void theJourneyIsSentToACollector() throws Exception {
    var came = new ArrayBlockingQueue<String>(10);
    HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          came.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    // Reads what it refuses: unread, it would be reset, and its answer could be lost with it.
    collector.createContext(
        "/none",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    collector.start();
    try {
      String url = "http://127.0.0.1:" + collector.getAddress().getPort();
      BadInputTest.Run run = open("--no-png", "--otlp", url);
      assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
      JsonNode spans =
          JsonMapper.shared().readTree(came.remove()).at("/resourceSpans/0/scopeSpans/0/spans");
      assertThat(spans.size()).isGreaterThan(50);
      assertThat(spans.valueStream().map(span -> span.get("traceId").asString()).distinct())
          .hasSize(1);
      assertThat(spans.valueStream().map(span -> span.get("kind").asInt())).contains(1, 2, 3);
      assertThat(open("--no-png", "--otlp", url + "/none").err())
          .contains("/none does not take the journey: it answered 404");
    } finally {
      collector.stop(0);
    }
    assertThat(open("--no-png", "--otlp", "ftp://a").status()).isEqualTo(Glass.WRONG_USE);
  }

  @Test
  void exportsAreWritten() throws Exception {
    Path har = folder.resolve("way.har");
    Path trace = folder.resolve("way.json");
    assertThat(open("--har", har.toString(), "--trace", trace.toString()).status())
        .isEqualTo(Glass.OK);
    assertThat(Files.readString(har)).contains("\"version\":\"1.2\"").contains("greenhouse.png");
    assertThat(Files.readString(trace)).contains("traceEvents");
  }

  @Test
  void theHarHasTheBodies() throws Exception {
    Path har = folder.resolve("way.har");
    assertThat(open("--har", har.toString(), "--no-png").status()).isEqualTo(Glass.OK);
    JsonNode entries = JsonMapper.shared().readTree(Files.readString(har)).at("/log/entries");
    int bodies = 0;
    for (JsonNode entry : entries) {
      JsonNode content = entry.at("/response/content");
      String url = entry.at("/request/url").asString("");
      if (content.path("size").asLong() == 0) {
        continue;
      }
      bodies++;
      String text = content.path("text").asString("");
      boolean isBase64 = content.path("encoding").asString("").equals("base64");
      byte[] bytes =
          isBase64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
      assertThat((long) bytes.length).as(url).isEqualTo(content.path("size").asLong());
      if (url.endsWith(".png")) {
        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G');
      } else if (url.endsWith(".css")) {
        assertThat(isBase64).isFalse();
      }
    }
    assertThat(bodies).isGreaterThan(5);
  }

  @Test
  void dumpsStandAlone() {
    assertThat(open("--dump", "text").out())
        .startsWith("The whole way of a web page")
        .contains("玻璃");
    assertThat(open("--dump", "dom").out()).contains("<html>").contains("lang=\"en\"");
    assertThat(open("--dump", "layout").out()).isNotEmpty();
    assertThat(open("--dump", "requests").out())
        .startsWith("status\tmethod\ttype")
        .contains("301\tGET")
        .contains("http://www.glasshouse.test/");
  }
}
