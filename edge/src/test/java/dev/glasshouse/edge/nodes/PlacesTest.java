package dev.glasshouse.edge.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.Health;
import dev.glasshouse.dns.zone.SmartRules;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ReverseProxy;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A small CDN on the loopback: two nodes at two places before one shield, and a name server that
 * leads each client to the node of its network, or to the other one where that is down.
 */
@Timeout(120)
class PlacesTest {
  private static final String ZONE =
      """
      $TTL 30
      @ SOA ns me 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      www A 127.0.1.10
      www A 127.0.2.10
      """;
  private static final String RULES =
      """
      network east 127.0.1.0/24
      network west 127.0.2.0/24
      www.cdn.test A for east 127.0.1.10
      www.cdn.test A for west 127.0.2.10
      www.cdn.test A probe http 80 /
      """;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<InetAddress, HttpServer> places = new HashMap<>();
  private final Map<InetAddress, Boolean> down = new ConcurrentHashMap<>();
  private final Health health =
      new Health(watched -> !down.containsKey(watched.address()), Duration.ofSeconds(5));
  private final Authority authority = new Authority(ZoneLimits.DEFAULT);
  private Optional<Spread> east = Optional.empty();
  private Optional<SharedCache> west = Optional.empty();
  private Optional<InetSocketAddress> names = Optional.empty();

  @BeforeEach
  void build() throws Exception {
    var network = opened(OsNetwork.open(1));
    SharedCache shield =
        opened(
            SharedCache.before(
                (_, _) ->
                    Response.of(Status.OK)
                        .with("CDN-Cache-Control", "max-age=600")
                        .with("Cache-Tag", "a")
                        .with(Body.of("text")),
                CacheOptions.named("shield"),
                InstantSource.system()));
    SharedCache first = place(network, "east", "127.0.1.10", shield);
    SharedCache second = place(network, "west", "127.0.2.10", shield);
    west = Optional.of(second);
    var nodes = new GroupNodes[1];
    east =
        Optional.of(
            opened(
                Spread.of(
                    first, hearing -> nodes[0] = join("east", List.of(), hearing), Trail.OFF)));
    opened(
        Spread.of(
            second, hearing -> join("west", List.of(nodes[0].address()), hearing), Trail.OFF));
    // The shield hears too: else the edges would get from it what they forgot.
    opened(
        Spread.of(
            shield, hearing -> join("shield", List.of(nodes[0].address()), hearing), Trail.OFF));
    authority.put(
        ZoneFile.read(ZONE, "cdn.test", ZoneLimits.DEFAULT).zone(),
        Optional.empty(),
        SmartRules.parse(RULES, "rules"),
        health);
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    open.push(() -> loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).await());
    NameServer server =
        opened(
            NameServer.open(
                List.of(
                    NameServer.Place.plain(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))),
                new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new),
                NameServer.Settings.DEFAULT,
                authority));
    names = Optional.of(server.addresses().getFirst());
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T it) {
    open.push(it);
    return it;
  }

  private static GroupNodes join(String name, List<InetSocketAddress> others, Nodes.Hearing hearing)
      throws java.io.IOException {
    return GroupNodes.join(
        name,
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
        others,
        hearing,
        InstantSource.system());
  }

  private SharedCache place(OsNetwork network, String name, String address, SharedCache shield)
      throws Exception {
    SharedCache cache =
        opened(SharedCache.before(shield, CacheOptions.named(name), InstantSource.system()));
    InetAddress at = InetAddress.ofLiteral(address);
    places.put(
        at,
        opened(
            HttpServer.listen(
                network,
                new InetSocketAddress(at, 0),
                new ReverseProxy(cache, ProxyOptions.USUAL),
                Trail.OFF)));
    return cache;
  }

  /** Where the name leads a client that has this address. */
  private InetAddress lookUp(String client) throws Exception {
    Message question =
        Message.newQuery(Record.newRecord(Name.fromString("www.cdn.test."), Type.A, DClass.IN));
    byte[] bytes = question.toWire();
    try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(client), 0))) {
      socket.setSoTimeout(30_000);
      socket.send(new DatagramPacket(bytes, bytes.length, names.orElseThrow()));
      var answer = new DatagramPacket(new byte[2000], 2000);
      socket.receive(answer);
      var told = new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
      return ((ARecord) told.getSection(Section.ANSWER).getFirst()).getAddress();
    }
  }

  /** What the page's Cache-Status says to a client that has this address. */
  private String visit(String client) throws Exception {
    InetAddress place = lookUp(client);
    try (HttpClient http = HttpClient.newHttpClient()) {
      int port = Objects.requireNonNull(places.get(place)).address().getPort();
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://" + place.getHostAddress() + ":" + port + "/a"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("text");
      return answer.headers().firstValue("Cache-Status").orElse("");
    }
  }

  /** Storing an answer may end a little after a client has it. */
  private void visitedUntilHit(String client, String place) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String status = visit(client);
    while (!status.contains(place + "; hit")) {
      assertThat(status).contains(place + ";");
      assertThat(System.nanoTime()).as(status).isLessThan(until);
      status = visit(client);
    }
  }

  @Test
  void eachClientIsLedToItsPlaceAndAPurgeReachesAll() throws Exception {
    assertThat(visit("127.0.1.77")).contains("east; fwd=uri-miss");
    visitedUntilHit("127.0.1.78", "east");
    assertThat(visit("127.0.2.77")).contains("west; fwd=uri-miss");
    visitedUntilHit("127.0.2.77", "west");
    // The network of neither: whichever comes first.
    assertThat(visit("127.0.3.1")).contains("hit");
    east.orElseThrow().purge(Purge.tag("a"), "a test", Trail.OFF);
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (west.orElseThrow().counts().purges() == 0 && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertThat(visit("127.0.2.77")).contains("west; fwd=miss");
    aPlaceThatIsDownIsLeftOut();
  }

  private void aPlaceThatIsDownIsLeftOut() throws Exception {
    InetAddress left = InetAddress.ofLiteral("127.0.2.10");
    down.put(InetAddress.ofLiteral("127.0.1.10"), true);
    Instant now = Instant.now();
    for (int i = 0; i < 10; i++) {
      health.look(authority.watched(), now.plusSeconds(10L * i));
    }
    // Who is of no place's network is led to those that are up.
    for (int i = 0; i < 4; i++) {
      assertThat(lookUp("127.0.3.1")).isEqualTo(left);
    }
  }
}
