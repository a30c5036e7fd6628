package dev.glasshouse.server.kinds;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.sites.Sites;
import dev.glasshouse.server.sites.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that a configuration gives to scripts of the shell. */
class SessionTablesTest {
  private static final String SITE =
      """
      [[listen]]
      address = "127.0.0.1:0"
      [[site]]
      [[site.route]]
      kind = "cgi"
      root = "scripts"
      sessions = "people"
      """;

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(1);
  private final OptionTable table = OptionTable.of(ServerKinds.all());
  private final List<Sites> opened = new ArrayList<>();
  private String cookie = "";

  @BeforeEach
  void lay() throws IOException {
    Files.createDirectory(folder.resolve("scripts"));
    script(
        "count.cgi",
        """
        printf 'Content-Type: text/plain\\n'
        case "$QUERY_STRING" in
          add) printf 'X-Session: put n=%s&who=Ada+L%%C3%%A9\\n' $((SESSION_n + 1)) ;;
          forget) printf 'X-Session: remove who\\n' ;;
          login) printf 'X-Session: rotate\\n' ;;
          out) printf 'X-Session: end\\n' ;;
          wrong) printf 'X-Session: burn everything\\n' ;;
        esac
        printf '\\n%s %s' "$SESSION_n" "$SESSION_who"
        """);
    script("on.cgi", "printf 'X-Session: put n=40\\nLocation: /count.cgi\\n\\n'");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("scripts").resolve(name), "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void close() {
    opened.forEach(Sites::close);
    network.close();
  }

  private Sites open(String sessions) throws IOException, ConfigException {
    Sites sites =
        Sites.open(
            ConfigFile.parse(SITE + sessions, "glass.toml", folder, table),
            network,
            InstantSource.system(),
            Told.NOBODY);
    opened.add(sites);
    sites.begin();
    return sites;
  }

