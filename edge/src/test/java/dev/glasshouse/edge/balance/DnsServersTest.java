package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.dns.HostsFile;
import dev.glasshouse.dns.Limits;
import dev.glasshouse.dns.NameCache;
import dev.glasshouse.dns.ResolvConf;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.edge.proxy.Chain;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.net.OsNetwork;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers found by our own resolver at our own name server. */
@Timeout(180)
class DnsServersTest {
  private static final String HEAD = "@ SOA ns me 1 3600 600 86400 1\n@ NS ns\nns A 127.0.0.1\n";
  private static final String NAME = "shop.example";
  private static final String SERVICE = "_http._tcp.shop.example";

  @TempDir private Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Authority authority = new Authority(ZoneLimits.DEFAULT);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<EdgeStep.PoolChanged> changes = new CopyOnWriteArrayList<>();
  private final OsNetwork network = OsNetwork.open(1);
  private InetSocketAddress names = new InetSocketAddress(0);

  @BeforeEach
  void start() throws Exception {
    open.push(network);
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    open.push(() -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await());
    var server =
        NameServer.open(
            List.of(
                NameServer.Place.plain(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))),
            new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new),
            NameServer.Settings.DEFAULT,
            authority);
    open.push(server);
    names = server.addresses().getFirst();
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** From now on the zone has these records. */
  private void zone(int ttl, String records) throws Exception {
    Zone zone =
        ZoneFile.read("$TTL " + ttl + "\n" + HEAD + records, NAME, ZoneLimits.DEFAULT).zone();
    authority.put(zone);
  }

  private Resolver resolver(InstantSource clock) {
    return new Resolver(
        new Resolver.Parts(
            BuiltIn.NONE,
            new NameCache(),
            new HostsFile(folder.resolve("no hosts")),
            ResolvConf.of(names),
            network.nameTransport(),
            Limits.DEFAULT,
            new SecureRandom()::nextInt,
            clock));
  }

  private DnsServers services(String scheme) {
    return DnsServers.services(resolver(now::get)::lookup, SERVICE, scheme, now::get);
  }

  private static List<String> told(Discovery.Found found) {
    return found.servers().stream()
        .map(spec ->
            spec.name()
                + (spec.weight() == 1 ? "" : " weight=" + spec.weight())
                + (spec.role() == ServerSpec.Role.BACKUP ? " backup" : ""))
        .toList();
  }

  private Pool pool(List<ServerSpec> servers) {
    return new Pool(
        "shop",
        PoolOptions.USUAL,
        servers,
        _ -> (_, _) -> Response.of(Status.OK),
        Pool.Surroundings.usual((step, because) -> {
          if (step instanceof EdgeStep.PoolChanged change
              && because.reason() == EdgeReason.NAME_CHANGED) {
            changes.add(change);
          }
        }));
  }

  private static List<String> names(Pool pool) {
    return pool.servers().stream().map(ServerSpec::name).toList();
  }

  @Test
  void eachAddressOfBothFamiliesIsAServer() throws Exception {
    zone(30, "www A 127.0.0.2\nwww A 127.0.0.3\nwww AAAA ::1\n");
    var source = DnsServers.addresses(resolver(now::get), "www." + NAME, 8080);
    Discovery.Found found = source.find();
    assertThat(told(found))
        .containsExactlyInAnyOrder(
            "http://127.0.0.2:8080", "http://127.0.0.3:8080", "http://[::1]:8080");
    assertThat(found.holds()).isEqualTo(Duration.ofSeconds(30));
    assertThat(found.because().reason()).isEqualTo(EdgeReason.NAME_CHANGED);
  }

  @Test
  void servicesHavePortsWeightsAndPriorities() throws Exception {
    zone(
        30,
        """
        _http._tcp SRV 10 60 8001 a
        _http._tcp SRV 10 0 8002 b
        _http._tcp SRV 10 60000 8003 c
        _http._tcp SRV 20 5 80 d
        """);
    Discovery.Found found = services("http").find();
    // No weight at all is the least; ours end at 1,000.
    assertThat(told(found))
        .containsExactlyInAnyOrder(
            "http://a.shop.example:8001 weight=60",
            "http://b.shop.example:8002",
            "http://c.shop.example:8003 weight=1000",
            "http://d.shop.example weight=5 backup");
    assertThat(found.leftOut()).isEmpty();
    assertThat(told(services("https").find()))
        .contains(
            "https://a.shop.example:8001 weight=60", "https://d.shop.example:80 weight=5 backup");
  }

  @Test
  void whatNamesNoServerIsLeftOutAndTold() throws Exception {
    zone(
        30,
        """
        _http._tcp SRV 10 1 8001 a
        _http._tcp SRV 10 1 0 b
        _http._tcp SRV 10 1 80 evil\\.shop.test\\\\x
        _http._tcp SRV 10 1 80 a\\032b
        _http._tcp SRV 10 1 80 1.2.3.4.5.
        """);
    Discovery.Found found = services("http").find();
    assertThat(told(found)).containsExactly("http://a.shop.example:8001");
    assertThat(found.leftOut())
        .hasSize(4)
        .allMatch(text -> text.startsWith(SERVICE + " SRV 10 1 "))
        .allMatch(text -> text.endsWith(" names no server"));
  }

  /** RFC 2782: a single dot says that the service is not to be had. */
  @Test
  void aServiceThatIsNotThereHasNoServers() throws Exception {
    zone(30, "_http._tcp SRV 0 0 0 .\n");
    Discovery.Found found = services("http").find();
    assertThat(found.servers()).isEmpty();
    assertThat(found.leftOut()).isEmpty();
  }

  @Test
  void whatTheNameServerSaysHoldsForItsTtlAndNoLonger() throws Exception {
    zone(300, "www A 127.0.0.2\nwww AAAA ::1\n_http._tcp SRV 1 1 81 a\n");
    Resolver resolver = resolver(now::get);
    var addresses = DnsServers.addresses(resolver, "www." + NAME, 80);
    var services = DnsServers.services(resolver::lookup, SERVICE, "http", now::get);
    assertThat(told(addresses.find()))
        .containsExactlyInAnyOrder("http://[::1]", "http://127.0.0.2");
    assertThat(told(services.find())).containsExactly("http://a.shop.example:81");
    zone(300, "www A 127.0.0.3\nwww AAAA ::1\n_http._tcp SRV 1 1 82 a\n");
    now.updateAndGet(at -> at.plusSeconds(200));
    assertThat(told(addresses.find()))
        .containsExactlyInAnyOrder("http://[::1]", "http://127.0.0.2");
    assertThat(addresses.find().holds()).isEqualTo(Duration.ofSeconds(100));
    assertThat(told(services.find())).containsExactly("http://a.shop.example:81");
    assertThat(services.find().holds()).isEqualTo(Duration.ofSeconds(100));
    now.updateAndGet(at -> at.plusSeconds(101));
    assertThat(told(addresses.find()))
        .containsExactlyInAnyOrder("http://[::1]", "http://127.0.0.3");
    assertThat(told(services.find())).containsExactly("http://a.shop.example:82");
  }

  @Test
  void nobodyIsNotAskedForLongerThanFiveMinutes() throws Exception {
    zone(86_400, "www A 127.0.0.2\n");
    assertThat(DnsServers.addresses(resolver(now::get), "www." + NAME, 80).find().holds())
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whoIsNotFoundIsSaidInASentence() throws Exception {
    zone(30, "www TXT here\n");
    for (String name : List.of("www." + NAME, "none." + NAME)) {
      assertThatThrownBy(() -> DnsServers.addresses(resolver(now::get), name, 80).find())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(
              () -> DnsServers.services(resolver(now::get)::lookup, name, "http", now::get).find())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name);
    }
  }

  /** The whole round in real time: a change comes when the TTL is over, and a failure none. */
  @Test
  void aPoolFollowsTheNameAndStaysWhereNobodyAnswers() throws Exception {
    zone(1, "_http._tcp SRV 1 1 81 a\n");
    var source =
        DnsServers.services(
            resolver(InstantSource.system())::lookup, SERVICE, "http", InstantSource.system());
    Pool pool = pool(source.find().servers());
    open.push(new Discovery(pool, source, Duration.ofMillis(200), complaints::add));
    zone(1, "_http._tcp SRV 1 1 82 b\n_http._tcp SRV 1 1 81 a\n");
    Chain.await(() -> names(pool).size() == 2);
    assertThat(names(pool)).containsExactly("http://a.shop.example:81", "http://b.shop.example:82");
    Chain.await(() -> !changes.isEmpty());
    assertThat(changes.getFirst().added()).containsExactly("http://b.shop.example:82");
    assertThat(changes.getFirst().removed()).isEmpty();

    // The name has gone, then it has no service, then nobody knows the zone.
    zone(1, "");
    Chain.await(() -> !complaints.isEmpty());
    assertThat(complaints.getFirst())
        .startsWith("\"shop\" keeps the servers that it has: ")
        .contains(SERVICE);
    zone(1, "_http._tcp SRV 0 0 0 .\n");
    Chain.await(() -> complaints.stream().anyMatch(text -> text.contains("no servers for shop")));
    authority.remove(authority.zones().getFirst());
    int before = complaints.size();
    Chain.await(() -> complaints.size() > before);
    assertThat(names(pool)).hasSize(2);

    zone(1, "_http._tcp SRV 1 1 82 b\n_http._tcp SRV 1 1 0 c\n");
    Chain.await(() -> names(pool).equals(List.of("http://b.shop.example:82")));
    Chain.await(() -> complaints.stream().anyMatch(text -> text.contains("names no server")));
    assertThat(complaints).contains("\"shop\" knows its servers again");
    assertThat(changes.getLast().removed()).containsExactly("http://a.shop.example:81");
  }
}
