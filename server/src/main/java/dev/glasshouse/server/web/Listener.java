package dev.glasshouse.server.web;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.server.Doorway;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.ServerCertificates;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.server.config.ListenSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** An address at which a server listens. */
final class Listener implements AutoCloseable {
  private final HttpServer server;
  private final Optional<TlsServer> tls;
  private volatile ListenSettings settings;

  private Listener(HttpServer server, Optional<TlsServer> tls, ListenSettings settings) {
    this.server = server;
    this.tls = tls;
    this.settings = settings;
  }

  /**
   * Listens.
   *
   * @param drain how long what is under way may take when it is closed
   * @param trail where its connections tell what is no request
   * @throws IOException when it cannot, with where that was asked for
   */
  static Listener open(
      ListenSettings settings,
      Duration drain,
      Network network,
      ServerCertificates certificates,
      Handler handler,
      Trail trail,
      Stories stories)
      throws IOException {
    Optional<TlsServer> tls = Optional.empty();
    if (settings.tls()) {
      tls = Optional.of(TlsServer.of(certificates, settings.versions().alpn()));
    }
    Optional<HttpServer> server = Optional.empty();
    try {
      server =
          Optional.of(
              HttpServer.listen(
                  network,
                  settings.address(),
                  tls,
                  doorway(settings),
                  handler,
                  limits(settings, drain),
                  trail,
                  stories));
      if (tls.isPresent() && settings.versions().http3()) {
        QuicOptions options = QuicOptions.DEFAULT.with(settings.versions().congestion());
        // As over TCP, where the handshake counts as the beginning of a head.
        server
            .get()
            .alsoQuic(
                network,
                tls.get(),
                options,
                dev.glasshouse.net.Limits.DEFAULT.with(settings.limits().times().head()));
      }
      return new Listener(server.get(), tls, settings);
    } catch (IOException e) {
      server.ifPresent(HttpServer::close);
      tls.ifPresent(TlsServer::close);
      throw new IOException(settings.values().fault("address", Texts.of(e)).toString(), e);
    }
  }

  private static Doorway doorway(ListenSettings settings) {
    return new Doorway(settings.versions().http2(), settings.proxies(), settings.perAddress());
  }

  private static Limits limits(ListenSettings settings, Duration drain) {
    Limits limits = settings.limits();
    return limits.with(limits.multiplex().draining(drain));
  }

  ListenSettings settings() {
    return settings;
  }

  InetSocketAddress address() {
    return server.address();
  }

  int connections() {
    return server.connections();
  }

  /** Whether what is asked for can be had without listening anew. */
  boolean canBecome(ListenSettings other) {
    boolean sameTls =
        settings.tls() == other.tls()
            && (!settings.tls() || settings.versions().equals(other.versions()));
    return settings.address().equals(other.address()) && sameTls;
  }

  void become(ListenSettings other, Duration drain) {
    settings = other;
    server.change(limits(other, drain), doorway(other));
  }

  void drain() {
    server.drain();
  }

  HttpServer server() {
    return server;
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    server.breakOff();
    tls.ifPresent(TlsServer::close);
  }
}
