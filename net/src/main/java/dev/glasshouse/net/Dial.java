package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.Tunnel;
import dev.glasshouse.net.proxy.TunnelException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One dial over TCP, from a target to a connection. */
final class Dial implements AddressRace.Attempts<Dial.Attempt> {
  private final Network network;
  private final TlsClient tls;
  private final Limits limits;
  private final Target target;
  private final Optional<Via> via;
  private final Names names;

  /** Whom the sockets are for: the target, or the proxy before it. */
  private final Target first;

  private final Deadline deadline;
  private final Trail outer;
  private final Trail trail;
  private final long id;
  private final long begin;
  private final long began;
  private final AddressRace<Attempt> race;

  /** A socket that connects. */
  record Attempt(Wire wire, Hook hook, ChannelFuture future) {}

  Dial(
      Network network,
      Names names,
      TlsClient tls,
      Limits limits,
      Target target,
      Optional<Via> via,
      Deadline deadline,
      Trail trail) {
    this.names = names;
    this.via = via;
    this.first = via.map(Via::target).orElse(target);
    this.network = network;
    this.tls = tls;
    this.limits = limits;
    this.target = target;
    this.deadline = deadline.within(limits.connect());
    this.outer = trail;
    this.id = trail.open();
    this.trail = trail.after(id);
    this.begin = trail.now();
    this.began = deadline.now();
    this.race =
        new AddressRace<>(
            network, names, limits, first, Optional.empty(), this.deadline, this.trail, this);
  }

  /** The whole way: name, race, handshake. */
  Connection run() throws DialException {
    if (first.security() instanceof Target.Tls secure) {
      tls.prepare(secure.alpn());
    }
    Optional<AddressRace.Winner<Attempt>> winner = race.run();
    long connected = deadline.now();
    if (winner.isEmpty()) {
      throw lost();
    }
    AddressRace.Winner<Attempt> won = winner.get();
    Channel channel = won.attempt().future().channel();
    if (!(channel.localAddress() instanceof InetSocketAddress local)
        || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      race.lostAgain(won);
      throw lost();
    }
    if (trail.on()) {
      InetAddress address = won.address().getAddress();
      // Beside the way: the journey wants to know, the page does not want to wait.
      Thread.ofVirtual().name("glass-route").start(() -> route(address));
    }
    long number = network.connections().number();
    outer.close(
        id,
        begin,
        new ConnectionStep.Dialed(
            number,
            first.host(),
            DialException.text(local),
            DialException.text(remote),
            race.tried()),
        race.why());
    Optional<TlsFacts> facts = shake(first, channel, won.address(), number);
    boolean carries = via.isPresent() && via.get().carries(facts);
    if (via.isPresent() && !carries) {
      facts = through(via.get(), channel, won.address(), number);
    }
    long shaken = deadline.now();
    var connection =
        new Connection(
            number,
            carries ? first : target,
            channel,
            won.attempt().wire(),
            network,
            local,
            remote,
            facts,
            new DialTimings(
                Duration.ofNanos(race.firstBegin() - began),
                Duration.ofNanos(connected - race.firstBegin()),
                facts.isPresent() ? Duration.ofNanos(shaken - connected) : Duration.ZERO),
            trail);
    network.connections().add(connection);
    won.attempt().hook().connect(connection);
    return connection;
  }

  /** What is said to a proxy that has a connection for each way: the way, and TLS through it. */
  private Optional<TlsFacts> through(
      Via its, Channel channel, InetSocketAddress address, long number) throws DialException {
    if (!its.tunnels(target)) {
      return Optional.empty();
    }
    tunnel(its, channel, number);
    return shake(target, channel, address, number);
  }

  private Optional<TlsFacts> shake(
      Target whom, Channel channel, InetSocketAddress address, long number) throws DialException {
    if (!(whom.security() instanceof Target.Tls secure)) {
      return Optional.empty();
    }
    Deadline until = deadline.within(limits.handshake());
    return Optional.of(
        new Handshake(tls, whom, secure, number, until, trail).run(channel, address));
  }

