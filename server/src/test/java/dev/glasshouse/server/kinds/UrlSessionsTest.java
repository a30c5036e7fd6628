package dev.glasshouse.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.programs.PhpFpm;
import dev.glasshouse.server.sites.Sites;
import dev.glasshouse.server.sites.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script that a real PHP-FPM runs, and a client that takes no cookies. */
@Timeout(180)
class UrlSessionsTest {
  private static final String SCRIPT =
      """
      <?php
      switch ($_SERVER['QUERY_STRING']) {
        case 'begin': header('X-Session: put n=1'); break;
        case 'login':
          header('X-Session: put user=ada');
          header('X-Session: rotate', false);
          header('Location: ../a.php?page#top', true, 303);
          break;
        case 'away': header('Location: http://elsewhere.example/', true, 303); break;
      }
      echo $_SERVER['SESSION_n'] ?? '', $_SERVER['SESSION_user'] ?? '';
      echo ' ', $_SERVER['URL_SESSION'], ' ', $_SERVER['SCRIPT_NAME'];
      echo ' ', $_SERVER['REQUEST_URI'], ' ', $_SERVER['REMOTE_USER'] ?? '-';
      """;

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(1);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private String socket = "";

  @BeforeEach
  void lay() throws Exception {
    PhpFpm php = PhpFpm.start(folder);
    opened.add(php);
    socket = php.address().toString();
    Path scripts = Files.createDirectory(folder.resolve("scripts"));
    Files.writeString(scripts.resolve("a.php"), SCRIPT);
    Files.writeString(folder.resolve("page.html"), "a page");
    Files.writeString(folder.resolve("users"), "ada:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    network.close();
  }

  private Sites open(String urls) throws Exception {
    String text =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[sessions]]
        name = "people"
        urls = %s
        [[site]]
        [[site.route]]
        kind = "files"
        path = "/closed.html"
        root = "."
        auth = "basic"
        users = "users"
        [[site.route]]
        kind = "fastcgi"
        path = "/inside/*"
        strip = "/inside"
        root = "scripts"
        to = "%s"
        auth = "basic"
        users = "users"
        [[site.route]]
        kind = "rewrite"
        match = "^/nice/(.*)$"
        to = "/a.php?{1}"
        [[site.route]]
        kind = "fastcgi"
        path = "*.php"
        root = "scripts"
        to = "%s"
        sessions = "people"
        [[site.route]]
        kind = "files"
        root = "."
        """
            .formatted(urls, socket, socket);
    Sites sites =
        Sites.open(
            ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(ServerKinds.all())),
            network,
            InstantSource.system(),
            Told.NOBODY);
    opened.add(sites);
    sites.begin();
    return sites;
  }

  private static String ask(Sites sites, String target, String... fields) throws Exception {
    try (Response response = sites.handle(Asked.of("GET", target, fields))) {
      return response.status().code() + " " + Asked.text(response);
    }
  }

  /** What stands behind the paths of links. */
  private static String behind(String answer) {
    String its = answer.split(" ", -1)[2];
    assertThat(its).matches(";jsessionid=[A-Za-z0-9_-]{24}");
    return its;
  }

  @Test
  void theNumberIsInTheUrlsOfWhoTakesNoCookies() throws Exception {
    Sites sites = open("true");
    String id = behind(ask(sites, "/a.php?begin"));
    assertThat(ask(sites, "/a.php" + id + "?x"))
        .as("known by what stood in the answer that began it")
        .isEqualTo("200 1 " + id + " /a.php /a.php?x -");
    assertThat(ask(sites, "/nice/x" + id)).as("rewritten").startsWith("200 1 " + id + " /a.php");
    String unknown = ";jsessionid=" + "A".repeat(24);
    assertThat(behind(ask(sites, "/a.php" + unknown)))
        .as("nobody chooses one")
        .isNotEqualTo(unknown);
    assertThat(ask(sites, "/page.html" + id)).isEqualTo("200 a page");
    assertThat(ask(sites, "/a.php;other=x" + id)).as("others stay").startsWith("404");
  }

  @Test
  void aLoginLeadsOnUnderAnotherNumber() throws Exception {
    Sites sites = open("true");
    String before = behind(ask(sites, "/a.php?begin"));
    try (Response response = sites.handle(Asked.of("GET", "/a.php" + before + "?login"))) {
      String location = response.fields().first("Location").orElseThrow();
      assertThat(location).matches("/a\\.php;jsessionid=[A-Za-z0-9_-]{24}\\?page#top");
      assertThat(location).doesNotContain(before);
      assertThat(response.fields().first("Referrer-Policy")).contains("same-origin");
      assertThat(ask(sites, location.replace("#top", ""))).startsWith("200 1ada ");
    }
    assertThat(ask(sites, "/a.php" + before)).startsWith("200  ");
    try (Response response = sites.handle(Asked.of("GET", "/a.php" + before + "?away"))) {
      assertThat(response.fields().first("Location")).contains("http://elsewhere.example/");
    }
  }

  @Test
  void whoTakesCookiesHasNoneInUrls() throws Exception {
    Sites sites = open("true");
    String id = behind(ask(sites, "/a.php?begin"));
    String cookie = "JSESSIONID=" + id.substring(";jsessionid=".length());
    assertThat(ask(sites, "/a.php", "Cookie", cookie)).isEqualTo("200 1  /a.php /a.php -");
  }

  /** A rule for a path is not got round by a parameter behind it. */
  @Test
  void noRuleIsPassedByWayOfIt() throws Exception {
    Sites sites = open("true");
    assertThat(ask(sites, "/closed.html")).startsWith("401");
    assertThat(ask(sites, "/closed.html;jsessionid=" + "A".repeat(24))).startsWith("401");
    assertThat(ask(sites, "/closed.html;jsessionid=a;jsessionid=b")).startsWith("401");
  }

  @Test
  void whereItIsNotAllowedAPathIsWhatItIs() throws Exception {
    Sites sites = open("false");
    assertThat(ask(sites, "/a.php?begin")).isEqualTo("200   /a.php /a.php?begin -");
    assertThat(ask(sites, "/a.php;jsessionid=" + "A".repeat(24))).startsWith("404");
  }

  /** RFC 3875 4.1.11: who the server has asked for a password is told to the script. */
  @Test
  void aScriptIsToldWhoHasLoggedIn() throws Exception {
    Sites sites = open("false");
    Files.writeString(
        folder.resolve("scripts/who.php"),
        "<?php echo $_SERVER['REMOTE_USER'], ' ', $_SERVER['AUTH_TYPE'];");
    String word = Base64.getEncoder().encodeToString("ada:secret".getBytes("UTF-8"));
    assertThat(ask(sites, "/inside/who.php")).startsWith("401");
    assertThat(ask(sites, "/inside/who.php", "Authorization", "Basic " + word))
        .isEqualTo("200 ada Basic");
  }
}
