package dev.glasshouse.edge.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Names;
import dev.glasshouse.edge.balance.PoolReport;
import dev.glasshouse.edge.balance.ServerReport;
import dev.glasshouse.edge.proxy.Chain;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.kinds.ServerKinds;
import dev.glasshouse.server.kinds.SessionTables;
import dev.glasshouse.server.sites.Sites;
import dev.glasshouse.url.Url;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routes of the configuration file that pass requests on. */
@Timeout(120)
class ProxyKindTest {
  private static final Handler NOBODY = _ -> Response.of(Status.NOT_FOUND);

  private final Chain chain = new Chain();
  private final List<AutoCloseable> kept = new ArrayList<>();
  private final Edges edges = new Edges(_ -> {}, (_, _) -> {});
  private final List<Ground.Beginning> beginnings = new ArrayList<>();

  /** Nobody is looked up where settings are only read. */
  private static final Names NAMES =
      (host, _, _, _) -> {
        throw new AssertionError(host);
      };

  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : kept.reversed()) {
      each.close();
    }
    chain.close();
  }

  private RouteSettings route(String options) throws ConfigException {
    var kind = new ProxyKind(edges);
    String file =
        """
        [[listen]]
        address = "127.0.0.1:8080"
        [[site]]
        [[site.route]]
        kind = "proxy"
        """
            + options;
    return ConfigFile.parse(file, "glass.toml", folder, OptionTable.of(List.of(kind)))
        .sites()
        .getFirst()
        .routes()
        .getFirst();
  }

  private Handler open(String options) throws ConfigException {
    RouteSettings route = route(options);
    var ground =
        new Ground(
            chain.network, InstantSource.system(), Map.of(), kept::add, beginnings::add, _ -> {});
    return route.kind().open(route.values(), NOBODY, ground);
  }

  private String ask(Handler handler) throws Exception {
    Url front = chain.server(handler);
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.get(front))) {
      return answer.status() + " " + Chain.text(answer);
    }
  }

  @Test
  void serversOfTheFileAreAsked() throws Exception {
    Url one = chain.server(_ -> Response.text(Status.OK, "one"));
    Handler handler =
        open(
            "to = [\"http://"
                + one.hostAndPort()
                + " weight=3\"]\nname = \"shop\"\nspeak = \"h2\"");
    assertThat(ask(handler)).isEqualTo("200 one");
    PoolReport report = edges.pools().getFirst().report();
    assertThat(report.name()).isEqualTo("shop");
    assertThat(report.servers()).extracting(ServerReport::weight).containsExactly(3);
  }

  @Test
  void serversOfAListAreAsked() throws Exception {
    Url one = chain.server(_ -> Response.text(Status.OK, "one"));
    Files.writeString(folder.resolve("servers"), one.hostAndPort());
    assertThat(ask(open("to-file = \"servers\""))).isEqualTo("200 one");
  }

  @Test
  void everyFaultIsToldWithItsLine() {
    assertThatThrownBy(() ->
            route(
                "to = [\"ftp://a\", \"http://b weight=x\", \"c\", \"http://c\"]\nhealth = \"up\"\nmost = 0\nsticky = \"a b\""))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.faults().stream().map(Object::toString))
                    .hasSize(6)
                    .anyMatch(text -> text.contains("http://c is named twice"))
                    .allMatch(text -> text.startsWith("glass.toml:"))
                    .anyMatch(text -> text.contains("ftp://a is no http or https URL"))
                    .anyMatch(text -> text.contains("weight=x"))
                    .anyMatch(text -> text.contains("up is no path")));
    assertThatThrownBy(() -> route("speak = \"h9\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("h9");
  }

  /** Operators ask a server that passes nothing on as well. */
  @Test
  void figuresAreThereWithoutARouteThatPassesOn() throws Exception {
    var kind = new ProxyKind(edges);
    String file =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        root = "."
        [admin]
        address = "127.0.0.1:0"
        """;
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all(new SessionTables()));
    kinds.add(kind);
    ServerSettings settings = ConfigFile.parse(file, "glass.toml", folder, OptionTable.of(kinds));
    try (Sites sites =
        Sites.open(
            settings,
            chain.network,
            InstantSource.system(),
            dev.glasshouse.server.sites.Told.NOBODY)) {
      assertThat(edges.figures()).isEmpty();
      sites.begin();
      Url figures = Url.parse(edges.figures().getFirst());
      try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.get(figures))) {
        assertThat(answer.status()).isEqualTo(Status.OK);
      }
    }
    assertThat(edges.figures()).isEmpty();
  }

  @Test
  void eachWaitHasItsOption() throws Exception {
    RouteSettings said =
        route(
            """
            to = "http://a"
            connect-within = "1s"
            place-within = "2s"
            answer-within = "3s"
            piece-within = "4s"
            whole-within = "5s"
            """);
    assertThat(ProxyValues.settings(said.values(), NAMES).waits())
        .isEqualTo(
            new Waits(
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(ProxyValues.settings(route("to = \"http://a\"").values(), NAMES).waits())
        .isEqualTo(Waits.USUAL);
  }

  @Test
  void aListThatIsNotThereIsAFault() {
    assertThatThrownBy(() -> open("to-file = \"none\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none");
  }
}
