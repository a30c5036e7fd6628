package dev.glasshouse.app;

import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.serve.ServeException;
import dev.glasshouse.dns.serve.ServerCount;
import dev.glasshouse.dns.serve.ServerCounts;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.QuicServer;
import dev.glasshouse.server.names.NamesOverHttp;
import dev.glasshouse.server.names.NamesOverQuic;
import dev.glasshouse.url.AddressText;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All the ways to one name server, open: UDP and TCP, TLS, HTTPS, QUIC. */
final class Doors implements AutoCloseable {
  private static final int QUIC_CONNECTIONS = 1000;
  private static final int TRIES = 50;

  private final Network network;
  private final Supplier<Trail> stories;
  private final List<String> lines = new ArrayList<>();
  private final List<ServerCounts> counts = new ArrayList<>();
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final List<TlsServer> certificates = new ArrayList<>();

  /**
   * Where to listen, port 0 for any that is free.
   *
   * @param certificate there where something but plain DNS is spoken
   */
  record Plan(
      List<InetSocketAddress> plain,
      List<InetSocketAddress> tls,
      List<InetSocketAddress> https,
      List<InetSocketAddress> quic,
      Optional<Certificate> certificate) {}

  private Doors(Network network, Supplier<Trail> stories) {
    this.network = network;
    this.stories = stories;
  }

  /**
   * Opens them all.
   *
   * @param stories where each question's story is told
   * @throws IOException when one of the places cannot be had; nothing is left open then
   */
  static Doors open(
      Plan plan,
      Network network,
      NameServer.Settings settings,
      Supplier<Trail> stories,
      Answerer answerer)
      throws IOException {
    var doors = new Doors(network, stories);
    try {
      doors.openNameServer(plan, settings.withTrails(stories), answerer);
      for (InetSocketAddress place : plan.https()) {
        doors.openHttps(place, plan.certificate().orElseThrow(), settings, answerer);
      }
      for (InetSocketAddress place : plan.quic()) {
        doors.openQuic(place, plan.certificate().orElseThrow(), settings, answerer);
      }
      plan.certificate().map(Certificate::where).ifPresent(doors.lines::add);
      return doors;
    } catch (IOException e) {
      doors.close();
      throw e;
    }
  }

  private void openNameServer(Plan plan, NameServer.Settings settings, Answerer answerer)
      throws IOException {
    var places = new ArrayList<NameServer.Place>();
    plan.plain().forEach(place -> places.add(NameServer.Place.plain(place)));
    if (!plan.tls().isEmpty()) {
      // RFC 7858 section 3.1: the protocol's name is dot, where a client names one at all.
      TlsServer tls = shown(plan.certificate().orElseThrow(), "dot");
      plan.tls()
          .forEach(place ->
              places.add(NameServer.Place.tls(place, () -> tls.handler(ByteBufAllocator.DEFAULT))));
    }
    if (places.isEmpty()) {
      return;
    }
    NameServer server =
        NameServer.open(
            places,
            new NameServer.Sockets(
                network.eventLoops(), network.datagramSockets(), network.serverSockets()),
            settings,
            answerer);
    servers.add(server);
    counts.add(server.counts());
    for (int i = 0; i < places.size(); i++) {
      String at = AddressText.of(server.addresses().get(i));
      lines.add("listening at " + at + (i < plan.plain().size() ? "" : " by TLS"));
    }
  }

  private TlsServer shown(Certificate certificate, String... alpn) throws IOException {
    TlsServer tls = certificate.server(alpn);
    certificates.add(tls);
    return tls;
  }

  private QueryDoor door(NameServer.Settings settings, Carrier carrier, Answerer answerer) {
    QueryDoor door = QueryDoor.of(settings, carrier, answerer);
    counts.add(door.counts());
    return door;
  }

  private void openHttps(
      InetSocketAddress place,
      Certificate certificate,
      NameServer.Settings settings,
      Answerer answerer)
      throws IOException {
    var handler =
        new NamesOverHttp(
            door(settings, Carrier.HTTPS, answerer),
            NamesOverHttp.PATH,
            network.eventLoops(),
            NamesOverHttp.PATIENCE,
            stories);
    TlsServer tls = shown(certificate, "h2", "http/1.1");
    // HTTP/3 has the UDP port of the same number, which for a free one of TCP may be taken.
    for (int tries = place.getPort() == 0 ? TRIES : 1; ; tries--) {
      HttpServer server = https(place, tls, handler);
      try {
        server.alsoQuic(network, tls, QuicOptions.DEFAULT);
        servers.add(server);
        String at = AddressText.of(server.address());
        lines.add("listening at " + at + " by HTTPS: https://" + at + NamesOverHttp.PATH);
        return;
      } catch (IOException e) {
        server.close();
        if (tries == 1) {
          throw told(place, "UDP", e);
        }
      }
    }
  }

  private HttpServer https(InetSocketAddress place, TlsServer tls, NamesOverHttp handler)
      throws IOException {
    try {
      return HttpServer.listen(network, place, tls, handler, Limits.SERVER, Trail.OFF);
    } catch (IOException e) {
      throw told(place, "TCP", e);
    }
  }

  private void openQuic(
      InetSocketAddress place,
      Certificate certificate,
      NameServer.Settings settings,
      Answerer answerer)
      throws IOException {
    try {
      QuicServer server =
          QuicServer.listen(
              network,
              place,
              shown(certificate, NamesOverQuic.ALPN),
              List.of(NamesOverQuic.ALPN),
              QuicOptions.DEFAULT,
              dev.glasshouse.net.Limits.DEFAULT,
              QUIC_CONNECTIONS,
              new NamesOverQuic(door(settings, Carrier.QUIC, answerer), stories),
              Trail.OFF);
      servers.add(server);
      lines.add("listening at " + AddressText.of(server.address()) + " by QUIC");
    } catch (IOException e) {
      throw told(place, "UDP", e);
    }
  }

  /** A place that cannot be had is told like those of plain DNS; other faults as they are. */
  private static IOException told(InetSocketAddress place, String carrier, IOException e) {
    return e.getCause() instanceof IOException cause
        ? ServeException.bind(place, carrier, cause)
        : e;
  }

  /** What there is to say of where it listens, a line each. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** What was counted at all doors, in words. */
  String counted() {
    Map<ServerCount, Long> all = new EnumMap<>(ServerCount.class);
    counts.forEach(each -> each.all().forEach((what, n) -> all.merge(what, n, Long::sum)));
    String text =
        all.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
            .map(each -> each.replace('_', ' '))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "no question" : text;
  }

  /** Takes nothing new, lets what is in flight end for a while, and closes everything. */
  @Override
  public void close() {
    for (AutoCloseable server : servers) {
      try {
        server.close();
      } catch (Exception e) {
        // None of them throws; the others have to be closed all the same.
      }
    }
    servers.clear();
    certificates.forEach(TlsServer::close);
    certificates.clear();
  }
}
