package dev.glasshouse.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cookies.CookieLimits;
import dev.glasshouse.http.cookies.SetCookie;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.routes.Routes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each store keeps what the face of stores promises: a real H2, PostgreSQL and Redis among them.
 */
@Timeout(300)
class StoresTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  enum Kind {
    MEMORY,
    H2,
    POSTGRESQL,
    REDIS
  }

  @TempDir static Path folder;
  private static Optional<Server> postgresql = Optional.empty();
  private static Optional<Server> redis = Optional.empty();
  private static int files;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    postgresql = Server.postgresql();
    redis = Server.redis();
  }

  @AfterAll
  static void stop() {
    postgresql.ifPresent(Server::close);
    redis.ifPresent(Server::close);
  }

  private static SessionStore open(Kind kind) throws IOException, InterruptedException {
    return switch (kind) {
      case MEMORY -> new MemoryStore();
      case H2 -> SqlStore.inFile(folder.resolve("sessions-" + files++), PATIENCE);
      case POSTGRESQL -> {
        assumeThat(postgresql).as("PostgreSQL is not installed").isPresent();
        yield postgresql.orElseThrow().sql(PATIENCE);
      }
      case REDIS -> {
        assumeThat(redis).as("Redis is not installed").isPresent();
        yield redis(PATIENCE);
      }
    };
  }

  private static RedisStore redis(Duration patience) {
    return RedisStore.open(URI.create("redis://127.0.0.1:" + redis.orElseThrow().port()), patience);
  }

  private static Stored stored(long version, String values) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new Stored(version, now, now, now.plus(Duration.ofHours(1)), values);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void keepsWhatItPromises(Kind kind) throws Exception {
    try (SessionStore store = open(kind)) {
      Instant now = Instant.now();
      String key = "k" + kind;
      assertThat(store.load(key, now)).isEmpty();
      Stored first = stored(1, "{\"a\":\"ü \\u0000 ' \\\" 漢\"}");
      assertThat(store.store(key, first, Trail.OFF)).isTrue();
      assertThat(store.load(key, now)).contains(first);
      assertThat(store.store(key, first, Trail.OFF)).as("it is there already").isFalse();
      assertThat(store.store(key, stored(3, "{}"), Trail.OFF)).as("from another version").isFalse();
      Stored second = stored(2, "{\"a\":2}");
      assertThat(store.store(key, second, Trail.OFF)).isTrue();
      assertThat(store.store("other" + kind, stored(2, "{}"), Trail.OFF)).as("is gone").isFalse();

      assertThat(store.rename(key, key + "new", second)).as("of an old version").isFalse();
      Stored third = stored(3, "{\"a\":3}");
      assertThat(store.rename(key, key + "new", third)).isTrue();
      assertThat(store.load(key, now)).isEmpty();
      assertThat(store.load(key + "new", now)).contains(third);
      assertThat(store.rename(key, "elsewhere" + kind, stored(4, "{}"))).isFalse();
      assertThat(store.load("elsewhere" + kind, now)).isEmpty();

      Instant later = third.used().plusSeconds(60);
      store.touch(key + "new", later, third.expires().plusSeconds(60));
      Stored touched = store.load(key + "new", now).orElseThrow();
      assertThat(touched.used()).isEqualTo(later);
      assertThat(touched.expires()).isEqualTo(third.expires().plusSeconds(60));
      assertThat(touched.version()).isEqualTo(3);
      store.touch("nothing" + kind, later, later);
      assertThat(store.load("nothing" + kind, now)).isEmpty();

      store.remove(key + "new");
      store.remove(key + "new");
      assertThat(store.load(key + "new", now)).isEmpty();
    }
  }

  private static Routes program(Sessions sessions) {
    return Routes.builder()
        .post(
            "/count",
            sessions.with((_, s) ->
                Response.text(Status.OK, "" + s.update("n", Integer.class, n -> n.orElse(0) + 1))))
        .post(
            "/put/{name}",
            sessions.with((call, s) -> {
              s.put(call.text("name"), true);
              return Response.of(Status.NO_CONTENT);
            }))
        .get(
            "/all",
            sessions.with((_, s) ->
                Response.text(
                    Status.OK, s.get("n", Integer.class).orElse(0) + " " + s.names().size())))
        .build();
  }

  /** Two servers, many requests at once: each that was answered well is in what is stored. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void requestsAtOnceLoseNothing(Kind kind) throws Exception {
    try (SessionStore store = open(kind);
        SessionStore second = kind == Kind.MEMORY || kind == Kind.H2 ? store : open(kind)) {
      Routes[] servers = {
        program(new Sessions(store, SessionRules.USUAL)),
        program(new Sessions(second, SessionRules.USUAL))
      };
      Response first = servers[0].handle(Asked.of("POST", "/count"));
      SetCookie made =
          SetCookie.parse(first.fields().first("Set-Cookie").orElseThrow(), CookieLimits.DEFAULT);
      String cookie = made.name() + "=" + made.value();
      int counts = 40;
      int names = 20;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < counts; i++) {
          Routes server = servers[i % 2];
          all.add(threads.submit(() -> until(server, "/count", cookie)));
        }
        for (int i = 0; i < names; i++) {
          Routes server = servers[i % 2];
          String target = "/put/name" + i;
          all.add(threads.submit(() -> until(server, target, cookie)));
        }
        for (Future<?> one : all) {
          one.get();
        }
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
      Response end = servers[1].handle(Asked.of("GET", "/all", "Cookie", cookie));
      assertThat(Asked.text(end)).isEqualTo((counts + 1) + " " + (names + 1));
    }
  }

  /** Asks until it is done: 503 says that others were faster too often, and nothing was stored. */
  private static Response until(Routes server, String target, String cookie) throws IOException {
    Request request = Asked.of("POST", target, "Cookie", cookie);
    for (int i = 0; i < 1000; i++) {
      Response response = server.handle(request);
      if (!response.status().equals(Status.SERVICE_UNAVAILABLE)) {
        assertThat(response.status().isOk()).isTrue();
        return response;
      }
    }
    throw new AssertionError("never done");
  }

  @Test
  void aFileOutlivesTheServer() throws Exception {
    Path file = folder.resolve("outlives");
    try (SessionStore store = SqlStore.inFile(file, PATIENCE)) {
      assertThat(store.store("k", stored(1, "{\"a\":1}"), Trail.OFF)).isTrue();
    }
    try (SessionStore store = SqlStore.inFile(file, PATIENCE)) {
      assertThat(store.load("k", Instant.now()).orElseThrow().values()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void whatIsOverIsRemoved() throws Exception {
    try (SessionStore store = SqlStore.inFile(folder.resolve("sweeps"), PATIENCE)) {
      Instant now = Instant.parse("2026-11-22T12:00:00Z");
      store.store("old", new Stored(1, now, now, now.plusSeconds(10), "{}"), Trail.OFF);
      Instant later = now.plusSeconds(120);
      store.store("new", new Stored(1, later, later, later.plusSeconds(10), "{}"), Trail.OFF);
      assertThat(store.load("old", now)).as("whatever time it is").isEmpty();
      assertThat(store.load("new", now)).isPresent();
    }
  }

  /** Each counts what it began, ended and found over; what is held is of all. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void countsWhatBecomesOfThem(Kind kind) throws Exception {
    try (SessionStore store = open(kind);
        SessionStore second = kind == Kind.MEMORY || kind == Kind.H2 ? store : open(kind)) {
      Instant now = Instant.now();
      // Other tests leave what they stored in the servers that they share.
      long before = store.held(now);
      long gone = store.counts().look().expired();
      String key = "counted" + kind;
      assertThat(store.store(key, stored(1, "{}"), Trail.OFF)).isTrue();
      assertThat(store.store(key, stored(1, "{}"), Trail.OFF)).as("is none more").isFalse();
      assertThat(store.store(key, stored(2, "{}"), Trail.OFF)).isTrue();
      assertThat(store.rename(key, key + "moved", stored(3, "{}"))).isTrue();
      assertThat(store.store(key + "b", stored(1, "{}"), Trail.OFF)).isTrue();
      assertThat(store.store(key + "c", stored(1, "{}"), Trail.OFF)).isTrue();
      assertThat(second.held(now)).isEqualTo(before + 3);
      store.remove(key + "moved");
      store.remove(key + "moved");
      assertThat(second.held(now)).isEqualTo(before + 2);
      // Used again: it is over later than the other one.
      store.touch(key + "c", now, now.plus(Duration.ofHours(3)));
      assertThat(store.held(now.plus(Duration.ofHours(2)))).isEqualTo(1);
      assertThat(store.counts().look())
          .isEqualTo(new SessionCounts.Standing(3, 1, gone + before + 1, 0));
      store.remove(key + "c");
      assertThat(store.held(now)).isZero();
    }
  }

  /** A store that is away is not waited for: how many it holds is not known. */
  @Test
  void aGaugeWaitsForNobody() throws Exception {
    Optional<Server> own = Server.redis();
    assumeThat(own).as("Redis is not installed").isPresent();
    var now = new AtomicReference<>(Instant.now());
    try (Server server = own.orElseThrow();
        RedisStore store =
            RedisStore.open(URI.create("redis://127.0.0.1:" + server.port()), PATIENCE)) {
      var gauge = new SessionGauge(store, now::get);
      assertThat(gauge.held()).as("asked only now").isEmpty();
      await(() -> gauge.held().equals(OptionalLong.of(0)));
      assertThat(store.store("k", stored(1, "{}"), Trail.OFF)).isTrue();
      assertThat(gauge.held()).as("not asked each time").hasValue(0);
      now.updateAndGet(its -> its.plus(SessionGauge.EVERY));
      await(() -> gauge.held().equals(OptionalLong.of(1)));
      server.kill();
      now.updateAndGet(its -> its.plus(SessionGauge.HOLDS));
      assertThat(gauge.held()).as("too long ago").isEmpty();
      assertThat(gauge.counts().begun()).isEqualTo(1);
    }
  }

  /** Bounded by the test's own time-out. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void redisItselfDropsWhatIsOver() throws Exception {
    try (SessionStore store = open(Kind.REDIS)) {
      Instant now = Instant.now();
      assertThat(store.store("over", new Stored(1, now, now, now.minusSeconds(1), "{}"), Trail.OFF))
          .isTrue();
      assertThat(store.load("over", now)).isEmpty();
    }
  }

  @Test
  void aRedisThatIsAwayIsToldAndComesBack() throws Exception {
    Optional<Server> own = Server.redis();
    assumeThat(own).as("Redis is not installed").isPresent();
    try (Server server = own.orElseThrow();
        RedisStore store =
            RedisStore.open(URI.create("redis://127.0.0.1:" + server.port()), PATIENCE)) {
      assertThat(store.store("k", stored(1, "{}"), Trail.OFF)).isTrue();
      server.kill();
      assertThatThrownBy(() -> store.load("k", Instant.now())).isInstanceOf(StoreException.class);
      server.again();
      // Connections from before may be found dead one by one.
      Optional<Boolean> back = Optional.empty();
      for (int i = 0; i < 100 && back.isEmpty(); i++) {
        try {
          back = Optional.of(store.store("k", stored(1, "{}"), Trail.OFF));
        } catch (StoreException _) {
          Thread.sleep(20);
        }
      }
      assertThat(back).contains(true);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsTold() {
    assertThatThrownBy(() ->
            SqlStore.open(
                "jdbc:postgresql://127.0.0.1:1/none", "a", "secret", Duration.ofMillis(300)))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("secret");
  }
}
