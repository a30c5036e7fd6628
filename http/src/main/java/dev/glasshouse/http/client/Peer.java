package dev.glasshouse.http.client;

import dev.glasshouse.http.alt.Alternative;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.TlsFacts;
import dev.glasshouse.net.proxy.Proxy;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whom a session talks to.
 *
 * @param address the address that was dialed
 * @param tls what its TLS handshake agreed on; empty without TLS, and as long as it is under way
 * @param way whether it is the server itself, or a proxy stands between
 * @param alternative the alternative that was dialed in the place of the origin
 * @param proxy the proxy, where there is one
 */
record Peer(
    InetSocketAddress address,
    Supplier<Optional<TlsFacts>> tls,
    Way way,
    Optional<VersionVerdict.Quic> alternative,
    Optional<Proxy> proxy) {
  /** Whether somebody stands between. */
  enum Way {
    /** The server itself. */
    DIRECT,
    /** A way through a proxy, which sees host and port alone. */
    PROXIED,
    /** A proxy that reads the requests itself. */
    PROXY
  }

  /** The peer of a TCP connection. */
  static Peer of(Connection connection) {
    return new Peer(
        connection.remote(), connection::tls, Way.DIRECT, Optional.empty(), Optional.empty());
  }

  /** The peer of a connection through a proxy. */
  static Peer through(Proxy proxy, Way way, Connection connection) {
    return new Peer(
        connection.remote(), connection::tls, way, Optional.empty(), Optional.of(proxy));
  }

  /** The alternative that Alt-Svc named; empty for the origin itself. */
  Optional<Alternative> altSvc() {
    return alternative
        .filter(q -> q.from() == VersionVerdict.From.ALT_SVC)
        .map(VersionVerdict.Quic::alternative);
  }

  /** Whether TLS was spoken, and the certificate was found good. */
  boolean isAuthenticated() {
    return tls.get().filter(its -> its.ignored().isEmpty()).isPresent();
  }
}
