package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EdgeCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void lay() throws Exception {
    Files.writeString(folder.resolve("index.html"), "<p>home");
  }

  private RunningServer serve() {
    return new RunningServer(
        new ServeCommand(), folder.toString(), "--listen", "127.0.0.1:0", "--log", "none");
  }

  private static RunningServer edge(String... options) {
    var all = new ArrayList<>(List.of("--listen", "127.0.0.1:0"));
    all.addAll(List.of(options));
    return new RunningServer(new EdgeCommand(), all.toArray(String[]::new));
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
  void passesRequestsOnAndTellsEachWithItsWhy() throws Exception {
    try (RunningServer one = serve();
        RunningServer two = serve()) {
      String first = place(one);
      String second = place(two);
      try (RunningServer edge = edge("--to", first + "," + second, "--admin", "127.0.0.1:0")) {
        String front = place(edge);
        String figures = edge.out.next("figures at ").substring("figures at ".length());
        for (int i = 0; i < 4; i++) {
          HttpResponse<String> answer = get(front);
          assertThat(answer.body()).isEqualTo("<p>home");
          assertThat(answer.headers().firstValue("via")).contains("1.1 glass-edge");
          assertThat(edge.out.next()).contains(" GET / -> 200").contains("it is its turn");
        }
        String name = first.substring(0, first.length() - 1);
        assertThat(get(figures).body())
            .contains("glass_edge_requests_total{pool=\"servers\"} 4\n")
            .contains(
                "glass_edge_server_requests_total{pool=\"servers\",server=\"" + name + "\"} 2\n");
        assertThat(edge.end()).isEqualTo(0);
      }
    }
  }

  private static HttpResponse<String> post(String url, String token, String orders)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url))
              .header("Authorization", "Bearer " + token)
              .POST(HttpRequest.BodyPublishers.ofString(orders))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String cacheStatus(String url) throws Exception {
    return get(url).headers().firstValue("cache-status").orElse("");
  }

  @Test
  void keepsCopiesUntilTheyArePurged() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    try (OsNetwork network = OsNetwork.open(1);
        HttpServer one =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                _ -> Response.text(Status.OK, "home").with("Cache-Control", "max-age=600"),
                Trail.OFF);
        RunningServer edge =
            edge(
                "--to",
                "http://127.0.0.1:" + one.address().getPort() + "/",
                "--admin",
                "127.0.0.1:0",
                "--cache",
                "16M",
                "--cache-dir",
                folder.resolve("copies").toString(),
                "--cache-name",
                "here",
                "--purge-token-file",
                token.toString())) {
      String front = place(edge);
      String figures = edge.out.next("figures at ").substring("figures at ".length());
      String purge = figures.replace("/metrics", "/purge");
      assertThat(cacheStatus(front)).isEqualTo("here; fwd=uri-miss; fwd-status=200; stored");
      assertThat(edge.out.next()).contains(" GET / -> 200");
      assertThat(cacheStatus(front)).startsWith("here; hit; ttl=");
      assertThat(edge.out.next()).contains(" GET / -> 200").contains("fresh for");
      assertThat(post(purge, "wrong", "all").statusCode()).isEqualTo(401);
      assertThat(post(purge, "s3cret", "url x\neverything").statusCode()).isEqualTo(400);
      assertThat(cacheStatus(front)).startsWith("here; hit");
      assertThat(post(purge, "s3cret", "url " + front + "\n").body()).isEqualTo("1 taken\n");
      assertThat(cacheStatus(front)).startsWith("here; fwd=");
      assertThat(get(figures).body())
          .contains("glass_edge_cache_requests_total{cache=\"here\",result=\"hit\"} 2\n")
          .contains("glass_edge_cache_purges_total{cache=\"here\"} 1\n");
      assertThat(edge.end()).isEqualTo(0);
    }
  }

  @Test
  void theServersOfAFileAreWatched() throws Exception {
    Path list = folder.resolve("servers");
    try (RunningServer one = serve();
        RunningServer two = serve()) {
      Files.writeString(list, place(one));
      try (RunningServer edge = edge("--to-file", list.toString(), "--watch")) {
        String front = place(edge);
        assertThat(get(front).body()).isEqualTo("<p>home");
        String second = place(two);
        Files.writeString(list, second + "  # the other one");
        String name = second.substring(0, second.length() - 1);
        assertThat(edge.out.next(name)).contains("starting");
        assertThat(get(front).body()).isEqualTo("<p>home");
      }
    }
  }

  @Test
  void whatIsWrongIsSaidAtOnce() {
    assertThat(RunningServer.run(new EdgeCommand()).status()).isEqualTo(2);
    RunningServer.Ran bad = RunningServer.run(new EdgeCommand(), "--to", "ftp://a");
    assertThat(bad.status()).isEqualTo(2);
    assertThat(bad.err()).contains("ftp://a is no http or https URL");
    RunningServer.Ran small =
        RunningServer.run(new EdgeCommand(), "--to", "http://a", "--cache", "1");
    assertThat(small.err()).contains("--cache: 1 bytes are too few: from 1MiB on");
    RunningServer.Ran without =
        RunningServer.run(new EdgeCommand(), "--to", "http://a", "--node", "127.0.0.1");
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err()).contains("need --cache SIZE or --cache-dir DIR");
    RunningServer.Ran none =
        RunningServer.run(new EdgeCommand(), "--to-file", folder.resolve("none").toString());
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("none");
  }

  @Test
  void whatCannotBeHadIsOneLine() throws Exception {
    try (RunningServer taken = serve()) {
      String place = place(taken).replaceAll("http://|/", "");
      RunningServer.Ran busy =
          RunningServer.run(new EdgeCommand(), "--to", "http://127.0.0.1:1", "--listen", place);
      assertThat(busy.status()).isEqualTo(Glass.FAILED);
      assertThat(busy.err())
          .isEqualTo("glass: cannot listen at " + place + ": another program has the port\n");
      RunningServer.Ran admin =
          RunningServer.run(
              new EdgeCommand(),
              "--to",
              "http://127.0.0.1:1",
              "--listen",
              "127.0.0.1:0",
              "--admin",
              place);
      assertThat(admin.status()).isEqualTo(Glass.FAILED);
      assertThat(admin.err()).isEqualTo(busy.err());
    }
    Path file = Files.writeString(folder.resolve("file"), "x");
    RunningServer.Ran copies =
        RunningServer.run(
            new EdgeCommand(),
            "--to",
            "http://127.0.0.1:1",
            "--listen",
            "127.0.0.1:0",
            "--cache-dir",
            file.toString());
    assertThat(copies.status()).isEqualTo(Glass.FAILED);
    assertThat(copies.err()).isEqualTo("glass: --cache-dir: " + file + " is no folder\n");
    Path none = folder.resolve("none");
    RunningServer.Ran missing =
        RunningServer.run(
            new EdgeCommand(),
            "--to",
            "http://127.0.0.1:1",
            "--tls-listen",
            "127.0.0.1:0",
            "--cert",
            none.toString(),
            "--key",
            none.toString());
    assertThat(missing.status()).isEqualTo(Glass.FAILED);
    assertThat(missing.err()).isEqualTo("glass: " + none + ": there is no such file or folder\n");
  }
}
