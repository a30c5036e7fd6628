package dev.glasshouse.lab;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.NamedTrust;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * The TLS ends of the built-in hosts: HTTP/1.1 and 2 on TCP port 443, HTTP/3 on UDP port 443. Each
 * opens when somebody comes to it first, because keys and BoringSSL take time that a page without
 * TLS need not wait for; whoever comes waits meanwhile, and blocks no thread.
 */
final class SecureDoors implements AutoCloseable {
  private static final int HTTPS = 443;

  private final Network network;
  private final Stories stories;
  private final OwnKeys keys;
  private final Map<InetSocketAddress, CompletableFuture<HttpServer>> tcp = new HashMap<>();
  private final Map<InetSocketAddress, CompletableFuture<HttpServer>> udp = new HashMap<>();
  private final List<HttpServer> servers = new ArrayList<>();
  private boolean closed;

  /**
   * Doors, all shut.
   *
   * @param network where they listen
   * @param stories where the stories of their requests go
   * @param keys what they show; closed with them
   */
  SecureDoors(Network network, Stories stories, OwnKeys keys) {
    this.network = network;
    this.stories = stories;
    this.keys = keys;
  }

  /** Trust in what they show. */
  NamedTrust trust() {
    return keys;
  }

  /**
   * Where the door for TCP at an address really is, once it is open; empty for addresses that have
   * none. Does not block. While the door for UDP is being opened it waits for that as well: a
   * client's race between the two is not to be decided by which of them was built first.
   */
  Optional<CompletableFuture<InetSocketAddress>> tcp(InetSocketAddress asked) {
    return door(asked).map(host -> onEither(asked, host).thenApply(HttpServer::address));
  }

  /** The same for UDP; its port has the same number. */
  Optional<CompletableFuture<InetSocketAddress>> udp(InetSocketAddress asked) {
    return door(asked).map(host -> onUdp(asked, host).thenApply(HttpServer::address));
  }

  private static Optional<BuiltInHost> door(InetSocketAddress asked) {
    return asked.getPort() == HTTPS ? BuiltInHost.at(asked.getAddress()) : Optional.empty();
  }

  private synchronized CompletableFuture<HttpServer> onEither(
      InetSocketAddress asked, BuiltInHost host) {
    CompletableFuture<HttpServer> both = udp.get(asked);
    CompletableFuture<HttpServer> one = onTcp(asked, host);
    // Without UDP, TCP does as well.
    return both == null ? one : both.handle((_, _) -> one).thenCompose(its -> its);
  }

  private synchronized CompletableFuture<HttpServer> onTcp(
      InetSocketAddress asked, BuiltInHost host) {
    return tcp.computeIfAbsent(asked, _ -> started("glass-https", () -> listen(host)));
  }

  private synchronized CompletableFuture<HttpServer> onUdp(
      InetSocketAddress asked, BuiltInHost host) {
    CompletableFuture<HttpServer> beneath = onTcp(asked, host);
    return udp.computeIfAbsent(
        asked, _ -> beneath.thenCompose(its -> started("glass-quic", () -> quic(its))));
  }

  private static CompletableFuture<HttpServer> started(String name, Callable<HttpServer> how) {
    var done = new CompletableFuture<HttpServer>();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            done.complete(how.call());
          } catch (Exception | LinkageError e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private HttpServer listen(BuiltInHost host) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(host.address(), 0),
            Optional.of(keys.tls()),
            BuiltInSite.secure(host),
            Limits.SERVER,
            Trail.OFF,
            stories);
    synchronized (this) {
      servers.add(server);
    }
    return unlessClosed(server);
  }

  /** Its answers do not speak of it by themselves: the server knows its real port alone. */
  private HttpServer quic(HttpServer server) throws IOException {
    return unlessClosed(
        server.alsoQuic(
            network, keys.tls(), QuicOptions.DEFAULT.with(QuicOptions.Advertising.OFF)));
  }

  private HttpServer unlessClosed(HttpServer server) throws IOException {
    boolean late;
    synchronized (this) {
      late = closed;
    }
    if (late) {
      server.close();
      throw new IOException("the built-in internet is closed");
    }
    return server;
  }

  /** Shuts them. */
  @Override
  public void close() {
    List<HttpServer> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(servers);
    }
    // Without the lock: an event loop that waits for it could close nothing.
    all.forEach(HttpServer::close);
    keys.close();
  }
}
