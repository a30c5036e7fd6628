package dev.glasshouse.server;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.client.WebSocketClient;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.WebSocketLimits;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A server on loopback, and a client that goes to it one way. */
public final class Served implements AutoCloseable {
  private static final int ATTEMPTS = 20;

  /** A way to the server. */
  public enum Way {
    H1,
    H1_TLS,
    H2,
    H3
  }

  public final OsNetwork network = OsNetwork.open(1);
  public final Recorder recorder = Recorder.start();
  public final HttpServer server;
  public final Visitor visitor;
  public final String base;

  /** Serves by one handler. */
  public Served(Way way, Handler handler) throws Exception {
    boolean secure = way != Way.H1;
    Instant now = Instant.now();
    X509Bundle its =
        new CertificateBuilder()
            .ecp256()
            .notBefore(now.minus(1, ChronoUnit.DAYS))
            .notAfter(now.plus(10, ChronoUnit.DAYS))
            .subject("CN=www.site.test")
            .addExtendedKeyUsageServerAuth()
            .addSanDnsName("www.site.test")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    TlsServer certificate =
        TlsServer.pem(
            its.getCertificatePathPEM(), its.getPrivateKeyPEM(), List.of("h2", "http/1.1"));
    network.eventLoops().terminationFuture().addListener(_ -> certificate.close());
    server = listen(secure ? Optional.of(certificate) : Optional.empty(), way, handler);
    visitor =
        new Visitor(
            network,
            switch (way) {
              case H1, H1_TLS -> VersionDemand.HTTP_1_1;
              case H2 -> VersionDemand.HTTP_2;
              case H3 -> VersionDemand.HTTP_3;
            });
    base = (secure ? "https" : "http") + "://www.site.test:" + server.address().getPort();
  }

  /** A port that is free for TCP may be taken for UDP: so often another is tried. */
  private HttpServer listen(Optional<TlsServer> certificate, Way way, Handler handler)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      HttpServer its =
          HttpServer.listen(
              network,
              new InetSocketAddress("127.0.0.1", 0),
              certificate,
              handler,
              Limits.SERVER,
              recorder.trail(),
              dev.glasshouse.http.Stories.into(recorder.trail()));
      try {
        return way == Way.H3
            ? its.alsoQuic(network, certificate.orElseThrow(), QuicOptions.DEFAULT)
            : its;
      } catch (IOException e) {
        its.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Asks for a conversation. */
  public WebSocketClient.Outcome open(
      String path, Fields fields, List<String> subprotocols, boolean compress) throws IOException {
    return new WebSocketClient(visitor.client(), WebSocketLimits.USUAL)
        .open(Url.parse(base + path), fields, subprotocols, compress, Trail.OFF);
  }

  /** A conversation that stands. */
  public Conversation talk(String path, boolean compress) throws IOException {
    return ((WebSocketClient.Outcome.Stands) open(path, Fields.EMPTY, List.of(), compress))
        .conversation();
  }

  /** Asks. */
  public Response get(String path) throws IOException {
    return visitor.get(base + path);
  }

  /** What was told of a kind. */
  public <S extends Step> List<Entry> entries(Class<S> kind) {
    return recorder.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  @Override
  public void close() {
    visitor.close();
    server.close();
    network.close();
  }
}
