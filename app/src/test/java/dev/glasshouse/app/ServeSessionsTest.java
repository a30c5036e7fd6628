package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of scripts, as whoever runs the server sees them. */
@Timeout(180)
class ServeSessionsTest {
  @TempDir private Path folder;

  @BeforeEach
  void lay() throws Exception {
    Path script =
        Files.writeString(
            Files.createDirectory(folder.resolve("scripts")).resolve("a.cgi"),
            """
            #!/bin/sh
            printf 'Content-Type: text/plain\\n'
            case "$QUERY_STRING" in
              in) printf 'X-Session: put user=ada\\n' ;;
              out) printf 'X-Session: end\\n' ;;
            esac
            printf '\\n%s' "$SESSION_user"
            """);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private String config(String more) throws Exception {
    return Files.writeString(
            folder.resolve("glass.toml"),
            """
            drain = "20s"
            [[listen]]
            address = "127.0.0.1:0"
            [[sessions]]
            name = "people"
            [[site]]
            names = ["shop.example", "www.shop.example"]
            default = true
            [[site.route]]
            kind = "cgi"
            path = "*.cgi"
            root = "scripts"
            sessions = "people"
            """
                + more)
        .toString();
  }

  /** A browser of its own each time; what it is answered. */
  private static String visit(String url, String... queries) throws Exception {
    var answers = new StringBuilder();
    try (HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      for (String query : queries) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "a.cgi?" + query)).build();
        answers.append(client.send(request, BodyHandlers.ofString()).body()).append(';');
      }
    }
    return answers.toString();
  }

  /** Waits for a line of the table. */
  private static void sees(RunningServer server, String pattern) throws Exception {
    Pattern its = Pattern.compile(pattern);
    while (!its.matcher(server.out.next()).find()) {}
  }

  @Test
  void theTableOfWhoWatchesCountsThem() throws Exception {
    try (RunningServer server =
        new RunningServer(new ServeCommand(), "--config", config(""), "--watch")) {
      String url = server.out.next("served at http://").substring("served at ".length());
      assertThat(visit(url, "in", "")).isEqualTo(";ada;");
      assertThat(visit(url, "in", "out", "")).isEqualTo(";ada;;");
      // Nobody, who gets no session.
      assertThat(visit(url, "")).isEqualTo(";");
      sees(server, "^SESSIONS +HELD +BEGUN +ENDED +EXPIRED +EVICTED +KEPT IN +OF");
      sees(server, "^people +1 +2 +1 +0 +0 +memory +shop\\.example$");
      assertThat(server.end()).isEqualTo(Glass.OK);
    }
  }

  @Test
  void theyAreAmongTheFigures() throws Exception {
    String more =
        """
        [[site.route]]
        kind = "proxy"
        path = "/behind/*"
        to = "http://127.0.0.1:1"
        [admin]
        address = "127.0.0.1:0"
        """;
    try (RunningServer server =
        new RunningServer(new ServeCommand(), "--config", config(more), "--log", "none")) {
      String url = server.out.next("served at http://").substring("served at ".length());
      String figures = server.out.next("figures at ").substring("figures at ".length());
      assertThat(visit(url, "in", "")).isEqualTo(";ada;");
      assertThat(visit(url, "in", "out")).isEqualTo(";ada;");
      String text = text(figures);
      while (!text.contains("glass_sessions{sessions=\"people\"} 1\n")) {
        text = text(figures);
      }
      assertThat(text)
          .contains("# TYPE glass_sessions gauge\n")
          .contains("glass_sessions_begun_total{sessions=\"people\"} 2\n")
          .contains("glass_sessions_gone_total{sessions=\"people\",how=\"ended\"} 1\n")
          .contains("glass_sessions_gone_total{sessions=\"people\",how=\"expired\"} 0\n");
    }
  }

  private static String text(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
