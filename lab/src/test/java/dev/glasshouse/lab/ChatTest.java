package dev.glasshouse.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.client.WebSocketClient;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.WebSocketLimits;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The chat of the built-in site, by each of its ways; and in Chromium, where it is there. */
@Timeout(300)
class ChatTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** Not removed at the end: what a browser leaves running for a moment may still write there. */
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  /** The site on loopback, and a client of it. */
  private static final class Served implements AutoCloseable {
    final OsNetwork network = OsNetwork.open(1);
    final TlsClient tls = new TlsClient(TlsOptions.DEFAULT);
    final HttpServer server;
    final HttpClient client;
    final String base;

    Served(Handler site, VersionDemand version) throws IOException {
      Limits pushing = Limits.SERVER.with(Limits.SERVER.multiplex().pushing(10));
      server =
          HttpServer.listen(
              network,
              new InetSocketAddress("127.0.0.1", 0),
              java.util.Optional.<dev.glasshouse.net.TlsServer>empty(),
              site,
              pushing,
              Trail.OFF,
              dev.glasshouse.http.Stories.into(Trail.OFF));
      base = "http://127.0.0.1:" + server.address().getPort();
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      Names names =
          (host, _, _, arrivals) -> {
            arrivals.arrived(Family.IPV4, List.of(loopback));
            return new Addresses(host, host, List.of(loopback), "a test", Duration.ofMinutes(1));
          };
      client =
          HttpClient.over(
              new Dialer(network, names, tls),
              Limits.CLIENT.with(Limits.CLIENT.multiplex().pushing(10)),
              ClientOptions.DEFAULT.with(version));
    }

    Response send(Method method, String path, Body body) throws IOException {
      Request request = Request.to(method, Url.parse(base + path)).with(body);
      return client.send(request, Priority.HIGH, Trail.OFF);
    }

    String get(String path) throws IOException {
      try (Response response = send(Method.GET, path, Body.NONE);
          BodyStream in = response.body().open()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    Status say(String name, String text) throws IOException {
      try (Response response =
          send(Method.POST, "/chat/say?way=polling&name=" + name, Body.of(text))) {
        return response.status();
      }
    }

    @Override
    public void close() {
      client.close();
      server.close();
      tls.close();
      network.close();
    }
  }

  @Test
  void whatOneSaysIsToldToAllInEveryWay() throws Exception {
    try (var served = new Served(LocalSite.handler(), VersionDemand.HTTP_1_1)) {
      assertThat(served.get("/chat/")).contains("<title>Glasshouse: a chat");
      var opened =
          (WebSocketClient.Outcome.Stands)
              new WebSocketClient(served.client, WebSocketLimits.USUAL)
                  .open(
                      Url.parse(served.base + "/chat/socket?after=0&name=Ann"),
                      Fields.of("Origin", served.base),
                      List.of(),
                      true,
                      Trail.OFF);
      try (Conversation ann = opened.conversation();
          Response stream = served.send(Method.GET, "/chat/events?name=Ben", Body.NONE);
          var ben =
              new BufferedReader(
                  new InputStreamReader(stream.body().open(), StandardCharsets.UTF_8))) {
        ann.send("hello from Ann");
        assertThat(served.say("Cy", "hello from Cy")).isEqualTo(Status.NO_CONTENT);
        String heard = "";
        while (!heard.contains("hello from Cy") || !heard.contains("hello from Ann")) {
          heard += ann.receive().orElseThrow().text();
        }
        assertThat(heard).contains("Ann\\nWebSocket\\n").contains("Cy\\npolling\\n");
        String line = "";
        while (!line.contains("hello from Cy")) {
          line = ben.readLine();
          assertThat(line).isNotNull();
        }
        assertThat(served.get("/chat/poll?after=0&name=Cy"))
            .contains("hello from Ann")
            .contains("\"joined\"");
        assertThat(served.get("/chat/wait?after=0&name=Di")).contains("hello from Ann");
      }
    }
  }

  @Test
  void whatIsNoneIsRefused() throws Exception {
    try (var served = new Served(LocalSite.handler(), VersionDemand.HTTP_1_1)) {
      assertThat(served.say("", "nameless")).isEqualTo(Status.BAD_REQUEST);
      assertThat(served.say("Ann", "")).isEqualTo(Status.BAD_REQUEST);
      assertThat(served.say("Ann", "x".repeat(2001))).isEqualTo(Status.BAD_REQUEST);
      Request foreign =
          Request.to(Method.POST, Url.parse(served.base + "/chat/say?name=Ann"))
              .with("Origin", "https://evil.test")
              .with(Body.of("hello"));
      try (Response response = served.client.send(foreign, Priority.HIGH, Trail.OFF)) {
        assertThat(response.status()).isEqualTo(Status.FORBIDDEN);
      }
      assertThat(served.get("/chat/poll?after=0")).contains("\"events\":[]");
    }
  }

  @Test
  void theNextAnswerIsPushedWhereThatIsTaken() throws Exception {
    try (var served = new Served(LocalSite.handler(), VersionDemand.HTTP_2)) {
      assertThat(served.say("Ann", "first")).isEqualTo(Status.NO_CONTENT);
      try (Response response = served.send(Method.GET, "/chat/pushed?after=0", Body.NONE)) {
        assertThat(response.fields().first("Pushed")).contains("/chat/wait?after=1");
      }
      assertThat(served.say("Ann", "second")).isEqualTo(Status.NO_CONTENT);
      assertThat(served.get("/chat/wait?after=1")).contains("second").doesNotContain("first");
    }
  }

  /** Five frames, one a way, each of which says something; told when all have heard all. */
  private static final String FRAMES =
      """
      <!DOCTYPE html><title>Five</title><script>
      const ways = ['polling', 'long polling', 'push', 'event stream', 'WebSocket'];
      const frames = ways.map(way => {
        const frame = document.createElement('iframe');
        frame.src = '/chat/?name=' + way.length + '&way=' + encodeURIComponent(way)
            + '&say=' + encodeURIComponent('this is ' + way);
        return frame;
      });
      addEventListener('load', () => document.body.append(...frames));
      const said = frame => frame.contentDocument?.getElementById('said')?.textContent || '';
      const look = setInterval(() => {
        if (frames.every(frame => ways.every(way => said(frame).includes('this is ' + way)))) {
          clearInterval(look);
          fetch('/result', { method: 'POST', body:
              frames.map(f => f.contentDocument.querySelector('tr.current').innerText).join('|') });
        }
      }, 100);
      </script><body>
      """;

  @Test
  void chromiumsFramesTalkInEveryWay() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not on this machine");
    var result = new CompletableFuture<String>();
    Handler chat = LocalSite.handler();
    Handler site =
        Handler.talkative((request, aside) ->
            switch (request.path()) {
              case "/two" -> Response.html(Status.OK, FRAMES);
              case "/result" -> {
                try (BodyStream in = request.body().open()) {
                  result.complete(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
                yield Response.of(Status.NO_CONTENT);
              }
              default -> chat.handle(request, aside);
            });
    try (var served = new Served(site, VersionDemand.HTTP_1_1)) {
      Process chromium =
          new ProcessBuilder(
                  CHROMIUM.toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + folder.resolve("profile"),
                  served.base + "/two")
              .redirectOutput(folder.resolve("printed").toFile())
              .redirectError(folder.resolve("said").toFile())
              .start();
      try {
        String rows = result.get(240, TimeUnit.SECONDS);
        assertThat(rows).contains("polling").contains("event stream").contains("WebSocket");
      } finally {
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly().waitFor();
      }
    }
  }
}