  private List<String> faults(String text) {
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigFile.parse(SITE + text, "glass.toml", folder, table));
    return wrong.faults().stream().map(Fault::toString).toList();
  }

  /** The content of what a browser is answered, which keeps the cookie. */
  private String ask(Sites sites, String target) throws IOException {
    try (Response response = sites.handle(Asked.of("GET", target, "Cookie", cookie))) {
      response
          .fields()
          .first("Set-Cookie")
          .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
      assertThat(response.fields().has("X-Session")).isFalse();
      return response.status().code() + " " + Asked.text(response);
    }
  }

  @Test
  void scriptsAreGivenWhatTheyKept() throws Exception {
    Sites sites = open("[[sessions]]\nname = \"people\"\ncookie = \"ID\"\n");
    assertThat(ask(sites, "/count.cgi")).isEqualTo("200  ");
    assertThat(cookie).isEmpty();
    assertThat(ask(sites, "/count.cgi?add")).isEqualTo("200  ");
    assertThat(cookie).startsWith("ID=");
    assertThat(ask(sites, "/count.cgi?add")).isEqualTo("200 1 Ada L\u00e9");
    String before = cookie;
    assertThat(ask(sites, "/count.cgi?login")).isEqualTo("200 2 Ada L\u00e9");
    assertThat(cookie).isNotEqualTo(before);
    assertThat(ask(sites, "/count.cgi?forget")).isEqualTo("200 2 Ada L\u00e9");
    assertThat(ask(sites, "/count.cgi")).isEqualTo("200 2 ");
    assertThat(ask(sites, "/on.cgi")).isEqualTo("200 40 ");
    assertThat(ask(sites, "/count.cgi?wrong")).startsWith("502 502 Bad Gateway: the program's");
    assertThat(ask(sites, "/count.cgi?out")).isEqualTo("200 40 ");
    assertThat(ask(sites, "/count.cgi")).isEqualTo("200  ");
    cookie = before;
    assertThat(ask(sites, "/count.cgi")).isEqualTo("200  ");
  }

  @Test
  void nobodyIsLoggedOutWhenTheFileIsReadAnew() throws Exception {
    Sites before = open("[[sessions]]\nname = \"people\"\n");
    ask(before, "/count.cgi?add");
    Sites after = open("[[sessions]]\nname = \"people\"\nidle = \"10m\"\n");
    before.close();
    assertThat(ask(after, "/count.cgi")).isEqualTo("200 1 Ada L\u00e9");
  }

  @Test
  void aFileKeepsThemBeyondTheEnd() throws Exception {
    String sessions = "[[sessions]]\nname = \"people\"\nfile = \"kept\"\npatience = \"2m\"\n";
    Sites before = open(sessions);
    ask(before, "/count.cgi?add");
    before.close();
    assertThat(ask(open(sessions), "/count.cgi")).isEqualTo("200 1 Ada L\u00e9");
  }

  private static boolean mounts(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(arguments));
    command.addFirst("mount");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(DISCARD).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  /** As for a server that became somebody else, who was given the file and not its folder. */
  @Test
  void theFileIsEnoughWhereItsFolderMayNotBeWritten() throws Exception {
    assumeThat(System.getProperty("user.name")).as("who may mount").isEqualTo("root");
    String shut = Files.createDirectory(folder.resolve("shut")).toString();
    String file = Files.createFile(Path.of(shut, "kept.mv.db")).toString();
    assumeThat(mounts("--bind", shut, shut)).as("something can be mounted").isTrue();
    try {
      assertThat(mounts("-o", "remount,bind,ro", shut)).isTrue();
      String sessions = "[[sessions]]\nname = \"people\"\nfile = \"shut/kept\"\n";
      assertThat(faults(sessions)).singleElement().asString().contains("nothing may be written");
      Path its = Files.createFile(folder.resolve("its.db"));
      assertThat(mounts("--bind", its.toString(), file)).isTrue();
      try {
        ConfigFile.parse(SITE + sessions, "glass.toml", folder, table);
      } finally {
        assertThat(new ProcessBuilder("umount", file).start().waitFor()).isZero();
      }
    } finally {
      assertThat(new ProcessBuilder("umount", shut).start().waitFor()).isZero();
    }
  }

  @Test
  void aStoreThatIsAwayIsToldWithoutItsPassword() throws Exception {
    int nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    Files.writeString(folder.resolve("word"), "open sesame\n");
    Sites sites =
        open(
            """
            [[sessions]]
            name = "people"
            store = "redis://127.0.0.1:%d"
            user = "glass"
            password-file = "word"
            """
                .formatted(nobody));
    cookie = "JSESSIONID=" + "A".repeat(24);
    Recorder recorder = Recorder.start();
    try (Response response =
        sites.handle(
            Asked.of("GET", "/count.cgi", "Cookie", cookie), Aside.silent(recorder.trail()))) {
      assertThat(response.status().code()).isEqualTo(503);
      assertThat(response.fields().first("Retry-After")).hasValue("1");
    }
    assertThat(recorder.journey().entries())
        .anyMatch(entry -> entry.step() instanceof SessionStep.StoreFailed)
        .noneMatch(entry -> entry.toString().contains("sesame"));
  }

  @Test
  void allThatIsWrongIsToldWithItsLine() {
    assertThat(
            faults(
                """
                [[sessions]]
                name = "others"
                store = "mongodb://ada:secret@db"
                longest = "1m"
                cookie = "a b"
                same-site = "none"
                [[sessions]]
                name = "others"
                file = "no/where"
                most = 5
                user = "ada"
                [[sessions]]
                name = "shared"
                store = "redis://db:6379"
                password-file = "none"
                """))
        .containsExactly(
            "glass.toml:7: sessions: there are no [[sessions]] of the name people",
            "glass.toml:10: store: this is none of memory, jdbc:postgresql://HOST/DATABASE,"
                + " redis://HOST:PORT",
            "glass.toml:11: longest: is shorter than idle",
            "glass.toml:12: cookie: a b is no name of a cookie",
            "glass.toml:13: same-site: browsers take none only with secure = true",
            "glass.toml:15: name: the sessions at glass.toml:8 have it already",
            "glass.toml:16: file: there is no folder for " + folder.resolve("no/where"),
            "glass.toml:17: most: has no use for sessions that are kept there",
            "glass.toml:18: user: has no use for sessions that are kept there",
            "glass.toml:22: password-file: there is no file " + folder.resolve("none"));
  }
}
