package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Answer;
import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.dns.CacheFile;
import dev.glasshouse.dns.HostsFile;
import dev.glasshouse.dns.NameCache;
import dev.glasshouse.dns.OwnStages;
import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.policy.NamePolicy;
import dev.glasshouse.dns.recursive.OwnResolver;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.SigningKey;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.dns.zone.ZoneSigner;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.view.Waterfall;
import dev.glasshouse.net.OsNetwork;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Pages whose names our own resolver finds: a root, a top level and an owner of the test's own, as
 * servers on loopback, to which the transport leads what is sent to their addresses.
 */
@Timeout(60)
class OwnResolverTest {
  private static final InetSocketAddress ROOT = at("192.0.2.1");
  private static final InetSocketAddress TLD = at("192.0.2.2");
  private static final InetSocketAddress OWNER = at("192.0.2.3");

  @TempDir Path folder;
  private final OsNetwork network = OsNetwork.open();
  private final Map<InetSocketAddress, InetSocketAddress> led = new HashMap<>();
  private final List<NameServer> servers = new ArrayList<>();
  // What each server was asked, in order.
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final ZoneSigner rootSigner = signer();
  private final ZoneSigner tldSigner = signer();
  private final ZoneSigner ownerSigner = signer();
  private List<Record> anchors = List.of();
  private HttpServer site;

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  private static ZoneSigner signer() {
    return new ZoneSigner(
        SigningKey.generate(SigningKey.Algorithm.ED25519), InstantSource.system());
  }

