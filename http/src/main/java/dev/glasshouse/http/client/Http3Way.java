package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.h3.Http3Session;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.quic.QuicConnection;
import dev.glasshouse.net.quic.QuicDialer;
import dev.glasshouse.net.quic.QuicOptions;
import io.netty.handler.codec.quic.Quic;
import java.util.Optional;

/** Makes HTTP/3 sessions on Netty's QUIC. Nothing native is loaded before it is asked. */
final class Http3Way implements QuicWay {
  private final QuicDialer dialer;
  private final Limits limits;

  Http3Way(Dialer over, QuicOptions options, Limits limits) {
    this.dialer = new QuicDialer(over.network(), over.names(), over.tls(), options, over.limits());
    this.limits = limits;
  }

  @Override
  public Optional<String> problem() {
    return Quic.isAvailable()
        ? Optional.empty()
        : Optional.of(String.valueOf(Quic.unavailabilityCause()));
  }

  @Override
  public Connector.Made dial(
      Target target, VersionVerdict.Quic where, Names names, Deadline deadline, Trail trail)
      throws DialException {
    QuicConnection connection = dialer.dial(target, names, deadline, trail);
    return new Connector.Made(
        Http3Session.over(connection, limits),
        new Peer(
            connection.remote(),
            connection::tls,
            Peer.Way.DIRECT,
            Optional.of(where),
            Optional.empty()));
  }

  @Override
  public void close() {
    dialer.close();
  }
}
