package dev.glasshouse.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.sites.Sites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in scripts, as whoever runs the server is told it. */
@Timeout(120)
class ProgramsToldTest {
  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();

  private void script(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static void ask(Sites sites, String target, int status) throws Exception {
    try (Response response = sites.handle(Asked.of("GET", target))) {
      assertThat(response.status().code()).isEqualTo(status);
      String _ = Asked.text(response);
    }
  }

  @Test
  void whatScriptsComplainOfAndWhyTheyFailIsTold() throws Exception {
    script("a.cgi", "printf 'one\\n\\n\\033two\\n' >&2; printf 'Content-Type: text/plain\\n\\nx'");
    script("b.cgi", "exit 3");
    String text =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        [[site.route]]
        kind = "fastcgi"
        path = "*.php"
        root = "."
        to = "%s"
        [[site.route]]
        kind = "cgi"
        root = "."
        """
            .formatted(folder.resolve("nobody.sock"));
    Files.writeString(folder.resolve("c.php"), "");
    try (Network network = OsNetwork.open(1);
        Sites sites =
            Sites.open(
                ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(ServerKinds.all())),
                network,
                () -> Instant.EPOCH,
                told::add)) {
      sites.begin();
      ask(sites, "/a.cgi", 200);
      ask(sites, "/b.cgi", 502);
      ask(sites, "/c.php", 502);
      assertThat(told).containsSubsequence("/a.cgi: one", "/a.cgi: \ufffdtwo");
      assertThat(told).anyMatch(line -> line.matches("/b\\.cgi: .+ \\(502\\)"));
      assertThat(told).anyMatch(line -> line.matches("/c\\.php: .+ \\(502\\)"));
      for (int i = 0; i < 30; i++) {
        ask(sites, "/c.php", 502);
      }
      assertThat(told).as("of what comes too often only some").hasSize(20);
    }
  }
}