  @BeforeEach
  void open() throws Exception {
    Handler handler =
        request ->
            Response.html(
                Status.OK,
                request.path().equals("/")
                    ? "<title>Shop</title><link rel=stylesheet href=http://img.shop.example:"
                        + site.address().getPort()
                        + "/a.css><p>Open"
                    : "p { color: red }");
    site =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            handler,
            Trail.OFF);
  }

  /** Starts the name servers. */
  private void serve(ZoneSigner ownersPublished) throws Exception {
    Zone shop =
        zone("shop.example.", "@ NS ns\nns A 192.0.2.3\nwww A 127.0.0.1\nimg A 127.0.0.1\n");
    Zone example =
        zone(
            "example.",
            "@ NS ns\nns A 192.0.2.2\nshop NS ns.shop\nns.shop A 192.0.2.3\n"
                + ownersPublished.ds(shop));
    Zone root =
        zone(
            ".",
            "@ NS a.root.\na.root. A 192.0.2.1\nexample. NS ns.example.\nns.example. A 192.0.2.2\n"
                + tldSigner.ds(example));
    listen(ROOT, root, rootSigner);
    listen(TLD, example, tldSigner);
    listen(OWNER, shop, ownerSigner);
    String ds = rootSigner.ds(root).replaceFirst("^\\S+ IN DS ", "");
    anchors = List.of(Record.fromString(Name.root, Type.DS, DClass.IN, 0, ds, Name.root));
  }

  private static Zone zone(String name, String records) throws Exception {
    String head = "$ORIGIN " + name + "\n$TTL 300\n@ SOA ns me 1 3600 900 86400 60\n";
    return ZoneFile.read(head + records + "\n", name, ZoneLimits.DEFAULT).zone();
  }

  private void listen(InetSocketAddress address, Zone zone, ZoneSigner signer) throws Exception {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(zone, signer);
    Answerer counting =
        (query, reply) -> {
          MessageScan scan = query.scan();
          asked.add(
              zone.name()
                  + " "
                  + NameBytes.text(NameBytes.expand(scan.bytes(), MessageScan.HEADER))
                  + " "
                  + Type.string(scan.questionType()));
          authority.answer(query, reply);
        };
    NameServer server =
        NameServer.open(
            List.of(
                NameServer.Place.plain(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))),
            new NameServer.Sockets(
                network.eventLoops(), network.datagramSockets(), network.serverSockets()),
            NameServer.Settings.DEFAULT,
            counting);
    servers.add(server);
    led.put(address, server.addresses().getFirst());
  }

  @AfterEach
  void close() {
    servers.forEach(NameServer::close);
    site.close();
    network.close();
  }

  /** Leads what is sent to the servers' addresses to where they listen. */
  private final class Leading implements Transport {
    private final Transport beneath;

    Leading(Transport beneath) {
      this.beneath = beneath;
    }

    @Override
    public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
      return beneath.udp(led.getOrDefault(server, server), message, from(server, replies));
    }

    @Override
    public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
      return beneath.tcp(led.getOrDefault(server, server), message, from(server, replies));
    }

    private Replies from(InetSocketAddress server, Replies replies) {
      return new Replies() {
        @Override
        public void message(InetSocketAddress from, byte[] message) {
          replies.message(server, message);
        }

        @Override
        public void failed(String problem) {
          replies.failed(problem);
        }
      };
    }
  }

  private RecursiveService.Opening resolver(List<Record> trusted) {
    RecursorOptions options =
        RecursorOptions.builder()
            .hints(
                List.of(
                    new RootHint(Name.fromConstantString("a.root."), List.of(ROOT.getAddress()))))
            .anchors(trusted)
            .build();
    return (transport, loop) -> OwnResolver.with(options).open(new Leading(transport), loop);
  }

  private Browser.Settings settings(List<Record> trusted) {
    return Browser.Settings.DEFAULT.on(network, BuiltIn.NONE).resolvingBy(resolver(trusted));
  }

  private String url() {
    return "http://www.shop.example:" + site.address().getPort() + "/";
  }

  private static <S extends Step> List<S> steps(Journey journey, Class<S> kind) {
    return journey.entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** The servers that were asked on the way to what was asked for one name, of any type. */
  private static List<String> askedFor(Journey journey, String name) {
    CauseTree tree = CauseTree.of(journey);
    return journey.entries().stream()
        .filter(entry -> entry.step() instanceof RecursionStep.ServerChosen)
        .filter(entry ->
            tree.ancestor(
                    entry,
                    up ->
                        up.step() instanceof NameStep.ResolverAsked its
                            && its.name().endsWith(name))
                .isPresent())
        .map(entry -> ((RecursionStep.ServerChosen) entry.step()).server())
        .distinct()
        .toList();
  }

  @Test
  void aPageIsFoundFromTheRootDown() throws Exception {
    serve(ownerSigner);
    try (Browser browser = Browser.open(settings(anchors));
        Page page = browser.page()) {
      Outcome outcome = page.open(url());
      assertThat(outcome.isWhole()).as(outcome.toString()).isTrue();
      assertThat(page.title()).isEqualTo("Shop");
      Journey journey = page.journey();
      assertThat(steps(journey, NameStep.NameAsked.class)).as("the system's servers").isEmpty();
      assertThat(steps(journey, NameStep.NameAnswered.class))
          .extracting(NameStep.NameAnswered::source)
          .containsOnly("our own resolver, signatures checked");
      assertThat(askedFor(journey, "www.shop.example"))
          .contains("192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53");
      assertThat(askedFor(journey, "img.shop.example"))
          .as("the zone is known by then")
          .containsExactly("192.0.2.3:53");
      assertThat(steps(journey, RecursionStep.ReferralFollowed.class))
          .extracting(RecursionStep.ReferralFollowed::child)
          .contains("example.", "shop.example.");
      assertThat(
              Waterfall.of(journey).rows().getFirst().questions().stream()
                  .filter(question -> question.depth() == 0)
                  .map(question -> question.name() + " " + question.type() + question.server()))
          .contains("www.shop.example A", "www.shop.example AAAA");
      long late = steps(journey, RecursionStep.ServerSilent.class).size();
      assertThat(asked.size() - asked.stream().distinct().count())
          .as("asked again only where nothing came in time: %s", asked)
          .isLessThanOrEqualTo(late);
      int before = asked.size();
      page.open(url());
      assertThat(asked).as("the cache knows it").hasSize(before);
    }
  }

  @Test
  void whatIsNotGenuineIsNotShown() throws Exception {
    serve(signer());
    try (Browser browser = Browser.open(settings(anchors));
        Page page = browser.page()) {
      Outcome outcome = page.open(url());
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.why())
                      .contains("what was answered for www.shop.example is not genuine (BOGUS, ")
                      .contains("no key of shop.example. fits a digest"));
      assertThat(steps(page.journey(), NameStep.NameFailed.class))
          .extracting(NameStep.NameFailed::outcome)
          .containsOnly("BOGUS");
    }
    try (Browser browser = Browser.open(settings(List.of()));
        Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).as("nothing is checked").isTrue();
      assertThat(steps(page.journey(), NameStep.NameAnswered.class))
          .extracting(NameStep.NameAnswered::source)
          .containsOnly("our own resolver");
    }
  }

  @Test
  void theHostsFileComesBeforeIt() throws Exception {
    serve(ownerSigner);
    Path hosts =
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 www.shop.example img.shop.example\n");
    BuiltIn own =
        new BuiltIn() {
          @Override
          public Optional<List<InetAddress>> addresses(String name) {
            return Optional.empty();
          }

          @Override
          public OwnStages stages() {
            return new OwnStages(true, Optional.of(new HostsFile(hosts)), true, NamePolicy.NONE);
          }
        };
    try (Browser browser = Browser.open(settings(anchors).on(network, own));
        Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).isTrue();
      assertThat(steps(page.journey(), NameStep.NameAnswered.class))
          .extracting(NameStep.NameAnswered::source)
          .containsOnly(hosts + " line 1");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void aRootThatDoesNotAnswerIsOneLine() throws Exception {
    // Nobody listens there any more by then.
    try (var gone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      led.put(ROOT, (InetSocketAddress) gone.getLocalSocketAddress());
    }
    try (Browser browser = Browser.open(settings(anchors));
        Page page = browser.page()) {
      assertThat(page.open(url()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.why().lines())
                      .singleElement()
                      .asString()
                      .contains("our own resolver: no server of the root answers"));
    }
  }

  /** What servers said nobody has checked; and what was found here is not what they would say. */
  @Test
  void theFileOfNamesIsLeftAlone() throws Exception {
    serve(ownerSigner);
    var known = new NameCache();
    for (String type : List.of("A", "AAAA")) {
      known.keep(
          new Answer(
              "www.shop.example",
              type,
              Answer.Outcome.NXDOMAIN,
              List.of(),
              List.of(),
              Duration.ofHours(1),
              Instant.now(),
              "192.0.2.53:53"));
    }
    var file = new CacheFile(folder.resolve("names"));
    file.save(known, Instant.now());
    String before = Files.readString(file.path());
    try (Browser browser = Browser.open(settings(anchors).remembering(file));
        Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).isTrue();
    }
    assertThat(Files.readString(file.path())).isEqualTo(before);
    try (Browser browser =
            Browser.open(Browser.Settings.DEFAULT.on(network, BuiltIn.NONE).remembering(file));
        Page page = browser.page()) {
      assertThat(page.open(url()).isWhole()).as("it would have been used").isFalse();
    }
  }
}
