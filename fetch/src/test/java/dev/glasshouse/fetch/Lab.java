package dev.glasshouse.fetch;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A fetcher and a server on the loopback, where every name leads to the server's machine. */
final class Lab implements AutoCloseable {
  final OsNetwork network = OsNetwork.open(1);
  final Recorder recorder = Recorder.start();
  final Fetcher fetcher;
  final HttpServer server;

  Lab(Handler handler) throws IOException {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            handler,
            Trail.OFF);
    fetcher = Fetcher.over(HttpClient.over(dialer(network, TlsOptions.DEFAULT)));
  }

  /** A dialer whose names all lead here; its TLS is freed when the network's threads have ended. */
  static Dialer dialer(OsNetwork network, TlsOptions options) {
    var tls = new TlsClient(options);
    network.eventLoops().terminationFuture().addListener(_ -> tls.close());
    return new Dialer(
        network,
        (host, _, _, arrivals) -> {
          List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
          arrivals.arrived(Family.of(here.getFirst()), here);
          return new Addresses(host, host, here, "test", Duration.ZERO);
        },
        tls);
  }

  Url url(String host, String path) {
    return Url.parse("http://" + host + ":" + server.address().getPort() + path);
  }

  FetchResponse page(Url url) throws IOException {
    return fetcher.fetch(FetchRequest.page(url), recorder.trail());
  }

  static String text(FetchResponse response) throws IOException {
    try (BodyStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  List<Entry> entries(Class<? extends Step> kind) {
    return recorder.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  <S extends Step> List<S> steps(Class<S> kind) {
    return entries(kind).stream().map(e -> kind.cast(e.step())).toList();
  }

  @Override
  public void close() {
    fetcher.close();
    server.close();
    network.close();
  }
}
