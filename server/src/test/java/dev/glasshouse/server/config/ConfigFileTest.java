package dev.glasshouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.http.Limits;
import dev.glasshouse.net.quic.CongestionControl;
import dev.glasshouse.server.kinds.ServerKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final OptionTable TABLE = OptionTable.of(ServerKinds.all());

  @TempDir private Path folder;

  private ServerSettings read(String text) throws Exception {
    return ConfigFile.parse(text, "glass.toml", folder, TABLE);
  }

  private List<String> faults(String text) {
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read(text));
    assertThat(wrong).as("what is wrong with %s", text).isNotNull();
    return wrong.faults().stream().map(Fault::toString).toList();
  }

  @Test
  void everythingIsReadWithItsDefaults() throws Exception {
    Files.createDirectory(folder.resolve("www"));
    ServerSettings all =
        read(
            """
            drain = "30s"
            [[listen]]
            address = "127.0.0.1:8080"
            connections = 10
            [[listen]]
            address = "[::1]:8443"
            tls = true
            http3 = false
            [[site]]
            names = ["Example.org", "*.example.org"]
            root = "www"
            [[site.route]]
            kind = "redirect"
            match = '^/old/(?P<rest>.*)$'
            to = "/new/{rest}"
            status = 301
            """);

    assertThat(all.values().duration("drain")).isEqualTo(Duration.ofSeconds(30));
    assertThat(all.listeners()).hasSize(2);
    assertThat(all.listeners().getFirst().limits().pool().accepted()).isEqualTo(10);
    assertThat(all.listeners().getFirst().tls()).isFalse();
    assertThat(all.listeners().getLast().versions())
        .isEqualTo(new ListenSettings.Versions(true, false, CongestionControl.CUBIC, false));
    SiteSettings site = all.sites().getFirst();
    assertThat(site.names()).containsExactly("example.org", "*.example.org");
    assertThat(site.routes().stream().map(route -> route.kind().name()))
        .containsExactly("redirect", "files");
    assertThat(site.routes().getLast().values().path("root")).hasValue(folder.resolve("www"));
  }

  /** Told before anything listens, not when root's rights are to be given up. */
  @Test
  void aUserThatIsNotThereIsAFault() {
    assertThat(
            faults(
                """
                user = "no-such-user"
                group = "no-such-group"
                [[listen]]
                address = "127.0.0.1:0"
                [[site]]
                root = "."
                """))
        .containsExactly(
            "glass.toml:1: user: there is no user no-such-user",
            "glass.toml:2: group: there is no group no-such-group");
  }

  @Test
  void everyFaultIsToldAtOnceWithItsLine() {
    assertThat(
            faults(
                """
                dra1n = "10s"
                [[listen]]
                address = "localhost:80"
                tls = "yes"
                [[listen]]
                tls = true
                [[site]]
                root = "nowhere"
                names = ["a b"]
                auth = "bearer"
                rate = "often"
                [[site.route]]
                kind = "fils"
                [[site.route]]
                kind = "redirect"
                match = "(("
                to = "/x/{y}"
                status = 200
                [[site.route]]
                path = "/x/*/y"
                """))
        .containsExactly(
            "glass.toml:1: there is no option dra1n; is drain meant?",
            "glass.toml:3: address: \"localhost:80\" is not an IP address with its port, such as"
                + " \"127.0.0.1:8080\" or \"[::]:443\"",
            "glass.toml:4: tls: \"yes\" is not true or false",
            "glass.toml:5: address is missing: Where; port 0 for any that is free",
            "glass.toml:8: root: there is no folder " + folder.resolve("nowhere"),
            "glass.toml:9: names: a b is no host name, and none with *. before it",
            "glass.toml:10: auth: bearer is none of none, basic, digest",
            "glass.toml:11: rate: often is no rate such as 10/s, 100/m or 1000/h",
            "glass.toml:13: there is no kind of route fils; is files meant?",
            "glass.toml:16: match: no expression that RE2 knows: missing closing ): ((",
            "glass.toml:17: to: {y} is nothing that can be filled in",
            "glass.toml:18: status: 200 sends nobody elsewhere",
            "glass.toml:19: kind is missing: what answers");
  }

  @Test
  void whatIsNoTomlIsToldWithItsLine() {
    assertThat(faults("drain = \"1s\"\n[[listen\n"))
        .singleElement()
        .asString()
        .startsWith("glass.toml:2: ");
  }

  @Test
  void theLeastPaceOfBodiesIsSaidForEachListener() throws Exception {
    Files.createDirectory(folder.resolve("www"));
    String site = "[[site]]\nnames = [\"a.test\"]\nroot = \"www\"\n";
    List<Limits.Pace> paces =
        read(
                """
                [[listen]]
                address = "127.0.0.1:0"
                [[listen]]
                address = "127.0.0.1:0"
                minimum-rate = 1000
                [[listen]]
                address = "127.0.0.1:0"
                minimum-rate = 0
                """
                    + site)
            .listeners()
            .stream()
            .map(each -> each.limits().pace())
            .toList();
    Duration patience = Limits.SERVER.pace().patience();
    assertThat(paces)
        .containsExactly(
            Limits.SERVER.pace(), new Limits.Pace(1000, patience), new Limits.Pace(0, patience));
    assertThat(faults("[[listen]]\naddress = \"127.0.0.1:0\"\nminimum-rate = \"slow\"\n" + site))
        .singleElement()
        .asString()
        .startsWith("glass.toml:3: minimum-rate: ");
  }

  @Test
  void nothingToServeIsAFault() {
    assertThat(faults(""))
        .containsExactly(
            "glass.toml:1: there is no [[listen]]: nothing would be served",
            "glass.toml:1: there is no [[site]]: nothing would be served");
  }

  @Test
  void sitesDoNotShareNames() {
    assertThat(
            faults(
                """
                [[listen]]
                address = "127.0.0.1:1"
                [[listen]]
                address = "127.0.0.1:1"
                [[site]]
                names = ["a.test"]
                default = true
                root = "."
                [[site]]
                names = ["A.test"]
                default = true
                root = "."
                certificate = "x.pem"
                [[site]]
                root = "."
                """))
        .containsExactly(
            "glass.toml:4: address: the same as at glass.toml:1",
            "glass.toml:10: names: a.test is the name of the site at glass.toml:6 too",
            "glass.toml:11: default: the site at glass.toml:7 is it already",
            "glass.toml:13: certificate: certificate and key belong together",
            "glass.toml:14: the site has no names and is not the default: who gets it?");
  }

  @Test
  void aTableInOnePairOfBracketsIsTold() {
    assertThat(faults("[listen]\naddress = \"127.0.0.1:1\"\n[[site]]\nroot = \".\"\n"))
        .containsExactly(
            "glass.toml:1: listen stands in two pairs of brackets, since there may be many:"
                + " [[listen]]");
  }

  @Test
  void everyDefaultCanBeReadByItsOwnType() {
    for (Section section : List.of(TABLE.top(), TABLE.listen(), TABLE.site(), TABLE.route())) {
      section.options().forEach(ConfigFileTest::assertUsual);
    }
    TABLE.kinds().forEach(kind -> kind.options().forEach(ConfigFileTest::assertUsual));
  }

  private static void assertUsual(Option option) {
    if (!option.usual().isEmpty()) {
      assertThat(option.type().usual(option.usual())).as(option.name()).isNotNull();
    }
    assertThat(option.help()).as(option.name()).endsWith(".");
  }

  @Test
  void helpAndReferenceHaveEveryOption() {
    for (Section section : List.of(TABLE.top(), TABLE.listen(), TABLE.site(), TABLE.route())) {
      for (Option option : section.options()) {
        assertThat(TABLE.help()).contains("  " + option.name() + " = ");
        assertThat(TABLE.markdown()).contains("| `" + option.name() + "` | ");
      }
    }
    assertThat(TABLE.markdown()).contains("### `kind = \"redirect\"`");
  }

  @Test
  void whatNestsTooDeeplyIsToldToo() {
    String deep = "a = " + "[".repeat(100_000);
    assertThat(faults(deep)).isNotEmpty();
  }
}
