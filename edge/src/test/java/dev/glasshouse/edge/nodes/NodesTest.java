package dev.glasshouse.edge.nodes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Purged;
import dev.glasshouse.edge.cache.Reach;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in one process, that reach each other over the loopback. */
@Timeout(120)
class NodesTest {
  private static final Request PAGE = Request.get(Url.parse("http://shop.test/a"));
  private static final Request OTHER = Request.get(Url.parse("http://shop.test/b"));
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable Process running;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private SharedCache cache(String name) throws IOException {
    SharedCache cache =
        SharedCache.before(
            (_, _) ->
                Response.of(Status.OK)
                    .with("Cache-Control", "max-age=600")
                    .with("Cache-Tag", "a")
                    .with(Body.of("text")),
            CacheOptions.named(name),
            InstantSource.system());
    open.add(cache);
    return cache;
  }

  private static boolean hits(SharedCache cache) {
    return hits(cache, PAGE);
  }

  private static boolean hits(SharedCache cache, Request page) {
    try (Response response = cache.send(page, Trail.OFF)) {
      try (var in = response.body().open()) {
        in.readAllBytes();
      }
      return response.fields().combined("Cache-Status").orElse("").contains("; hit");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute was not enough").isLessThan(until);
      Thread.sleep(20);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private Spread joined(SharedCache cache, List<InetSocketAddress> others, List<GroupNodes> into)
      throws IOException {
    Spread spread =
        Spread.of(
            cache,
            hearing -> {
              GroupNodes nodes =
                  GroupNodes.join(
                      cache.name(), loopback(), others, hearing, InstantSource.system());
              into.add(nodes);
              return nodes;
            },
            Trail.OFF);
    open.add(spread);
    return spread;
  }

  @Test
  void aPurgeReachesAllNodesAndWhoComesLater() throws Exception {
    var nodes = new ArrayList<GroupNodes>();
    SharedCache one = cache("one");
    SharedCache two = cache("two");
    SharedCache late = cache("late");
    Spread first = joined(one, List.of(), nodes);
    Spread second = joined(two, List.of(nodes.getFirst().address()), nodes);
    await(() -> first.size() == 2 && second.size() == 2);
    for (SharedCache cache : List.of(one, two, late)) {
      hits(cache);
      assertThat(hits(cache)).isTrue();
    }
    Purged purged = second.purge(Purge.tag("a"), "a test", Trail.OFF);
    assertThat(purged.reach()).contains(new Reach(2, 2, List.of()));
    assertThat(hits(two)).isFalse();
    assertThat(one.counts().purges()).as("it was taken when that was said").isEqualTo(1);
    assertThat(hits(one)).isFalse();
    // It was not there when the order was given, and has what it had before.
    assertThat(hits(late)).isTrue();
    joined(late, List.of(nodes.getFirst().address()), nodes);
    await(() -> late.counts().purges() == 1);
    assertThat(hits(late)).isFalse();
  }

  @Test
  void theStreamOfARedisServerReachesAllNodes(@TempDir Path folder) throws Exception {
    assumeTrue(hasRedis(), "redis-server is not there");
    URI server = redis(folder);
    SharedCache one = cache("one");
    SharedCache two = cache("two");
    Spread first = overRedis(one, server);
    Spread second = overRedis(two, server);
    await(() -> first.size() == 2 && second.size() == 2);
    hits(one);
    assertThat(hits(one)).isTrue();
    second.purge(Purge.url(PAGE.url()), "a test", Trail.OFF);
    await(() -> one.counts().purges() == 1);
    assertThat(hits(one)).isFalse();
  }

  /** An order that is given while Redis is away holds here at once, and elsewhere afterwards. */
  @Test
  void anOrderIsToldOnceRedisIsBack(@TempDir Path folder) throws Exception {
    assumeTrue(hasRedis(), "redis-server is not there");
    URI server = redis(folder);
    SharedCache one = cache("one");
    SharedCache two = cache("two");
    List<String> news = new CopyOnWriteArrayList<>();
    Spread first = overRedis(one, server);
    Spread second = overRedis(two, server, news::add);
    await(() -> first.size() == 2 && second.size() == 2);
    hits(one);
    assertThat(hits(one)).isTrue();
    requireNonNull(running).destroyForcibly().waitFor();
    await(() -> news.stream().anyMatch(line -> line.contains("cannot reach the other nodes")));
    Purged purged = second.purge(Purge.url(PAGE.url()), "a test", Trail.OFF);
    assertThat(purged.untold()).hasValueSatisfying(why -> assertThat(why).contains("Redis"));
    assertThat(purged.unwritten()).isEmpty();
    assertThat(one.counts().purges()).isZero();
    assertThat(starts(folder, server.getPort())).isTrue();
    await(() -> one.counts().purges() == 1);
    assertThat(hits(one)).isFalse();
    await(() -> news.stream().anyMatch(line -> line.contains("reaches the other nodes again")));
    assertThat(second.purge(Purge.tag("a"), "a test", Trail.OFF)).isEqualTo(Purged.WHOLE);
    assertThat(news).anyMatch(line -> line.contains("one of 2 nodes"));
  }

  /** A node that keeps its copies in a folder, and how it is one of a group. */
  private record Kept(SharedCache cache, Spread spread) {
    void close() {
      spread.close();
      cache.close();
    }
  }

  /** Joins a group. */
  private interface Way {
    Nodes join(String name, Path folder, Nodes.Hearing hearing) throws IOException;
  }

  private Kept kept(String name, Path folder, Way way, List<String> news) throws IOException {
    SharedCache cache =
        SharedCache.before(
            (_, _) ->
                Response.of(Status.OK).with("Cache-Control", "max-age=600").with(Body.of("text")),
            CacheOptions.named(name).in(folder),
            InstantSource.system());
    var node =
        new Kept(
            cache,
            Spread.of(cache, hearing -> way.join(name, folder, hearing), Trail.OFF, news::add));
    open.add(node::close);
    return node;
  }

  private static Way byRedis(URI server) {
    return (name, folder, hearing) ->
        RedisNodes.join(name, server, Optional.of(folder), hearing, InstantSource.system());
  }

  private static Way direct(List<InetSocketAddress> others, List<GroupNodes> into) {
    return (name, folder, hearing) -> {
      GroupNodes nodes =
          GroupNodes.join(
              name, loopback(), others, Optional.of(folder), hearing, InstantSource.system());
      into.add(nodes);
      return nodes;
    };
  }

  private static void fill(SharedCache cache) throws InterruptedException {
    for (Request page : List.of(PAGE, OTHER)) {
      await(() -> hits(cache, page));
    }
    await(() -> cache.sizes().disk() > 0);
  }

  /** What it missed it has heard when it is there again, and no more is gone than that. */
  @Test
  void whoWasAwayHearsFromRedisWhatWasPurged(@TempDir Path folder) throws Exception {
    assumeTrue(hasRedis(), "redis-server is not there");
    URI server = redis(folder);
    List<String> news = new CopyOnWriteArrayList<>();
    Kept away = kept("away", folder.resolve("away"), byRedis(server), news);
    fill(away.cache());
    away.close();
    Kept other = kept("other", folder.resolve("other"), byRedis(server), news);
    other.spread().purge(Purge.url(PAGE.url()), "a test", Trail.OFF);
    Kept again = kept("away", folder.resolve("away"), byRedis(server), news);
    assertThat(hits(again.cache(), OTHER)).isTrue();
    assertThat(hits(again.cache(), PAGE)).isFalse();
    assertThat(news).noneMatch(line -> line.contains("may have missed"));
  }

  /** Nothing is used unasked once Redis has dropped what was said. */
  @Test
  void whoCannotHearAllFromRedisUsesNothingUnasked(@TempDir Path folder) throws Exception {
    assumeTrue(hasRedis(), "redis-server is not there");
    URI server = redis(folder);
    List<String> news = new CopyOnWriteArrayList<>();
    Kept away = kept("away", folder.resolve("away"), byRedis(server), news);
    fill(away.cache());
    away.close();
    Kept other = kept("other", folder.resolve("other"), byRedis(server), news);
    other.spread().purge(Purge.url(PAGE.url()), "a test", Trail.OFF);
    try (var redis = new redis.clients.jedis.JedisPooled(server)) {
      redis.xtrim("glass-edge:purges", 0, false);
    }
    Kept again = kept("away", folder.resolve("away"), byRedis(server), news);
    assertThat(hits(again.cache(), PAGE)).isFalse();
    assertThat(hits(again.cache(), OTHER)).isFalse();
    assertThat(news).anyMatch(line -> line.contains("away may have missed orders to purge"));
    again.close();
    fill(kept("away", folder.resolve("away"), byRedis(server), news).cache());
  }

  @Test
  void whoWasAwayHearsFromTheOthersWhatWasPurged(@TempDir Path folder) throws Exception {
    var nodes = new ArrayList<GroupNodes>();
    List<String> news = new CopyOnWriteArrayList<>();
    Kept stays = kept("stays", folder.resolve("stays"), direct(List.of(), nodes), news);
    List<InetSocketAddress> there = List.of(nodes.getFirst().address());
    Kept away = kept("away", folder.resolve("away"), direct(there, nodes), news);
    fill(away.cache());
    away.close();
    stays.spread().purge(Purge.url(PAGE.url()), "a test", Trail.OFF);
    Kept again = kept("away", folder.resolve("away"), direct(there, nodes), news);
    assertThat(hits(again.cache(), OTHER)).isTrue();
    assertThat(hits(again.cache(), PAGE)).isFalse();
    assertThat(news).noneMatch(line -> line.contains("may have missed"));
    for (int i = 0; i <= Heard.MOST; i++) {
      stays.spread().purge(Purge.tag("t" + i), "a test", Trail.OFF);
    }
    // All of them come to who is there.
    await(() -> again.cache().counts().purges() > Heard.MOST);
    fill(again.cache());
    again.close();
    kept("away", folder.resolve("away"), direct(there, nodes), news);
    assertThat(news).anyMatch(line -> line.contains("away may have missed orders to purge"));
  }

  /** JGroups' own list of names knows nothing of a node in another process at first. */
  @Test
  void anAddressCarriesTheNameOfItsNodeToAnotherProcess() throws Exception {
    var bytes = new java.io.ByteArrayOutputStream();
    org.jgroups.util.Util.writeAddress(
        GroupNodes.addressOf("north-1"), new java.io.DataOutputStream(bytes));
    var there =
        org.jgroups.util.Util.readAddress(
            new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())));
    assertThat(GroupNodes.nameOf(there)).isEqualTo("north-1");
    assertThat(String.valueOf(there)).isNotEqualTo("north-1");
  }

