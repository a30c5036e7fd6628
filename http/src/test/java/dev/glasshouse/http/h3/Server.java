package dev.glasshouse.http.h3;

import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** A server of ours for {@code www.site.test}, on loopback. */
final class Server implements AutoCloseable {
  final OsNetwork network;
  final Authority authority;
  final Recorder recorder = Recorder.start();
  final HttpServer http;
  private final TlsServer tls;

  Server(Handler handler) throws Exception {
    this(handler, QuicOptions.DEFAULT, Limits.SERVER, dev.glasshouse.net.Limits.DEFAULT, 1);
  }

  Server(
      Handler handler,
      QuicOptions options,
      Limits limits,
      dev.glasshouse.net.Limits quic,
      int loops)
      throws Exception {
    this(handler, options, limits, quic, loops, new Authority());
  }

  Server(
      Handler handler,
      QuicOptions options,
      Limits limits,
      dev.glasshouse.net.Limits quic,
      int loops,
      Authority authority)
      throws Exception {
    this.authority = authority;
    network = OsNetwork.open(loops);
    tls = TlsServer.pem(authority.chain(), authority.key(), List.of("http/1.1"));
    http =
        BothPorts.listen(
            () ->
                HttpServer.listen(
                    network,
                    new InetSocketAddress(Client.LOOPBACK, 0),
                    tls,
                    handler,
                    limits,
                    recorder.trail()),
            server -> server.alsoQuic(network, tls, options, quic));
  }

  int port() {
    return http.address().getPort();
  }

  InetSocketAddress address() {
    return http.address();
  }

  Url url(String path) {
    return Url.parse("https://" + Authority.NAME + ":" + port() + path);
  }

  TlsOptions trusting(Path folder) throws IOException {
    return new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.root(folder)));
  }

  <T extends Step> List<T> steps(Class<T> kind) {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  <T extends Step> T await(Class<T> kind) {
    Client.until(() -> !steps(kind).isEmpty());
    return steps(kind).getFirst();
  }

  @Override
  public void close() {
    http.close();
    network.close();
    tls.close();
  }
}
