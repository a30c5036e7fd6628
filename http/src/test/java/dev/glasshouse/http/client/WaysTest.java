package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.ServiceBinding;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.alt.Alternative;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which way a request takes, with real servers over TLS. */
@Timeout(60)
class WaysTest {
  private static final List<String> H2 = List.of("h2", "http/1.1");

  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void open() throws Exception {
    site = new Site(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static Response hello(dev.glasshouse.http.Request request) {
    return Response.text(
        Status.OK,
        request.version()
            + " "
            + request.authority().replaceAll(":.*", "")
            + " "
            + request.fields().first("Alt-Used").orElse("-"));
  }

  private static String url(String host, HttpServer server) {
    return "https://" + host + ":" + server.address().getPort() + "/";
  }

  @Test
  void http2IsChosenWhereTheServerHasIt() throws Exception {
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test");
        HttpClient client = site.client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(site.get(client, url("a.test", server))).isEqualTo("HTTP/2 a.test -");
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(site.reasons(VersionStep.VersionChosen.class))
          .containsExactly(VersionReason.ALPN_OFFER);
      assertThat(site.reasons(VersionStep.Http3NotUsed.class))
          .containsExactly(VersionReason.NOT_KNOWN);
    }
  }

  @Test
  void http1IsSpokenWhereTheServerHasNothingElse() throws Exception {
    try (HttpServer server = site.serve(List.of("http/1.1"), WaysTest::hello, "a.test");
        HttpClient client = site.client()) {
      assertThat(site.get(client, url("a.test", server))).isEqualTo("HTTP/1.1 a.test -");
    }
  }

  @Test
  void whatIsDemandedAndNotThereIsAClearError() throws Exception {
    try (HttpServer server = site.serve(List.of("http/1.1"), WaysTest::hello, "a.test");
        HttpClient client =
            site.client(ClientOptions.DEFAULT.with(VersionDemand.HTTP_2), Optional.empty())) {
      assertThatThrownBy(() -> site.get(client, url("a.test", server)))
          .isInstanceOf(VersionException.class)
          .hasMessageContaining("HTTP/2 was asked for, and the server does not speak it");
    }
  }

  @Test
  void http2WithoutTlsIsSpokenWithPriorKnowledge() throws Exception {
    try (HttpServer server =
            HttpServer.listen(
                site.network, new InetSocketAddress("127.0.0.1", 0), WaysTest::hello, Trail.OFF);
        HttpClient client =
            site.client(ClientOptions.DEFAULT.with(VersionDemand.HTTP_2), Optional.empty())) {
      assertThat(site.get(client, "http://a.test:" + server.address().getPort() + "/"))
          .isEqualTo("HTTP/2 a.test -");
    }
  }

  @Test
  void oneConnectionIsSharedByTheNamesOfItsCertificate() throws Exception {
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test", "x.b.test");
        HttpClient client = site.client()) {
      assertThat(site.get(client, url("a.test", server))).endsWith("a.test -");
      assertThat(site.get(client, url("x.b.test", server))).endsWith("x.b.test -");
      assertThat(site.get(client, url("x.b.test", server))).endsWith("x.b.test -");
      assertThat(server.connections()).isEqualTo(1);
      assertThat(site.reasons(VersionStep.ConnectionCoalesced.class))
          .containsExactly(VersionReason.SAME_SERVER);
    }
  }

