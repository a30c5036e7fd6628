package dev.glasshouse.http.client;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sites of the tests' own with good certificates, and a client whose names lead to them. */
final class Site implements AutoCloseable {
  final OsNetwork network = OsNetwork.open(1);
  final Recorder recorder = Recorder.start();
  final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
  final Map<String, Services> services = new ConcurrentHashMap<>();
  final X509Bundle root;
  final TlsClient tls;
  final Dialer dialer;
  private final List<TlsServer> served = new CopyOnWriteArrayList<>();
  private final List<Response> answers = new CopyOnWriteArrayList<>();
  private final Path folder;

  Site(Path folder) throws Exception {
    this.folder = folder;
    root = base().subject("CN=Test Root").setIsCertificateAuthority(true).buildSelfSigned();
    Path file = Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
    tls = new TlsClient(new TlsOptions(TlsOptions.Verification.STRICT, List.of(file)));
    dialer = new Dialer(network, names(), tls);
  }

  private static CertificateBuilder base() {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(1, ChronoUnit.DAYS))
        .notAfter(now.plus(10, ChronoUnit.DAYS));
  }

  private Names names() {
    return new Names() {
      @Override
      public Addresses addresses(String host, Deadline d, Trail t, Arrivals arrivals) {
        List<InetAddress> its =
            addresses.getOrDefault(host, List.of(InetAddress.ofLiteral("127.0.0.1")));
        arrivals.arrived(Family.IPV6, List.of());
        arrivals.arrived(Family.IPV4, its);
        return new Addresses(host, host, its, "the test", Duration.ZERO);
      }

      @Override
      public Services services(String host, int port, Deadline d, Trail t) {
        return services.getOrDefault(host, Services.ABSENT);
      }
    };
  }

  X509Bundle certificate(String... hosts) throws Exception {
    CertificateBuilder builder = base().subject("CN=" + hosts[0]).addExtendedKeyUsageServerAuth();
    for (String host : hosts) {
      builder.addSanDnsName(host);
    }
    return builder.buildIssuedBy(root);
  }

  HttpServer serve(List<String> alpn, Handler handler, String... hosts) throws Exception {
    return serve(new InetSocketAddress("127.0.0.1", 0), alpn, handler, hosts);
  }

  HttpServer serve(InetSocketAddress where, List<String> alpn, Handler handler, String... hosts)
      throws Exception {
    return HttpServer.listen(
        network, where, secure(alpn, hosts), handler, Limits.SERVER, Trail.OFF);
  }

  /** The TLS of a server of these hosts, for as long as the site is open. */
  TlsServer secure(List<String> alpn, String... hosts) throws Exception {
    X509Bundle its = certificate(hosts);
    TlsServer secure = TlsServer.pem(its.getCertificatePathPEM(), its.getPrivateKeyPEM(), alpn);
    served.add(secure);
    return secure;
  }

  Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  HttpClient client(ClientOptions options, Optional<QuicWay> quic) {
    return new HttpClient(dialer, Limits.CLIENT, options, quic);
  }

  HttpClient client() {
    return client(ClientOptions.DEFAULT, Optional.empty());
  }

  String get(HttpClient client, String url) throws IOException {
    try (BodyStream body = send(client, url).body().open()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Response send(HttpClient client, String url) throws IOException {
    return send(client, Request.get(Url.parse(url)));
  }

  /** Sends a request; what is not read of the answer is given up when the site is closed. */
  Response send(HttpClient client, Request request) throws IOException {
    Response response = client.send(request, Priority.HIGH, recorder.trail());
    answers.add(response);
    return response;
  }

  <S extends Step> List<S> steps(Class<S> kind) {
    return entries(kind).stream().map(Entry::step).map(kind::cast).toList();
  }

  List<Entry> entries(Class<? extends Step> kind) {
    return recorder.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  List<Object> reasons(Class<? extends Step> kind) {
    return entries(kind).stream().<Object>map(e -> e.because().reason()).toList();
  }

  @Override
  public void close() {
    answers.forEach(Response::close);
    tls.close();
    network.close();
    served.forEach(TlsServer::close);
  }
}