  /** The others were all started anew meanwhile: what they were told before is not known. */
  @Test
  void whoComesToAnotherGroupUsesNothingUnasked(@TempDir Path folder) throws Exception {
    var nodes = new ArrayList<GroupNodes>();
    List<String> news = new CopyOnWriteArrayList<>();
    Kept stays = kept("stays", folder.resolve("stays"), direct(List.of(), nodes), news);
    List<InetSocketAddress> there = List.of(nodes.getFirst().address());
    Kept away = kept("away", folder.resolve("away"), direct(there, nodes), news);
    fill(away.cache());
    away.close();
    stays.spread().purge(Purge.url(PAGE.url()), "a test", Trail.OFF);
    stays.close();
    kept("stays", folder.resolve("stays"), direct(List.of(), nodes), news);
    Kept again =
        kept(
            "away",
            folder.resolve("away"),
            direct(List.of(nodes.getLast().address()), nodes),
            news);
    assertThat(hits(again.cache(), PAGE)).isFalse();
    assertThat(hits(again.cache(), OTHER)).isFalse();
    assertThat(news).anyMatch(line -> line.contains("away may have missed orders to purge"));
  }

  private Spread overRedis(SharedCache cache, URI server) throws IOException {
    return overRedis(cache, server, _ -> {});
  }

