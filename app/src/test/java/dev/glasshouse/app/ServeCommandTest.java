package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServeCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void lay() throws Exception {
    Files.writeString(folder.resolve("index.html"), "<p>home");
    Files.createDirectory(folder.resolve("sub"));
  }

  private RunningServer serve(String... options) {
    var all = new java.util.ArrayList<String>();
    all.add(folder.toString());
    all.addAll(java.util.List.of(options));
    return new RunningServer(new ServeCommand(), all.toArray(String[]::new));
  }

  private static String place(RunningServer server) throws Exception {
    return server.out.next("served at http://").substring("served at ".length());
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void servesAFolderAndTellsEachRequestWithItsWhy() throws Exception {
    try (RunningServer server = serve("--listen", "127.0.0.1:0")) {
      String site = place(server);
      assertThat(get(site).body()).isEqualTo("<p>home");
      assertThat(server.out.next())
          .contains(" GET / -> 200, 7 bytes, ")
          .contains("the folder has the default document index.html");
      assertThat(get(site + "none").statusCode()).isEqualTo(404);
      assertThat(server.out.next()).contains(" GET /none -> 404").contains("nothing of that name");
      assertThat(server.end()).isEqualTo(Glass.OK);
    }
  }

  /** Who tells its journey is told what the answer cost; others are not. */
  @Test
  void joinsTheJourneyOfAClientThatTellsIts() throws Exception {
    try (RunningServer server = serve("--listen", "127.0.0.1:0", "--log", "story");
        HttpClient client = HttpClient.newHttpClient()) {
      String site = place(server);
      var request =
          HttpRequest.newBuilder(URI.create(site))
              .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).headers().map().get("server-timing"))
          .singleElement()
          .asString()
          .matches("total;dur=\\d+\\.\\d{3}");
      String joined = server.out.next();
      while (!joined.contains("step b7ad6b7169203331")) {
        joined = server.out.next();
      }
      assertThat(joined).contains("of its journey 0af7651916cd43dd8448eb211c80319c");
      assertThat(get(site).headers().firstValue("server-timing")).isEmpty();
    }
  }

  /**
   * Both ends send what they recorded to one collector: a server's spans stand below the span of
   * the client that asked it, in one trace.
   */
  @Test
  @Timeout(180)
  void bothEndsAreOneTraceAtACollector() throws Exception {
    var came = new LinkedBlockingQueue<String>();
    HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          came.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String to = "http://127.0.0.1:" + collector.getAddress().getPort();
    try (RunningServer server = serve("--listen", "127.0.0.1:0", "--log", "none", "--otlp", to)) {
      String site = place(server);
      BadInputTest.Run run =
          BadInputTest.run(
              "open", "--private", "--no-png", "--traceparent", "--otlp", to, site + "index.html");
      assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
      assertThat(server.end()).isEqualTo(Glass.OK);
    } finally {
      collector.stop(0);
    }
    Map<String, JsonNode> byId = new HashMap<>();
    for (String each : came) {
      JsonMapper.shared()
          .readTree(each)
          .at("/resourceSpans")
          .valueStream()
          .flatMap(resource -> resource.at("/scopeSpans").valueStream())
          .flatMap(scope -> scope.at("/spans").valueStream())
          .forEach(span -> byId.put(span.get("spanId").asString(), span));
    }
    // SERVER is 2, CLIENT 3.
    List<JsonNode> served =
        byId.values().stream().filter(span -> span.get("kind").asInt() == 2).toList();
    assertThat(served).isNotEmpty();
    assertThat(served)
        .anyMatch(span -> {
          JsonNode asked = byId.get(span.path("parentSpanId").asString(""));
          return asked != null && span.get("traceId").equals(asked.get("traceId"));
        });
  }

  @Test
  void servesTheBuiltInSiteWithItsChat() throws Exception {
    try (RunningServer server =
        new RunningServer(new ServeCommand(), "--built-in", "--listen", "127.0.0.1:0")) {
      String site = place(server);
      assertThat(get(site).body()).contains("The whole way of a web page");
      assertThat(get(site + "chat/").body()).contains("<script");
    }
  }

  /** The table comes again and again; under its figures stand the last requests. */
  @Test
  void isWatched() throws Exception {
    try (RunningServer server = serve("--listen", "127.0.0.1:0", "--watch")) {
      String site = place(server);
      assertThat(get(site + "none").statusCode()).isEqualTo(404);
      String line = server.out.next();
      while (!line.contains(" GET /none -> 404")) {
        line = server.out.next();
      }
      String head = server.out.next();
      while (!head.contains("REQUESTS")) {
        head = server.out.next();
      }
      assertThat(server.out.next().strip()).startsWith("1 ");
    }
  }

  /** The last requests are there with their whole stories, though none is printed. */
  @Test
  @Timeout(120)
  void theLastStoriesCanBeLookedAt() throws Exception {
    try (RunningServer server =
        serve("--listen", "127.0.0.1:0", "--log", "none", "--stories-at", "127.0.0.1:0")) {
      String stories = server.out.next("stories at ").replaceFirst("stories at ", "").strip();
      String site = place(server);
      assertThat(get(site + "none").statusCode()).isEqualTo(404);
      assertThat(told(stories, 1)).first().asString().matches("1 .* GET /none -> 404, .*");
      assertThat(get(site).statusCode()).isEqualTo(200);
      assertThat(told(stories, 2)).first().asString().matches("2 .* GET / -> 200, .*");
      assertThat(get(stories + "1").body())
          .contains(" GET /none -> 404")
          .contains("is nothing that is served");
      assertThat(get(stories + "1.json").body()).contains("\"format\":\"glasshouse-journey\"");
      assertThat(get(stories + "3").statusCode()).isEqualTo(404);
      assertThat(get(stories + "0").body()).contains("the last 100 requests");
    }
    assertThat(
            RunningServer.run(new ServeCommand(), folder.toString(), "--stories-at", "here")
                .status())
        .isEqualTo(Glass.WRONG_USE);
  }

  /** So many requests' lines: a request is over a little after its answer is there. */
  private static List<String> told(String stories, int count) throws Exception {
    List<String> lines = List.of();
    while (lines.size() < count) {
      lines = get(stories).body().lines().toList();
    }
    return lines;
  }

  @Test
  void speaksChinese() throws Exception {
    try (RunningServer server = serve("--listen", "127.0.0.1:0", "--lang", "zh", "--list")) {
      String site = place(server);
      assertThat(get(site + "sub/").statusCode()).isEqualTo(200);
      assertThat(server.out.next()).contains(" GET /sub/ → 200").contains("允许列出目录");
    }
  }

  @Test
  void writesAccessLogsAsOthersDo() throws Exception {
    try (RunningServer server = serve("--listen", "127.0.0.1:0", "--log", "combined")) {
      String site = place(server);
      assertThat(get(site).statusCode()).isEqualTo(200);
      assertThat(server.out.next())
          .matches(
              "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\] "
                  + "\"GET / HTTP/(1\\.1|2)\" 200 7 \"-\" \"Java-http-client/.*\"");
    }
  }

  @Test
  void whatCannotBeServedIsOneClearLine() throws Exception {
    RunningServer.Ran none = RunningServer.run(new ServeCommand(), folder.resolve("x").toString());
    assertThat(none.status()).isEqualTo(Glass.FAILED);
    assertThat(none.err()).startsWith("glass: ").contains("there is no folder");
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunningServer.Ran taken =
          RunningServer.run(
              new ServeCommand(),
              folder.toString(),
              "--listen",
              "127.0.0.1:" + busy.getLocalPort());
      assertThat(taken.status()).isEqualTo(Glass.FAILED);
      assertThat(taken.err()).contains("another program has the port").hasLineCount(1);
    }
    assertThat(RunningServer.run(new ServeCommand(), "--listen", "nowhere").status())
        .isEqualTo(Glass.WRONG_USE);
    assertThat(RunningServer.run(new ServeCommand(), "--cert", "c.pem").status())
        .isEqualTo(Glass.WRONG_USE);
  }
}
