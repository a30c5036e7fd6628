package dev.glasshouse.server.names;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.QuicServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A zone, and servers of it on loopback, for {@code ns.site.test}. */
final class NamesServer implements AutoCloseable {
  static final String NAME = "ns.site.test";
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);
  private static final int ATTEMPTS = 20;
  private static final String ZONE =
      """
      $TTL 300
      @ SOA ns hostmaster 7 3600 600 86400 60
      @ NS ns
      ns A 192.0.2.53
      www 120 A 192.0.2.1
      alias 90 CNAME www
      here A 127.0.0.1
      """;

  final OsNetwork network = OsNetwork.open(1);
  final Recorder recorder = Recorder.start();
  final Authority zones = new Authority(ZoneLimits.DEFAULT);
  private final X509Bundle root;
  private final X509Bundle site;

  NamesServer() throws Exception {
    zones.put(ZoneFile.read(ZONE, "site.test.", ZoneLimits.DEFAULT).zone());
    root = base().subject("CN=Test Root").setIsCertificateAuthority(true).buildSelfSigned();
    site =
        base()
            .subject("CN=" + NAME)
            .addSanDnsName(NAME)
            .addExtendedKeyUsageServerAuth()
            .buildIssuedBy(root);
  }

  private static CertificateBuilder base() {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(1, ChronoUnit.DAYS))
        .notAfter(now.plus(10, ChronoUnit.DAYS));
  }

  /** Freed when the network's threads have ended. */
  TlsServer tls(String... alpn) throws IOException {
    var tls = TlsServer.pem(site.getCertificatePathPEM(), site.getPrivateKeyPEM(), List.of(alpn));
    network.eventLoops().terminationFuture().addListener(_ -> tls.close());
    return tls;
  }

  Path root(Path folder) throws IOException {
    return Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
  }

  TlsClient client(Path folder) throws IOException {
    var tls = new TlsClient(new TlsOptions(TlsOptions.Verification.STRICT, List.of(root(folder))));
    network.eventLoops().terminationFuture().addListener(_ -> tls.close());
    return tls;
  }

  /** Names that all lead here. */
  Names names() {
    return (host, deadline, trail, arrivals) -> {
      arrivals.arrived(Family.IPV6, List.of());
      arrivals.arrived(Family.IPV4, List.of(LOOPBACK));
      return new Addresses(host, host, List.of(LOOPBACK), "the test", Duration.ofMinutes(1));
    };
  }

  static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  QueryDoor door(Carrier carrier, Answerer answerer) {
    return QueryDoor.of(NameServer.Settings.DEFAULT, carrier, answerer);
  }

  NamesOverHttp handler(Answerer answerer, Duration patience) {
    return handler(door(Carrier.HTTPS, answerer), patience);
  }

  NamesOverHttp handler(QueryDoor door, Duration patience) {
    return new NamesOverHttp(
        door, NamesOverHttp.PATH, network.eventLoops(), patience, recorder::trail);
  }

  /** A server of HTTP over TLS in these versions, and of HTTP/3 beside. */
  HttpServer http(String... alpn) throws IOException {
    TlsServer tls = tls(alpn);
    for (int attempt = 1; ; attempt++) {
      HttpServer server =
          HttpServer.listen(
              network,
              ANY_PORT,
              tls,
              handler(zones, NamesOverHttp.PATIENCE),
              Limits.SERVER,
              Trail.OFF);
      try {
        return server.alsoQuic(network, tls, QuicOptions.DEFAULT.with(QuicOptions.Advertising.OFF));
      } catch (IOException e) {
        // A port that is free for TCP may be taken for UDP, by anybody: then another one.
        server.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  QuicServer quic(QueryDoor door) throws IOException {
    return QuicServer.listen(
        network,
        ANY_PORT,
        tls(NamesOverQuic.ALPN),
        List.of(NamesOverQuic.ALPN),
        QuicOptions.DEFAULT,
        dev.glasshouse.net.Limits.DEFAULT,
        100,
        new NamesOverQuic(door, recorder::trail),
        Trail.OFF);
  }

  static byte[] question(int id, String name, EDNSOption... options) throws IOException {
    var message = new Message(id);
    message.addRecord(Record.newRecord(Name.fromString(name), Type.A, DClass.IN), Section.QUESTION);
    message.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return message.toWire();
  }

  List<Entry> entries() {
    return recorder.journey().entries();
  }

  @Override
  public void close() {
    network.close();
  }
}
