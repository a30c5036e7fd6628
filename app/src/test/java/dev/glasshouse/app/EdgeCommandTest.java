package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

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
    RunningServer.Ran none =
        RunningServer.run(new EdgeCommand(), "--to-file", folder.resolve("none").toString());
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("none");
  }
}
