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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which scripts the paths of a site's routes run, and what becomes of their errors; by PHP-FPM. */
@Timeout(120)
class ScriptPathsTest {
  @TempDir private Path folder;
  private Path root;
  private Network network;
  private PhpFpm fpm;
  private Sites sites;

  @BeforeEach
  void open() throws Exception {
    fpm = PhpFpm.start(folder);
    network = OsNetwork.open(1);
    root = Files.createDirectory(folder.resolve("www"));
    Files.writeString(root.resolve("gone.html"), "the site's page");
    // "secret"
    Files.writeString(folder.resolve("users"), "ada:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
    sites =
        Sites.open(
            ConfigFile.parse(
                """
                [[listen]]
                address = "127.0.0.1:0"
                [[site]]
                root = "www"
                errors = { "404" = "/gone.html", "502" = "/gone.html" }
                [[site.route]]
                kind = "fastcgi"
                path = "/shut.php"
                root = "www"
                to = "%1$s"
                auth = "basic"
                users = "users"
                [[site.route]]
                kind = "fastcgi"
                path = "/dead.php"
                root = "www"
                to = "%2$s"
                [[site.route]]
                kind = "respond"
                path = "/off.php"
                status = 403
                [[site.route]]
                kind = "respond"
                path = "*.inc.php"
                status = 403
                [[site.route]]
                kind = "respond"
                path = "/off.txt"
                status = 403
                [[site.route]]
                kind = "fastcgi"
                path = "*.php"
                root = "www"
                to = "%1$s"
                """
                    .formatted(fpm.address().getPath(), folder.resolve("nobody.sock")),
                "glass.toml",
                folder,
                OptionTable.of(ServerKinds.all())),
            network,
            InstantSource.system(),
            _ -> {});
    sites.begin();
  }

  @AfterEach
  void close() {
    if (sites != null) {
      sites.close();
    }
    if (network != null) {
      network.close();
    }
    if (fpm != null) {
      fpm.close();
    }
  }

  private void php(String name, String code) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<?php " + code);
  }

  private String ask(String target, int status) throws Exception {
    try (Response response = sites.handle(Asked.of("GET", target))) {
      assertThat(response.status().code()).as(target).isEqualTo(status);
      return Asked.text(response);
    }
  }

  @Test
  void whatGoesOnBehindAScriptIsToldToIt() throws Exception {
    php("x/a.php", "echo $_SERVER['SCRIPT_NAME'], ' ', $_SERVER['PATH_INFO'] ?? 'none';");
    assertThat(ask("/x/a.php", 200)).isEqualTo("/x/a.php none");
    assertThat(ask("/x/a.php/", 200)).isEqualTo("/x/a.php /");
    assertThat(ask("/x/a.php/more/b%20c?d=1", 200)).isEqualTo("/x/a.php /more/b c");
    assertThat(ask("/x/a.php/other.php", 200)).isEqualTo("/x/a.php /other.php");
  }

  /** The hole of {@code cgi.fix_pathinfo}: what somebody put up as a picture is never run. */
  @Test
  void noOtherFileIsRunForWhatIsBehindIt() throws Exception {
    php("up/photo.jpg", "echo 'RUN';");
    php("up/photo.jpg.phps", "echo 'RUN';");
    for (String target :
        new String[] {
          "/up/photo.jpg/x.php",
          "/up/photo.jpg/x.php/y",
          "/up/photo.jpg%2fx.php",
          "/up/photo.jpg/.php",
          "/up/photo.jpg/x.php/../y.php",
          "/up/photo.jpg.phps/x.php",
          "/none.php/rest",
          "/up/none.php"
        }) {
      try (Response response = sites.handle(Asked.of("GET", target))) {
        assertThat(response.status().code()).as(target).isBetween(400, 404);
        assertThat(Asked.text(response)).as(target).doesNotContain("RUN");
      }
    }
    php("dir.php/in.txt", "echo 'RUN';");
    assertThat(ask("/dir.php/in.txt", 200)).as("a folder is no script").startsWith("<?php");
  }

  @Test
  void whoeverIsShutOutOfAScriptIsShutOutOfAllBehindItsName() throws Exception {
    php("shut.php", "echo 'RUN';");
    assertThat(ask("/shut.php", 401)).doesNotContain("RUN");
    assertThat(ask("/shut.php/rest", 401)).doesNotContain("RUN");
    assertThat(ask("/%73hut.php//rest", 401)).doesNotContain("RUN");
  }

  @Test
  void aRuleOfAnotherKindForAScriptIsForAllBehindItsNameToo() throws Exception {
    php("off.php", "echo 'RUN';");
    php("in/db.inc.php", "echo 'RUN';");
    php("on.php", "echo 'RUN';");
    for (String rest : new String[] {"", "/", "/rest", "//rest", "/x.php", "/x?y=z"}) {
      assertThat(ask("/off.php" + rest, 403)).doesNotContain("RUN");
      assertThat(ask("/in/db.inc.php" + rest, 403)).doesNotContain("RUN");
      assertThat(ask("/on.php" + rest, 200)).isEqualTo("RUN");
    }
    ask("/off.phpx", 404);
    ask("/off.txt", 403);
    ask("/off.txt/rest", 404);
  }

  @Test
  void aScriptsOwnPageForAnErrorStays() throws Exception {
    php("a.php", "http_response_code(404); echo 'no user ', $_GET['u'];");
    php("dead.php", "");
    assertThat(ask("/a.php?u=7", 404)).isEqualTo("no user 7");
    assertThat(ask("/none.html", 404)).isEqualTo("the site's page");
    assertThat(ask("/dead.php", 502)).isEqualTo("the site's page");
  }
}
