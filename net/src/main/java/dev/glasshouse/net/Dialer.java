package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes connections.
 *
 * <p>A pipeline: the name becomes addresses, the addresses race for a TCP connection (Happy
 * Eyeballs, RFC 8305), the winner shakes hands (TLS), the connection is handed over.
 */
public final class Dialer {
  private final Network network;
  private final Names names;
  private final TlsClient tls;
  private final Limits limits;
  private final AtomicBoolean told = new AtomicBoolean();

  /** A dialer with the default limits. */
  public Dialer(Network network, Names names, TlsClient tls) {
    this(network, names, tls, Limits.DEFAULT);
  }

  /** A dialer. */
  public Dialer(Network network, Names names, TlsClient tls, Limits limits) {
    this.network = network;
    this.names = names;
    this.tls = tls;
    this.limits = limits;
    try {
      EventLoop loop = network.eventLoops().next();
      loop.execute(() -> Dial.rehearse(network, loop, limits));
    } catch (RejectedExecutionException e) {
      // The network is closed already: a dial will say so.
    }
  }

  /** The network that it dials on. */
  public Network network() {
    return network;
  }

  /** Whoever knows the addresses of names. */
  public Names names() {
    return names;
  }

  /** The client of TLS that shakes hands. */
  public TlsClient tls() {
    return tls;
  }

  /** What it keeps to. */
  public Limits limits() {
    return limits;
  }

  /**
   * Makes a connection. Blocks, and is meant for virtual threads; never call it on an event loop.
   *
   * @throws DialException when none can be made until the deadline
   */
  public Connection dial(Target target, Deadline deadline, Trail trail) throws DialException {
    return dial(target, names, deadline, trail);
  }

  /**
   * Makes a connection, with somebody else to ask for the addresses.
   *
   * @throws DialException when none can be made until the deadline
   */
  public Connection dial(Target target, Names its, Deadline deadline, Trail trail)
      throws DialException {
    return dial(target, Optional.empty(), its, deadline, trail);
  }

  /**
   * Makes a connection through a proxy: a way to the target, its TLS handshake done; or where the
   * proxy reads the requests itself, a connection to the proxy. So it is, too, where the proxy has
   * chosen HTTP/2, which its {@link Connection#target} tells: there, ways are streams.
   *
   * @throws DialException when none can be made until the deadline
   */
  public Connection dial(Target target, Via via, Deadline deadline, Trail trail)
      throws DialException {
    try {
      return dial(target, Optional.of(via), names, deadline, trail);
    } catch (DialException.ProxyRefused e) {
      if (!e.again()) {
        throw e;
      }
      // It wanted to know who asks, and closed. By now that is known.
      return dial(target, Optional.of(via), names, deadline, trail);
    }
  }

  /**
   * Makes a connection over a way to the target that stands already, and shakes hands there.
   *
   * @param way a channel that carries bytes to the target, and has neither handlers nor begun to
   *     read
   * @param number the connection's number
   * @param carrier the connection that carries the way
   */
  public Connection over(
      Channel way, long number, Connection carrier, Target target, Deadline deadline, Trail trail)
      throws DialException {
    return new CarriedDial(network, tls, limits, target, deadline, trail)
        .run(way, number, carrier.local(), carrier.remote());
  }

  private Connection dial(
      Target target, Optional<Via> via, Names its, Deadline deadline, Trail trail)
      throws DialException {
    if (trail.on() && told.compareAndSet(false, true)) {
      trail.mark(new ConnectionStep.NetworkOpened(network.name()), network.because());
    }
    return new Dial(network, its, tls, limits, target, via, deadline, trail).run();
  }
}
