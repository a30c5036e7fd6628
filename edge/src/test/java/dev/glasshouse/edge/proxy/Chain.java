package dev.glasshouse.edge.proxy;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Servers, an edge before them, and a client before that, on the loopback. */
public final class Chain implements AutoCloseable {
  private static final int ATTEMPTS = 20;

  public final OsNetwork network;
  public final Recorder recorder = Recorder.start();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** On a network with one event loop. */
  public Chain() {
    this(1);
  }

  /** On a network with so many event loops. */
  public Chain(int loops) {
    this.network = OsNetwork.open(loops);
  }

  /** Where a server that answers so listens. */
  public Url server(Handler handler) throws IOException {
    return listen(handler, Trail.OFF);
  }

  /** The same by TLS, over every version of HTTP. */
  public Url secureServer(Handler handler) throws Exception {
    X509Bundle its = certificate();
    TlsServer tls =
        TlsServer.pem(
            its.getCertificatePathPEM(), its.getPrivateKeyPEM(), List.of("h2", "http/1.1"));
    open.add(tls);
    for (int attempt = 1; ; attempt++) {
      HttpServer server =
          HttpServer.listen(
              network,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              tls,
              handler,
              Limits.SERVER,
              Trail.OFF);
      try {
        open.add(server.alsoQuic(network, tls, QuicOptions.DEFAULT));
        return Url.parse("https://a.test:" + server.address().getPort() + "/");
      } catch (IOException e) {
        // A port that is free for TCP may be taken for UDP, by anybody.
        server.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** A certificate for {@code a.test} that nobody trusts. */
  static X509Bundle certificate() throws Exception {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(1, ChronoUnit.DAYS))
        .notAfter(now.plus(10, ChronoUnit.DAYS))
        .subject("CN=a.test")
        .addExtendedKeyUsageServerAuth()
        .addSanDnsName("a.test")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private Url listen(Handler handler, Trail trail) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            handler,
            Limits.SERVER,
            trail);
    open.add(server);
    return Url.parse("http://127.0.0.1:" + server.address().getPort() + "/");
  }

  /** A client of the loopback that speaks one version. */
  public HttpClient client(VersionDemand version, Limits limits) {
    var tls = new TlsClient(TlsOptions.DEFAULT.insecure());
    open.add(tls);
    var names =
        new Dialer(
            network,
            (host, _, _, arrivals) -> {
              List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
              arrivals.arrived(Family.of(here.getFirst()), here);
              return new Addresses(host, host, here, "test", Duration.ZERO);
            },
            tls);
    HttpClient client = HttpClient.over(names, limits, ClientOptions.DEFAULT.with(version));
    open.add(client);
    return client;
  }

  /** One server as an origin, spoken to in one version. */
  public HttpOrigin origin(Url server, VersionDemand version) {
    return new HttpOrigin(client(version, Limits.CLIENT), server, ServerOptions.USUAL);
  }

  /** Where an edge before an origin listens. */
  public Url edge(Origin origin, ProxyOptions options) throws IOException {
    return listen(new ReverseProxy(origin, options), recorder.trail());
  }

  /** Asks, in one version. */
  public Response ask(VersionDemand version, Request request) throws IOException {
    return client(version, Limits.CLIENT).send(request, Priority.HIGH, Trail.OFF);
  }

  /** Waits until something holds that is sure to come. */
  public static void await(BooleanSupplier holds) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("it did not come to hold");
      }
      Thread.sleep(5);
    }
  }

  /** A response's content as text. */
  public static String text(Response response) throws IOException {
    try (BodyStream body = response.body().open()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The steps of a kind. */
  public <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .filter(entry -> kind.isInstance(entry.step()))
        .map(entry -> kind.cast(entry.step()))
        .toList();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    network.close();
  }
}
