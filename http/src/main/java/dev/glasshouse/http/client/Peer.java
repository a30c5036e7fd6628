package dev.glasshouse.http.client;

import dev.glasshouse.net.Connection;
import dev.glasshouse.net.TlsFacts;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Whom a session talks to.
 *
 * @param address the address that was dialed
 * @param tls what its TLS handshake agreed on; empty without TLS
 * @param way whether it is the server itself, or a proxy stands between
 */
record Peer(InetSocketAddress address, Optional<TlsFacts> tls, Way way) {
  /** Whether somebody stands between. */
  enum Way {
    /** The server itself. */
    DIRECT,
    /** Through a proxy. */
    PROXIED
  }

  /** The peer of a connection that was dialed directly. */
  static Peer of(Connection connection) {
    return new Peer(connection.remote(), connection.tls(), Way.DIRECT);
  }
}