  private Spread overRedis(SharedCache cache, URI server, Consumer<String> news)
      throws IOException {
    Spread spread =
        Spread.of(
            cache,
            hearing ->
                RedisNodes.join(
                    cache.name(), server, Optional.empty(), hearing, InstantSource.system()),
            Trail.OFF,
            news);
    open.add(spread);
    return spread;
  }

  /** A Redis server of our own; where somebody took its port meanwhile, on another one. */
  private URI redis(Path folder) throws Exception {
    for (int attempt = 0; attempt < 10; attempt++) {
      int port;
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      if (starts(folder, port)) {
        return URI.create("redis://127.0.0.1:" + port);
      }
    }
    throw new IOException("redis-server does not start");
  }

  /** Whether one starts at a port. */
  private boolean starts(Path folder, int port) throws Exception {
    Path log = folder.resolve("log");
    Files.deleteIfExists(log);
    Process redis =
        new ProcessBuilder(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--logfile",
                "log")
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    open.add(redis::destroyForcibly);
    running = redis;
    await(() -> !redis.isAlive() || says(log, "Ready to accept connections"));
    return redis.isAlive();
  }

  private static boolean says(Path log, String what) {
    try {
      return Files.exists(log) && Files.readString(log).contains(what);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean hasRedis() throws InterruptedException {
    try {
      Process redis =
          new ProcessBuilder("redis-server", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return redis.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void anOrderIsALine() {
    var order =
        new Order("id", "node", Instant.ofEpochMilli(5), Purge.prefix("http://a/").softly());
    assertThat(Order.parse(order.line())).isEqualTo(order);
    for (String line : new String[] {"", "a b", "a b c d", "a b 1 hard", " b 1 hard ALL"}) {
      assertThatThrownBy(() -> Order.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ordersAreTakenOnceAndBounded() {
    var heard = new Heard();
    Instant now = Instant.ofEpochMilli(0);
    var order = new Order("0", "node", now, Purge.all());
    assertThat(heard.note(order, now)).isTrue();
    assertThat(heard.note(order, now)).isFalse();
    for (int i = 1; i <= Heard.MOST; i++) {
      heard.note(new Order("" + i, "node", now, Purge.all()), now);
    }
    assertThat(heard.all()).hasSize(Heard.MOST);
  }
}
