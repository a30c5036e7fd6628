package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeConfigTest {
  @TempDir private Path folder;

  private Path config(String text) throws Exception {
    // Put in its place at one stroke, as editors do: nobody reads half of it.
    Path part = Files.writeString(folder.resolve("glass.toml.part"), text);
    return Files.move(
        part,
        folder.resolve("glass.toml"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static String site(String body) {
    return """
    drain = "20s"
    [[listen]]
    address = "127.0.0.1:0"
    [[site]]
    [[site.route]]
    kind = "respond"
    body = "%s"
    """
        .formatted(body);
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void servesWhatTheFileSaysAndReadsItAnew() throws Exception {
    Path file = config(site("first"));
    try (RunningServer server =
        new RunningServer(new ServeCommand(), "--config", file.toString(), "--log", "none")) {
      String url = server.out.next("served at http://").substring("served at ".length());
      assertThat(get(url)).isEqualTo("first");
      Path _ = config(site("second, which is longer"));
      assertThat(server.out.next("read anew: ")).contains("glass.toml");
      assertThat(get(url)).isEqualTo("second, which is longer");
      Path _ = config(site("third").replace("respond", "resound"));
      assertThat(server.err.next("glass: "))
          .endsWith("glass.toml:6: there is no kind of route resound; is respond meant?");
      assertThat(server.err.next("glass: ")).contains("what was served is served on");
      assertThat(get(url)).isEqualTo("second, which is longer");
      assertThat(server.end()).isEqualTo(Glass.OK);
    }
  }

  @Test
  void passesRequestsOnToServersBehindIt() throws Exception {
    Files.writeString(folder.resolve("page.txt"), "from behind");
    try (RunningServer behind =
        new RunningServer(
            new ServeCommand(), folder.toString(), "--listen", "127.0.0.1:0", "--log", "none")) {
      String to = behind.out.next("served at http://").substring("served at ".length());
      Path file =
          config(
              """
              [[listen]]
              address = "127.0.0.1:0"
              [[site]]
              [[site.route]]
              kind = "proxy"
              path = "/behind/*"
              strip = "/behind"
              to = ["%s"]
              """
                  .formatted(to));
      try (RunningServer server =
          new RunningServer(new ServeCommand(), "--config", file.toString(), "--log", "none")) {
        String url = server.out.next("served at http://").substring("served at ".length());
        assertThat(get(url + "behind/page.txt")).isEqualTo("from behind");
        assertThat(get(url + "page.txt")).startsWith("404");
      }
    }
  }

  @Test
  void aWrongFileIsToldWholeWithStatusTwo() throws Exception {
    Path file =
        config(
            """
            lag = 1
            [[listen]]
            address = "127.0.0.1:0"
            tls = true
            [[site]]
            root = "none"
            certificate = "none.pem"
            key = "none.key"
            """);
    for (List<String> more : List.of(List.<String>of(), List.of("--check"))) {
      var arguments = new java.util.ArrayList<>(List.of("--config", file.toString()));
      arguments.addAll(more);
      RunningServer.Ran ran =
          RunningServer.run(new ServeCommand(), arguments.toArray(String[]::new));
      assertThat(ran.status()).isEqualTo(Glass.WRONG_USE);
      assertThat(ran.err().lines())
          .containsExactly(
              "glass: "
                  + file
                  + ":1: there is no option lag; there are user, group, drain,"
                  + " watch, tls-local, error-log, log-size, log-keep, listen, site, sessions,"
                  + " cache, admin",
              "glass: " + file + ":6: root: there is no folder " + folder.resolve("none"),
              "glass: " + file + ":7: certificate: there is no file " + folder.resolve("none.pem"),
              "glass: " + file + ":8: key: there is no file " + folder.resolve("none.key"));
    }
  }

  @Test
  void aRightFileIsOnlyLookedAt() throws Exception {
    RunningServer.Ran ran =
        RunningServer.run(new ServeCommand(), "--config", config(site("x")).toString(), "--check");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("all is well\n");
    assertThat(ran.status()).isEqualTo(Glass.OK);
  }

  @Test
  void tellsEverythingThatCanStandInTheFile() {
    RunningServer.Ran ran = RunningServer.run(new ServeCommand(), "--help-config");
    assertThat(ran.status()).isEqualTo(Glass.OK);
    assertThat(ran.out()).contains("[[site.route]]").contains("kind = \"fastcgi\"");
    assertThat(RunningServer.run(new ServeCommand(), "--config", "x", folder.toString()).status())
        .isEqualTo(Glass.WRONG_USE);
  }
}
