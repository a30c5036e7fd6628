package dev.glasshouse.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.sites.Sites;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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

  private Sites cgi(Network network, String options) throws Exception {
    String text =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        [[site.route]]
        kind = "cgi"
        root = "."
        """
            + options;
    Sites sites =
        Sites.open(
            ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(ServerKinds.all())),
            network,
            () -> Instant.EPOCH,
            told::add);
    sites.begin();
    return sites;
  }

  /** A script that answers, and then waits for what never comes. */
  private static final String WAITS = "printf 'Content-Type: text/plain\\n\\n'; exec cat never";

  private void lay() throws Exception {
    Path fifo = folder.resolve("never");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    script("waits.cgi", WAITS);
    script("silent.cgi", "exec cat never");
    script("small.cgi", "printf 'Content-Type: text/plain\\n\\nx'");
  }

  @Test
  void aProgramThatIsSilentForTooLongIs504() throws Exception {
    lay();
    try (Network network = OsNetwork.open(1);
        Sites sites = cgi(network, "piece-within = \"300ms\"")) {
      ask(sites, "/silent.cgi", 504);
    }
  }

  @Test
  void whereTooManyRunARequestWaitsItsTurnAndIs503() throws Exception {
    lay();
    try (Network network = OsNetwork.open(1);
        Sites sites = cgi(network, "programs = 1\nturn-within = \"1ms\"")) {
      try (Response under = sites.handle(Asked.of("GET", "/waits.cgi"))) {
        assertThat(under.status().code()).isEqualTo(200);
        ask(sites, "/small.cgi", 503);
      }
    }
  }

  @Test
  void contentOfUnknownLengthIsKeptUpToALimit() throws Exception {
    lay();
    try (Network network = OsNetwork.open(1);
        Sites sites = cgi(network, "spool-size = 10")) {
      for (int size : new int[] {10, 11}) {
        Body body = Body.streaming(new ByteArrayInputStream(new byte[size]));
        try (Response response = sites.handle(Asked.of("POST", "/small.cgi", body))) {
          assertThat(response.status().code()).isEqualTo(size == 10 ? 200 : 413);
        }
      }
    }
  }

  @Test
  void noneAtOnceIsAFault() {
    try (Network network = OsNetwork.open(1)) {
      assertThatThrownBy(() -> cgi(network, "programs = 0"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("programs");
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
      // What a program complains of is read beside its answer.
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!told.contains("/a.cgi: \ufffdtwo") && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
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
