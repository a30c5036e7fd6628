package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.h1.Http1Session;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import java.util.List;

/** Makes sessions over TCP; with TLS the server chooses their version (ALPN, RFC 7301). */
final class TcpConnector implements Connector {
  private final Dialer dialer;
  private final Limits limits;

  TcpConnector(Dialer dialer, Limits limits) {
    this.dialer = dialer;
    this.limits = limits;
  }

  @Override
  public Expectation expects(PoolKey key) {
    return Expectation.ONE;
  }

  @Override
  public Outcome connect(PoolKey key, Joining joining, Trail trail) throws DialException {
    Target target =
        key.secure()
            ? Target.tls(key.host(), key.port(), List.of("http/1.1"))
            : Target.plain(key.host(), key.port());
    Connection dialed = dialer.dial(target, Deadline.in(limits.times().total()), trail);
    ClientSession session = Http1Session.over(dialed, limits);
    return new Made(session, Peer.of(dialed));
  }
}
