package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.lab.NameChainFile;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a name, set up by a file: what is cut out is not asked, what lies is found out. */
class NameChainTest {
  private static final String WWW = "www.glasshouse.test";
  private static final String STATIC_ADDRESS = "127.80.0.4";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** What came of a lookup, and its story. */
  private record Looked(List<String> addresses, Journey journey) {
    <T extends Step> List<T> all(Class<T> kind) {
      return journey.entries().stream()
          .map(Entry::step)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }

    /** Whom the browser itself asked. */
    Stream<String> asked() {
      return all(NameStep.NameAsked.class).stream().map(NameStep.NameAsked::server).distinct();
    }

    /** Whom anybody asked, by its last numbers: 1.1 is the router, 1.2 the provider. */
    boolean passed(String numbers) {
      return all(ZoneStep.QueryCame.class).stream()
          .anyMatch(came -> came.client().startsWith("127.80." + numbers + ":"));
    }
  }

  private Looked look(String chain, String name, int times) throws Exception {
    try (Network system = OsNetwork.open(1);
        BuiltInInternet internet =
            BuiltInInternet.over(system, NameChainFile.read(file("chain", chain)))) {
      var resolver =
          new Resolver(Resolver.Parts.system(internet.network().nameTransport()).with(internet));
      Looked looked = new Looked(List.of(), Recorder.start().journey());
      for (int i = 0; i < times; i++) {
        var recorder = Recorder.start();
        Addresses found =
            resolver.addresses(name, Deadline.in(Duration.ofSeconds(120)), recorder.trail());
        looked =
            new Looked(
                found.list().stream().map(a -> a.getHostAddress()).toList(), recorder.journey());
      }
      return looked;
    }
  }

  @Test
  void theUsualWayIsRouterAndProvider() throws Exception {
    Looked looked = look("", WWW, 1);
    assertThat(looked.addresses()).containsExactly("127.80.0.3");
    assertThat(looked.asked()).containsExactly("127.80.1.1:53");
    assertThat(looked.passed("1.1")).as("the router asks").isTrue();
    assertThat(looked.passed("1.2")).as("the provider's resolver asks").isTrue();
    assertThat(looked.all(NameStep.HostsAsked.class)).isNotEmpty();
  }

  @Test
  void stagesAreCutOutAndPutIn() throws Exception {
    Looked bare = look("hosts off\nrouter off\n", WWW, 1);
    assertThat(bare.addresses()).containsExactly("127.80.0.3");
    assertThat(bare.asked()).containsExactly("127.80.1.2:53");
    assertThat(bare.all(NameStep.HostsAsked.class)).isEmpty();

    Looked alone = look("provider off # the router walks itself", WWW, 1);
    assertThat(alone.asked()).containsExactly("127.80.1.1:53");
    assertThat(alone.passed("1.1")).isTrue();
    assertThat(alone.passed("1.2")).isFalse();

    Looked system = look("system on", WWW, 1);
    assertThat(system.asked()).containsExactly("127.80.0.53:53");
    assertThat(system.passed("0.53")).isTrue();
    assertThat(system.passed("1.1")).isTrue();

    Looked again = look("browser cache off", WWW, 2);
    assertThat(again.all(NameStep.NameCacheAsked.class)).isEmpty();
    assertThat(again.asked()).containsExactly("127.80.1.1:53");
    assertThat(look("browser cache on", WWW, 2).asked()).isEmpty();
  }

  @Test
  void aHostsFileOfItsOwn() throws Exception {
    file("my.hosts", "192.0.2.9 www.glasshouse.test\n");
    assertThat(look("hosts my.hosts", WWW, 1).addresses()).containsExactly("192.0.2.9");
  }

  /** What the provider's server does is overheard; that it says so is heard by whoever asks. */
  @Test
  void aLieOfTheProviderIsToldAsSuchEachTime() throws Exception {
    file(
        "law",
        "redirect www.glasshouse.test to static.glasshouse.test as censored because \"law\"\n");
    for (int times = 1; times <= 2; times++) {
      Looked looked = look("provider policy law", WWW, times);
      assertThat(looked.addresses()).contains(STATIC_ADDRESS);
      assertThat(looked.all(NameStep.AnswerMarked.class))
          .as("asked %s times", times)
          .contains(
              new NameStep.AnswerMarked("127.80.1.1:53", WWW, "A", "Censored", "law"),
              new NameStep.AnswerMarked("127.80.1.2:53", WWW + ".", "A", "Censored", "law"));
      assertThat(looked.all(NameServiceStep.AnswerHijacked.class))
          .anySatisfy(step -> {
            assertThat(step.client()).startsWith("127.80.1.1:");
            assertThat(step.action()).isEqualTo("redirected");
            assertThat(step.given()).isEqualTo("static.glasshouse.test.");
          });
    }
  }

