package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A dial over a way that stands: what is left of it is TLS. */
final class CarriedDial {
  private final Network network;
  private final TlsClient tls;
  private final Limits limits;
  private final Target target;
  private final Deadline deadline;
  private final Trail trail;

  CarriedDial(
      Network network,
      TlsClient tls,
      Limits limits,
      Target target,
      Deadline deadline,
      Trail trail) {
    this.network = network;
    this.tls = tls;
    this.limits = limits;
    this.target = target;
    this.deadline = deadline;
    this.trail = trail;
  }

  Connection run(Channel way, long number, InetSocketAddress local, InetSocketAddress remote)
      throws DialException {
    var hook = new Dial.Hook();
    var wire = new Wire(network, hook);
    way.pipeline().addLast(wire, new Hold(limits.held()));
    long begin = deadline.now();
    Optional<TlsFacts> facts = Optional.empty();
    if (target.security() instanceof Target.Tls secure) {
      Deadline until = deadline.within(limits.handshake());
      facts =
          Optional.of(new Handshake(tls, target, secure, number, until, trail).run(way, remote));
    }
    var timings =
        new DialTimings(
            Duration.ZERO, Duration.ZERO, Duration.ofNanos(Math.max(0, deadline.now() - begin)));
    var connection =
        new Connection(number, target, way, wire, network, local, remote, facts, timings, trail);
    network.connections().add(connection);
    hook.connect(connection);
    return connection;
  }
}