  private void tunnel(Via its, Channel channel, long number) throws DialException {
    try {
      Optional<InetAddress> address = Optional.empty();
      if (its.proxy().kind() == Proxy.Kind.SOCKS5) {
        address = Optional.of(names.addresses(target.host(), deadline, trail).list().getFirst());
      }
      new Tunnel(
              its.proxy(),
              its.access(),
              target.host(),
              target.port(),
              address.or(() -> CertificateNames.literal(target.host())),
              number,
              deadline.within(limits.handshake()),
              trail)
          .open(channel);
    } catch (NameException e) {
      channel.close();
      throw new DialException.NoAddress(target, e);
    } catch (TunnelException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new DialException.Cancelled(target, race.failures());
      }
      throw new DialException.ProxyRefused(target, its.proxy().toString(), e);
    }
  }

  @Override
  public Attempt begin(
      int number, InetSocketAddress address, Consumer<Optional<Throwable>> finished) {
    var hook = new Hook();
    var wire = new Wire(network, hook);
    ChannelFuture future = socket(network, limits, wire).connect(address);
    future.addListener(done -> finished.accept(Optional.ofNullable(done.cause())));
    return new Attempt(wire, hook, future);
  }

  /** A socket to be, of a network. */
  private static Bootstrap socket(Network network, Limits limits, Wire wire) {
    return new Bootstrap()
        .group(network.eventLoops())
        .channelFactory(network.sockets())
        .disableResolver()
        .option(ChannelOption.ALLOCATOR, network.buffers())
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        // A write that fails closes nothing: behind it an answer may stand unread.
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new EagerReads(limits.readBuffer(), network.readBuffers(), limits.readTurn()))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(wire, new Hold(limits.held()));
              }
            });
  }

  /**
   * Opens a socket, and closes it before it was connected to anything: what a first connection
   * needs of Netty (some 200 classes) is there afterwards. That takes longer than many a connection
   * itself, and this thread has nothing else to do yet.
   *
   * @param loop the one that this is called on: of a network that closes, another may have ended
   */
  static void rehearse(Network network, EventLoop loop, Limits limits) {
    if (loop.isShuttingDown()) {
      return;
    }
    socket(network, limits, new Wire(network, () -> {}))
        .clone(loop)
        .register()
        .addListener((ChannelFuture opened) -> {
          opened.channel().alloc().directBuffer(1).release();
          opened.channel().close();
        });
  }

  @Override
  public void cancel(Attempt attempt) {
    attempt.future().channel().close();
  }

  @Override
  public Step told(InetSocketAddress address, String outcome, int number) {
    return new ConnectionStep.DialAttempted(
        first.host(), DialException.text(address), outcome, number);
  }

  /** Tells the way out of this machine, as the kernel knows it. */
  private void route(InetAddress address) {
    long at = trail.now();
    network
        .route(address)
        .ifPresent(route ->
            trail.record(
                trail.open(), at, trail.now(), route.step(), route.because(), Source.KERNEL));
  }

  private DialException lost() {
    if (trail.on() && !race.failures().isEmpty()) {
      route(race.failures().getFirst().address().getAddress());
    }
    if (outer.on()) {
      outer.close(
          id,
          begin,
          new ConnectionStep.DialFailed(first.host(), race.problems()),
          Because.HAPPENED);
    }
    return race.failure();
  }

  /** Called when a channel goes; tells its connection, which may not have been made yet. */
  static final class Hook implements Runnable {
    private Optional<Connection> connection = Optional.empty();
    private boolean gone;

    @Override
    public void run() {
      Optional<Connection> its;
      synchronized (this) {
        gone = true;
        its = connection;
      }
      its.ifPresent(Connection::gone);
    }

    void connect(Connection made) {
      boolean late;
      synchronized (this) {
        connection = Optional.of(made);
        late = gone;
      }
      if (late) {
        made.gone();
      }
    }
  }
}