  @Test
  void nothingIsSharedWhereItMustNotBe() throws Exception {
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test", "b.test");
        HttpServer second =
            site.serve(
                new InetSocketAddress(other, server.address().getPort()),
                H2,
                WaysTest::hello,
                "b.test");
        HttpClient client = site.client()) {
      site.addresses.put("b.test", List.of(other));
      assertThat(site.get(client, url("a.test", server))).endsWith("a.test -");
      assertThat(site.get(client, url("b.test", server))).endsWith("b.test -");
      assertThat(second.connections()).isEqualTo(1);
      assertThat(site.reasons(VersionStep.ConnectionNotCoalesced.class))
          .containsExactly(VersionReason.OTHER_ADDRESS);
    }
  }

  @Test
  void theMisdirectedGoesOverAConnectionOfItsOwn() throws Exception {
    var refused = new AtomicInteger();
    try (HttpServer server =
            site.serve(
                H2,
                request ->
                    request.authority().startsWith("b") && refused.getAndIncrement() == 0
                        ? Response.of(Status.MISDIRECTED_REQUEST)
                        : hello(request),
                "a.test",
                "b.test");
        HttpClient client = site.client()) {
      assertThat(site.get(client, url("a.test", server))).endsWith("a.test -");
      assertThat(site.get(client, url("b.test", server))).endsWith("b.test -");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(site.reasons(VersionStep.Misdirected.class))
          .containsExactly(VersionReason.MISDIRECTED_AGAIN);
      assertThat(site.reasons(VersionStep.ConnectionNotCoalesced.class))
          .containsExactly(VersionReason.SAID_MISDIRECTED);
    }
  }

  @Test
  void ofAConnectionOfItsOwn421IsTheAnswer() throws Exception {
    try (HttpServer server =
            site.serve(H2, _ -> Response.of(Status.MISDIRECTED_REQUEST), "a.test");
        HttpClient client = site.client()) {
      assertThat(site.send(client, url("a.test", server)).status())
          .isEqualTo(Status.MISDIRECTED_REQUEST);
      assertThat(site.reasons(VersionStep.Misdirected.class))
          .containsExactly(VersionReason.MISDIRECTED_FINAL);
    }
  }

  private static Response altSvc(String value) {
    return Response.text(Status.OK, "x").with("Alt-Svc", value);
  }

  @Test
  void alternativesAreLearnedAndCleared() throws Exception {
    var said = new String[] {"h3=\":1\"; ma=60", "clear", "h2=\":1\"", "nonsense"};
    var next = new AtomicInteger();
    try (HttpServer server = site.serve(H2, _ -> altSvc(said[next.getAndIncrement()]), "a.test");
        HttpClient client = site.client()) {
      String url = url("a.test", server);
      String origin = url.substring(0, url.length() - 1);
      site.get(client, url);
      assertThat(client.alternatives().of(origin, Instant.now()).getFirst().alternative())
          .isEqualTo(new Alternative("h3", "a.test", 1));
      site.get(client, url);
      assertThat(client.alternatives().of(origin, Instant.now())).isEmpty();
      site.get(client, url);
      site.get(client, url);
      assertThat(site.steps(VersionStep.AltSvcLearned.class)).hasSize(1);
      assertThat(site.steps(VersionStep.AltSvcCleared.class)).hasSize(1);
      assertThat(site.reasons(VersionStep.AltSvcIgnored.class))
          .containsExactly(VersionReason.NONE_USABLE, VersionReason.MALFORMED);
    }
  }

  @Test
  void withoutTlsAlternativesAreNotHeeded() throws Exception {
    try (HttpServer server =
            HttpServer.listen(
                site.network,
                new InetSocketAddress("127.0.0.1", 0),
                _ -> altSvc("h3=\":443\""),
                Trail.OFF);
        HttpClient client = site.client()) {
      site.get(client, "http://a.test:" + server.address().getPort() + "/");
      assertThat(site.reasons(VersionStep.AltSvcIgnored.class))
          .containsExactly(VersionReason.NOT_AUTHENTICATED);
      assertThat(client.alternatives().lines(Instant.now())).isEmpty();
    }
  }

  private void record(String host) {
    record(host, host, OptionalInt.empty(), List.of("h3"));
  }

  private void record(String host, String target, OptionalInt port, List<String> alpn) {
    records(host, binding(1, target, alpn, port, List.of(InetAddress.ofLiteral("127.0.0.3"))));
  }

  private void records(String host, ServiceBinding... bindings) {
    site.services.put(host, new Services(Services.Known.SAID, List.of(bindings)));
  }

  private static ServiceBinding binding(
      int priority, String target, List<String> alpn, OptionalInt port, List<InetAddress> hints) {
    return new ServiceBinding(
        priority,
        target,
        alpn,
        ServiceBinding.DefaultProtocol.SPOKEN,
        port,
        hints,
        false,
        List.of(),
        List.of());
  }

  private static void untilHttp3Stands(HttpClient client, HttpServer server) throws Exception {
    var key = new PoolKey("https", "a.test", server.address().getPort(), Partition.NONE);
    while (!client.pool().stands(key, HttpVersion.HTTP_3)) {
      Thread.sleep(1);
    }
  }

  @Test
  void quicWinsTheRace() throws Exception {
    var quic = new ScriptedQuic();
    record("a.test");
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test");
        HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
      // Nobody is there for TCP, which may begin when the machine is too busy for the head start.
      site.addresses.put("a.test", List.of(InetAddress.ofLiteral("127.0.0.4")));
      assertThat(site.send(client, url("a.test", server)).version()).isEqualTo(HttpVersion.HTTP_3);
      assertThat(site.steps(VersionStep.RaceRun.class).getFirst().winner()).isEqualTo("quic");
      assertThat(site.reasons(VersionStep.Http3Used.class))
          .containsExactly(VersionReason.HTTPS_RECORD);
      assertThat(site.steps(VersionStep.Http3NotUsed.class)).isEmpty();
    }
  }

  @Test
  void whereQuicFailsTcpTakesOverAndItIsLeftAlone() throws Exception {
    var quic = new ScriptedQuic();
    quic.failure = Optional.of(new IOException("nobody there"));
    record("a.test");
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test", "b.test");
        HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
      String url = url("a.test", server);
      assertThat(site.get(client, url)).isEqualTo("HTTP/2 a.test -");
      assertThat(site.reasons(VersionStep.RaceRun.class))
          .containsExactly(VersionReason.QUIC_FAILED);
      VersionStep.AlternativeBroken broken =
          site.steps(VersionStep.AlternativeBroken.class).getFirst();
      assertThat(broken.pause()).isEqualTo(Duration.ofMinutes(5));
      assertThat(site.reasons(VersionStep.Http3NotUsed.class))
          .containsExactly(VersionReason.QUIC_FAILED);
    }
    try (HttpServer server = site.serve(List.of("http/1.1"), WaysTest::hello, "a.test");
        HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
      String url = url("a.test", server);
      client
          .alternatives()
          .failed(
              url.substring(0, url.length() - 1),
              new Alternative("h3", "a.test", server.address().getPort()),
              Instant.now());
      int before = quic.dials.get();
      assertThat(site.get(client, url)).isEqualTo("HTTP/1.1 a.test -");
      assertThat(quic.dials).hasValue(before);
      assertThat(site.reasons(VersionStep.Http3NotUsed.class))
          .endsWith(VersionReason.ALTERNATIVE_BROKEN);
    }
  }

  @Test
  void whereTcpWinsQuicServesWhatComesLater() throws Exception {
    var quic = new ScriptedQuic();
    quic.go = new CountDownLatch(1);
    record("a.test");
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test");
        HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
      String url = url("a.test", server);
      assertThat(site.get(client, url)).isEqualTo("HTTP/2 a.test -");
      assertThat(site.reasons(VersionStep.RaceRun.class))
          .containsExactly(VersionReason.QUIC_SLOWER);
      assertThat(site.steps(VersionStep.RaceRun.class).getFirst().quic())
          .isEqualTo("kept for later");
      quic.go.countDown();
      untilHttp3Stands(client, server);
      assertThat(site.send(client, url).version()).isEqualTo(HttpVersion.HTTP_3);
    }
  }

  @Test
  void whatWasNotThereInTimeHasNoHeadStartInTheNextRun() throws Exception {
    var quic = new ScriptedQuic();
    quic.go = new CountDownLatch(1);
    record("a.test");
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test")) {
      String url = url("a.test", server);
      List<String> learned;
      try (HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
        assertThat(site.get(client, url)).isEqualTo("HTTP/2 a.test -");
        learned = client.alternatives().lines(Instant.now());
        assertThat(learned).singleElement().asString().startsWith("late ");
      }
      quic = new ScriptedQuic();
      quic.go = new CountDownLatch(1);
      try (HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
        client.alternatives().read(learned, Instant.now());
        assertThat(site.get(client, url)).isEqualTo("HTTP/2 a.test -");
        assertThat(site.reasons(VersionStep.RaceRun.class))
            .containsExactly(VersionReason.QUIC_SLOWER, VersionReason.QUIC_SLOWER_ABREAST);
        assertThat(site.steps(VersionStep.RaceRun.class).getLast().headStart()).isZero();
        assertThat(client.alternatives().lines(Instant.now())).isEqualTo(learned);
        quic.go.countDown();
        untilHttp3Stands(client, server);
        assertThat(client.alternatives().lines(Instant.now())).isEmpty();
      }
    }
  }

  @Test
  void aDialThatEndsWithTheNetworkBlamesNobody() throws Exception {
    var quic = new ScriptedQuic();
    quic.go = new CountDownLatch(1);
    quic.failure = Optional.of(new IOException("the network was closed"));
    record("a.test");
    try (HttpServer server = site.serve(H2, WaysTest::hello, "a.test");
        HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
      String url = url("a.test", server);
      assertThat(site.get(client, url)).isEqualTo("HTTP/2 a.test -");
      site.network.close();
      quic.go.countDown();
      quic.dialing.orElseThrow().join();
      assertThat(site.steps(VersionStep.AlternativeBroken.class)).isEmpty();
      assertThat(
              client
                  .alternatives()
                  .broken(
                      url.substring(0, url.length() - 1),
                      new Alternative("h3", "a.test", server.address().getPort()),
                      Instant.now()))
          .isEmpty();
    }
  }

  @Test
  void whatStandsIsUsedAndHttp3IsMadeBesideIt() throws Exception {
    var quic = new ScriptedQuic();
    try (HttpServer server = site.serve(H2, _ -> altSvc("h3=\":9\""), "a.test");
        HttpClient client = site.client(ClientOptions.DEFAULT, Optional.of(quic))) {
      String url = url("a.test", server);
      assertThat(site.send(client, url).version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(quic.dials).hasValue(0);
      assertThat(site.send(client, url).version()).isEqualTo(HttpVersion.HTTP_2);
      untilHttp3Stands(client, server);
      assertThat(site.send(client, url).version()).isEqualTo(HttpVersion.HTTP_3);
      assertThat(quic.dials).hasValue(1);
      assertThat(site.reasons(VersionStep.Http3NotUsed.class))
          .containsExactly(VersionReason.NOT_KNOWN, VersionReason.SESSION_BEFORE);
    }
  }

  @Test
  void aRecordLeadsToAnotherPlaceAndBackWhereNobodyIsThere() throws Exception {
    InetAddress hinted = InetAddress.ofLiteral("127.0.0.3");
    try (HttpServer own = site.serve(H2, WaysTest::hello, "a.test");
        HttpServer other =
            site.serve(new InetSocketAddress(hinted, 0), H2, WaysTest::hello, "a.test");
        HttpClient client = site.client();
        HttpClient second = site.client()) {
      // Its real address has nobody; the hint leads there.
      site.addresses.put("pool.test", List.of(InetAddress.ofLiteral("127.0.0.4")));
      int port = other.address().getPort();
      record("a.test", "pool.test", OptionalInt.of(port), List.of("h2"));
      assertThat(site.get(client, url("a.test", own))).isEqualTo("HTTP/2 a.test -");
      assertThat(other.connections()).isEqualTo(1);
      assertThat(own.connections()).isZero();
      other.close();
      assertThat(site.get(second, url("a.test", own))).isEqualTo("HTTP/2 a.test -");
      assertThat(own.connections()).isEqualTo(1);
    }
  }

  @Test
  void theNextRecordIsTakenWhereNobodyIsAtTheFirst() throws Exception {
    InetAddress there = InetAddress.ofLiteral("127.0.0.3");
    try (HttpServer own = site.serve(H2, WaysTest::hello, "a.test");
        HttpServer other =
            site.serve(new InetSocketAddress(there, 0), H2, WaysTest::hello, "a.test");
        HttpClient client = site.client()) {
      site.addresses.put("first.test", List.of(InetAddress.ofLiteral("127.0.0.4")));
      site.addresses.put("second.test", List.of(there));
      OptionalInt port = OptionalInt.of(other.address().getPort());
      records(
          "a.test",
          binding(1, "first.test", List.of("h2"), port, List.of()),
          binding(2, "second.test", List.of("h2"), port, List.of()));
      assertThat(site.get(client, url("a.test", own))).isEqualTo("HTTP/2 a.test -");
      assertThat(other.connections()).isEqualTo(1);
      assertThat(own.connections()).isZero();
    }
  }

  @Test
  void anAliasLeadsToAnotherHostAtTheSamePort() throws Exception {
    InetAddress there = InetAddress.ofLiteral("127.0.0.3");
    try (HttpServer other =
            site.serve(new InetSocketAddress(there, 0), H2, WaysTest::hello, "a.test");
        HttpClient client = site.client();
        HttpClient demanding =
            site.client(ClientOptions.DEFAULT.with(VersionDemand.HTTP_2), Optional.empty())) {
      // The host itself has no server; its name is at another address.
      site.addresses.put("pool.test", List.of(there));
      records("a.test", binding(0, "pool.test", List.of(), OptionalInt.empty(), List.of()));
      assertThat(site.get(client, url("a.test", other))).isEqualTo("HTTP/2 a.test -");
      assertThat(site.get(demanding, url("a.test", other))).isEqualTo("HTTP/2 a.test -");
      assertThatThrownBy(() -> site.get(client, "http://a.test/"))
          .isInstanceOf(dev.glasshouse.http.HttpsOnlyException.class);
    }
  }

  @Test
  void aRecordSaysThatPlainHttpIsNotToBeUsed() throws Exception {
    record("a.test");
    try (HttpClient client = site.client()) {
      assertThatThrownBy(() -> site.get(client, "http://a.test/"))
          .isInstanceOf(dev.glasshouse.http.HttpsOnlyException.class)
          .hasMessageContaining("a.test has an HTTPS record");
    }
  }

  @Test
  void spdyIsSpokenWhereItIsAskedForAtBothEnds() throws Exception {
    byte[] large = new byte[3_000_000];
    new java.util.Random(1).nextBytes(large);
    try (HttpServer server =
            site.serve(
                List.of("h2", "spdy/3.1"),
                request ->
                    switch (request.path()) {
                      case "/large" ->
                          Response.of(Status.OK).with(dev.glasshouse.http.Body.of(large));
                      case "/echo" ->
                          Response.of(Status.OK)
                              .with(
                                  dev.glasshouse.http.Body.of(
                                      request.body().open().readAllBytes()));
                      default -> hello(request);
                    },
                "a.test");
        HttpClient client =
            site.client(ClientOptions.DEFAULT.with(VersionDemand.SPDY_3_1), Optional.empty());
        HttpClient usual = site.client()) {
      String url = url("a.test", server);
      assertThat(site.get(client, url)).isEqualTo("SPDY/3.1 a.test -");
      try (var body = site.send(client, url + "large").body().open()) {
        assertThat(body.readAllBytes()).isEqualTo(large);
      }
      Response echo =
          client.send(
              dev.glasshouse.http.Request.to(
                      dev.glasshouse.http.Method.POST, dev.glasshouse.url.Url.parse(url + "echo"))
                  .with(dev.glasshouse.http.Body.of(large)),
              dev.glasshouse.http.Priority.HIGH,
              site.recorder.trail());
      try (var body = echo.body().open()) {
        assertThat(body.readAllBytes()).isEqualTo(large);
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(site.steps(dev.glasshouse.journey.HttpStep.RequestSent.class))
          .extracting(s -> s.version() + " " + s.stream())
          .containsExactly("SPDY/3.1 1", "SPDY/3.1 3", "SPDY/3.1 5");
      assertThat(site.get(usual, url)).isEqualTo("HTTP/2 a.test -");
    }
  }
}
