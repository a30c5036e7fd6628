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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An edge that works by a configuration file. */
@Timeout(180)
class EdgeConfigTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final OsNetwork network = OsNetwork.open(1);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(network));
  private final ConcurrentHashMap<String, Boolean> connections = new ConcurrentHashMap<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private String server(String text) throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> {
              connections.put(String.valueOf(request.peer()), true);
              Response answer = Response.text(Status.OK, text);
              return request.path().startsWith("/kept")
                  ? answer.with("Cache-Control", "max-age=600")
                  : answer.with("Cache-Control", "no-store");
            },
            Trail.OFF);
    open.add(server);
    return "http://127.0.0.1:" + server.address().getPort();
  }

  private Path config(String text) throws Exception {
    // Put in its place at one stroke, as editors do: nobody reads half of it.
    Path part = Files.writeString(folder.resolve("edge.toml.part"), text);
    return Files.move(
        part,
        folder.resolve("edge.toml"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static String text(String to, String more) {
    return """
    drain = "20s"
    [[listen]]
    address = "127.0.0.1:0"
    [admin]
    address = "127.0.0.1:0"
    purge-token-file = "token"
    [[cache]]
    name = "here"
    memory = "16MiB"
    folder = "copies"
    [[site]]
    [[site.route]]
    kind = "proxy"
    name = "shop"
    to = ["%s"]
    cache = "here"
    %s
    """
        .formatted(to, more);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private static String cacheStatus(String url) throws Exception {
    return get(url).headers().firstValue("cache-status").orElse("");
  }

  private static String place(RunningServer server, String words) throws Exception {
    return server.out.next(words + " http://").substring(words.length() + 1);
  }

  /** Asks until the answer comes out of the cache: storing it may end after the client has it. */
  private static HttpResponse<String> hit(String url) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = get(url);
    while (!answer.headers().firstValue("cache-status").orElse("").startsWith("here; hit")) {
      assertThat(System.nanoTime()).as("the cache keeps " + url).isLessThan(until);
      answer = get(url);
    }
    return answer;
  }

  /** Asks until a request comes over a connection that stood before. */
  private void aConnectionOfBeforeIsUsed(String url) throws Exception {
    Set<String> before = Set.copyOf(connections.keySet());
    connections.clear();
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (connections.keySet().stream().noneMatch(before::contains)) {
      assertThat(System.nanoTime()).as("a connection of " + before).isLessThan(until);
      assertThat(get(url).body()).isEqualTo("behind");
    }
  }

  @Test
  void whatIsKeptIsKeptOverAChangeOfTheFile() throws Exception {
    Files.writeString(folder.resolve("token"), "s3cret");
    String to = server("behind");
    Path file = config(text(to, ""));
    try (RunningServer edge =
        new RunningServer(new EdgeCommand(), "--config", file.toString(), "--log", "none")) {
      String front = place(edge, "served at");
      String figures = place(edge, "figures at");
      assertThat(cacheStatus(front + "kept")).contains("fwd=uri-miss").contains("stored");
      assertThat(get(front + "new").body()).isEqualTo("behind");
      // Somebody looks at the file while it is in use: the folder and the port are in use, too.
      assertThat(RunningServer.run(new EdgeCommand(), "--config", file.toString(), "--check").out())
          .isEqualTo("all is well\n");

      Path _ = config(text(to, "headers = { \"X-Anew\" = \"yes\" }"));
      assertThat(edge.out.next("read anew: ")).contains("edge.toml");
      HttpResponse<String> again = hit(front + "kept");
      assertThat(again.headers().firstValue("x-anew")).contains("yes");
      aConnectionOfBeforeIsUsed(front + "new");
      assertThat(get(figures).body())
          .containsPattern("glass_edge_requests_total\\{pool=\"shop\"} [3-9]")
          .containsPattern(
              "glass_edge_cache_requests_total\\{cache=\"here\",result=\"hit\"} [1-9]");

      HttpResponse<String> purged =
          send(
              HttpRequest.newBuilder(URI.create(figures.replace("/metrics", "/purge")))
                  .header("Authorization", "Bearer s3cret")
                  .POST(HttpRequest.BodyPublishers.ofString("url " + front + "kept")));
      assertThat(purged.body()).isEqualTo("1 taken\n");
      assertThat(cacheStatus(front + "kept")).contains("fwd=");

      Path _ = config(text(to, "").replace("16MiB", "32MiB"));
      assertThat(edge.err.next("glass: ")).contains("edge.toml:8: name: the options of a cache");
      hit(front + "kept");
      assertThat(edge.end()).isEqualTo(Glass.OK);
    }
  }

  @Test
  void clientsOfAPlaceHaveServersOfTheirOwn() throws Exception {
    Path file =
        config(
            text(server("others"), "")
                .replace("cache = \"here\"", "places = { \"127.0.0.0/8\" = \"%s\" }")
                .replace("purge-token-file = \"token\"\n", "")
                .formatted(server("near")));
    try (RunningServer edge = new RunningServer(new EdgeCommand(), "--config", file.toString())) {
      String front = place(edge, "served at");
      assertThat(get(front).body()).isEqualTo("near");
      assertThat(place(edge, "figures at")).endsWith("/metrics");
      assertThat(edge.out.next()).contains(" GET / -> 200");
    }
    RunningServer.Ran wrong =
        RunningServer.run(new EdgeCommand(), "--to", "http://a", "--place", "10.0.0.0/40=http://b");
    assertThat(wrong.status()).isEqualTo(Glass.WRONG_USE);
    assertThat(wrong.err()).contains("--place: ");
  }

  @Test
  void everyFaultIsToldWithItsLine() throws Exception {
    Path file =
        config(
            text("ftp://a", "warm = \"urls\"\nattempts = 0")
                .replace("name = \"here\"", "name = \"not a token\"\nnodes = [\"x y\"]"));
    RunningServer.Ran ran =
        RunningServer.run(new EdgeCommand(), "--config", file.toString(), "--check");
    assertThat(ran.status()).isEqualTo(Glass.WRONG_USE);
    String at = "glass: " + file + ":";
    assertThat(ran.err().lines())
        .containsExactlyInAnyOrder(
            at + "6: purge-token-file: there is no file " + folder.resolve("token"),
            at + "8: name: not a token is no token",
            at + "9: nodes: needs node, where this one listens",
            at + "9: nodes: x y is no address",
            at + "16: to: ftp://a is no http or https URL of a server",
            at + "17: cache: there is no [[cache]] of the name here",
            at + "19: attempts: must be at least 1");
  }

  @Test
  void aFileSaysEverythingOrNothing() throws Exception {
    Path file = config(text(server("x"), ""));
    RunningServer.Ran both =
        RunningServer.run(
            new EdgeCommand(), "--config", file.toString(), "--listen", "127.0.0.1:0");
    assertThat(both.status()).isEqualTo(Glass.WRONG_USE);
    assertThat(both.err()).contains("--config says everything");
    assertThat(RunningServer.run(new EdgeCommand(), "--check").err()).contains("--check is for");
    assertThat(RunningServer.run(new EdgeCommand(), "--help-config").out()).contains("[[cache]]");
  }
}
