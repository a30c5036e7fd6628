package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Visitor;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.kinds.ServerKinds;
import dev.glasshouse.server.programs.PhpFpm;
import dev.glasshouse.server.sessions.Server;
import dev.glasshouse.server.sessions.SessionStore;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several servers, each with its configuration file, share the sessions of a script that a real
 * PHP-FPM runs; they lie in a real Redis or PostgreSQL.
 */
@Timeout(300)
class SharedSessionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SCRIPT =
      """
      <?php
      switch ($_SERVER['QUERY_STRING']) {
        case 'add': header('X-Session: put n=' . (($_SERVER['SESSION_n'] ?? 0) + 1)); break;
        case 'login': header('X-Session: rotate'); break;
        case 'out': header('X-Session: end'); break;
      }
      echo 'n=', $_SERVER['SESSION_n'] ?? 'none';
      """;

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(2);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Visitor visitor = new Visitor(network, VersionDemand.HTTP_1_1);
  private String cookie = "";

  @AfterEach
  void close() throws Exception {
    visitor.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
    network.close();
  }

  private <T extends AutoCloseable> T opened(T it) {
    opened.push(it);
    return it;
  }

  /** A server of a file of its own; where it is. */
  private String serve(String name, PhpFpm php, String store) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve(name + ".toml"),
            """
            drain = "10ms"
            [[listen]]
            address = "127.0.0.1:0"
            [[sessions]]
            name = "people"
            cookie = "ID"
            patience = "60s"
            %s
            [[site]]
            [[site.route]]
            kind = "fastcgi"
            root = "scripts"
            to = "%s"
            sessions = "people"
            """
                .formatted(store, php.address()));
    WebServer server =
        opened(
            WebServer.open(
                ConfigFile.read(file, OptionTable.of(ServerKinds.all())),
                new WebServer.Means(
                    network,
                    InstantSource.system(),
                    Stories.into(Trail.OFF),
                    _ -> {},
                    CertificateMaker.Source.NOBODY)));
    return server.urls().getFirst();
  }

  /** What a browser is shown, which keeps the cookie. */
  private String ask(String site, String query) throws IOException {
    Url url = Url.parse(site).resolve("/count.php?" + query);
    try (Response response =
            visitor
                .client()
                .send(Request.get(url).with("Cookie", cookie), Priority.HIGH, Trail.OFF);
        var body = response.body().open()) {
      response
          .fields()
          .first("Set-Cookie")
          .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
      assertThat(response.fields().has("X-Session")).isFalse();
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void share(String store) throws Exception {
    PhpFpm php = opened(PhpFpm.start(folder));
    Files.writeString(
        Files.createDirectory(folder.resolve("scripts")).resolve("count.php"), SCRIPT);
    String one = serve("one", php, store);
    String other = serve("other", php, store);
    assertThat(ask(one, "")).isEqualTo("n=none");
    assertThat(ask(one, "add")).isEqualTo("n=none");
    assertThat(cookie).startsWith("ID=");
    assertThat(ask(other, "add")).as("what the one was given").isEqualTo("n=1");
    assertThat(ask(one, "")).isEqualTo("n=2");

    String before = cookie;
    assertThat(ask(other, "login")).isEqualTo("n=2");
    assertThat(cookie).isNotEqualTo(before);
    assertThat(ask(one, "")).as("by its new name").isEqualTo("n=2");
    String after = cookie;
    cookie = before;
    assertThat(ask(one, "")).as("by its old name").isEqualTo("n=none");
    cookie = after;

    String third = serve("third", php, store);
    assertThat(ask(third, "")).as("a server that came later").isEqualTo("n=2");
    assertThat(ask(one, "out")).isEqualTo("n=2");
    cookie = after;
    assertThat(ask(other, "")).isEqualTo("n=none");
    assertThat(ask(third, "")).isEqualTo("n=none");
  }

  @Test
  void throughRedis() throws Exception {
    Optional<Server> redis = Server.redis();
    assumeThat(redis).as("Redis is not installed").isPresent();
    Server its = opened(redis.orElseThrow());
    share("store = \"redis://127.0.0.1:" + its.port() + "\"");
  }

  @Test
  void throughPostgresql() throws Exception {
    Optional<Server> postgresql = Server.postgresql();
    assumeThat(postgresql).as("PostgreSQL is not installed").isPresent();
    Server its = opened(postgresql.orElseThrow());
    try (SessionStore ready = its.sql(PATIENCE)) {
      assertThat(ready).isNotNull();
    }
    Files.writeString(folder.resolve("word"), "not asked for\n");
    share("store = \"%s\"\nuser = \"glass\"\npassword-file = \"word\"".formatted(its.jdbc()));
  }
}