  @Test
  void theBrowsersOwnRules() throws Exception {
    file(
        "own",
        """
        block under static.glasshouse.test
        rewrite www.glasshouse.test to glasshouse.test
        block home.glasshouse.test with 192.0.2.80
        """);
    Looked other = look("browser policy own", WWW, 1);
    assertThat(other.addresses()).containsExactly("127.80.0.2");
    assertThat(other.all(NameServiceStep.AnswerHijacked.class))
        .extracting(NameServiceStep.AnswerHijacked::client)
        .containsOnly("the browser");
    Looked forged = look("browser policy own", "home.glasshouse.test", 1);
    assertThat(forged.addresses()).containsExactly("192.0.2.80");
    assertThat(forged.asked()).isEmpty();
    assertThatThrownBy(() -> look("browser policy own", "a.static.glasshouse.test", 1))
        .isInstanceOf(NameException.class)
        .hasMessageContaining("NXDOMAIN");
  }

  /** The site's home is an alias of its www, by which nobody gets around a rule. */
  @Test
  void theBrowsersOwnRulesHoldForAliasesToo() throws Exception {
    String home = "home.glasshouse.test";
    file("own", "block www.glasshouse.test with 192.0.2.80\n");
    for (int times = 1; times <= 2; times++) {
      Looked forged = look("browser policy own", home, times);
      assertThat(forged.addresses()).as("asked %s times", times).containsExactly("192.0.2.80");
      assertThat(forged.all(NameServiceStep.AnswerHijacked.class))
          .anySatisfy(step -> {
            assertThat(step.client()).isEqualTo("the browser");
            assertThat(step.name()).isEqualTo(home);
            assertThat(step.rule()).contains("www.glasshouse.test");
          });
    }
    file("own", "block www.glasshouse.test\n");
    assertThatThrownBy(() -> look("browser policy own", home, 1))
        .isInstanceOf(NameException.class)
        .hasMessageContaining("NXDOMAIN");
    file("own", "rewrite www.glasshouse.test to static.glasshouse.test\n");
    assertThat(look("browser policy own", home, 1).addresses()).containsExactly(STATIC_ADDRESS);
    file("own", "pass home.glasshouse.test\nblock www.glasshouse.test\n");
    assertThat(look("browser policy own", home, 1).addresses()).containsExactly("127.80.0.3");
  }

  /** Names of the outside go the same way; here to a server that is none, which is told. */
  @Test
  void namesOfTheOutsideToo() throws Exception {
    try (var outside =
        new RunningServer(
            new NameServeCommand(),
            "--zone",
            file(
                    "zone",
                    "$ORIGIN site.example.\n@ 60 SOA a b 1 9 9 9 9\n@ 60 NS a\na 60 A 192.0.2.7\n")
                .toString(),
            "--listen",
            "127.0.0.1:0")) {
      String chain = "provider ask 127.0.0.1:" + outside.port() + "\nnames all\n";
      Looked looked = look(chain, "a.site.example", 1);
      assertThat(looked.addresses()).containsExactly("192.0.2.7");
      assertThat(looked.asked()).containsExactly("127.80.1.1:53");
      assertThat(look(chain, WWW, 1).addresses()).containsExactly("127.80.0.3");
      assertThat(outside.end()).isZero();
    }
  }

  @Test
  void allFaultsAreToldAtOnce() throws Exception {
    file("rules", "nonsense\n");
    Path chain =
        file(
            "chain",
            "browser cache perhaps\nrouter policy rules\nprovider ask nobody\nfridge on\n"
                + "names some\nrouter off\n");
    assertThatThrownBy(() -> NameChainFile.read(chain))
        .isInstanceOfSatisfying(
            NameChainFile.Broken.class,
            broken ->
                assertThat(broken.faults())
                    .hasSize(6)
                    .anySatisfy(f -> assertThat(f).startsWith(chain + ":1: perhaps is neither"))
                    .anySatisfy(f -> assertThat(f).startsWith(folder.resolve("rules") + ":1: "))
                    .contains(chain + ":3: nobody is no address of a server")
                    .anySatisfy(f -> assertThat(f).startsWith(chain + ":4: fridge is no stage"))
                    .contains(chain + ":5: names are built-in or all")
                    .contains(chain + ":6: router is there twice"));
    Path none = file("none", "router off\nprovider off\n");
    assertThatThrownBy(() -> NameChainFile.read(none)).hasMessageContaining("nobody is left");
  }

  @Test
  void anyTextIsAChainOrFaults() throws Exception {
    file("rules", "block bad.test\n");
    String[] pieces = {
      "browser",
      "hosts",
      "system",
      "router",
      "provider",
      "names",
      "cache",
      "policy",
      "ask",
      "on",
      "off",
      "all",
      "rules",
      "127.0.0.1",
      "[::1]:53",
      "a\0b",
      "\u001b[2J",
      "#",
      "\u00e9",
      "..",
      "/"
    };
    var random = new Random(29);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
        text.append(" \n".charAt(random.nextInt(2)));
      }
      Path chain = file("any", text.toString());
      if (i % 10 == 0) {
        Files.write(chain, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, StandardOpenOption.APPEND);
      }
      try {
        NameChainFile.read(chain);
      } catch (NameChainFile.Broken e) {
        refused++;
        assertThat(e.faults()).as(text.toString()).isNotEmpty();
        assertThat(e.faults().toString()).doesNotContain("\u001b", "\0");
      }
    }
    assertThat(refused).isBetween(1000, 1999);
  }
}
