package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.journey.Trail;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A running name server: sockets of UDP and TCP, and of whatever a channel handler makes of TCP.
 *
 * <p>Where the system can, each event loop has a UDP socket of its own on the same port
 * (SO_REUSEPORT), and reads and writes datagrams in batches.
 */
public final class NameServer implements AutoCloseable {
  private static final int TRIES = 50;

  private final ServeLimits limits;
  private final ServerCounts counts;
  private final List<Channel> datagrams = new ArrayList<>();
  private final List<Channel> acceptors = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final Connections connections;

  /**
   * Where a server listens.
   *
   * @param address port 0 for any that is free
   * @param carrier {@link Carrier#UDP} stands for UDP and TCP together
   * @param first makes what stands before everything else on each connection, for example TLS;
   *     empty for nothing
   */
  public record Place(
      InetSocketAddress address, Carrier carrier, Optional<Supplier<ChannelHandler>> first) {

    /** UDP and TCP. */
    public static Place plain(InetSocketAddress address) {
      return new Place(address, Carrier.UDP, Optional.empty());
    }

    /** TLS (RFC 7858). */
    public static Place tls(InetSocketAddress address, Supplier<ChannelHandler> handler) {
      return new Place(address, Carrier.TLS, Optional.of(handler));
    }
  }

  /**
   * What a server needs of its surroundings.
   *
   * @param loops the threads; they outlive the server
   * @param datagrams makes UDP sockets
   * @param acceptors makes TCP sockets that listen
   */
  public record Sockets(
      EventLoopGroup loops,
      ChannelFactory<? extends Channel> datagrams,
      ChannelFactory<? extends ServerChannel> acceptors) {}

  /**
   * How a server behaves.
   *
   * @param access who may ask
   * @param limits its limits
   * @param cookieSecret 16 bytes to make cookies with (RFC 7873); empty for no cookies
   * @param identity its own name for those who ask with NSID (RFC 5001); empty for none
   * @param trails where a question's story is told; the message may be a broken one
   */
  public record Settings(
      AccessList access,
      ServeLimits limits,
      Optional<byte[]> cookieSecret,
      byte[] identity,
      Function<MessageScan, Trail> trails) {
    /** Loopback only, nothing told. */
    public static final Settings DEFAULT =
        new Settings(
            AccessList.LOOPBACK,
            ServeLimits.DEFAULT,
            Optional.empty(),
            new byte[0],
            _ -> Trail.OFF);

    /** The same for other clients. */
    public Settings with(AccessList clients) {
      return new Settings(clients, limits, cookieSecret, identity, trails);
    }

    /** The same with other limits. */
    public Settings with(ServeLimits others) {
      return new Settings(access, others, cookieSecret, identity, trails);
    }

    /** The same with cookies. */
    public Settings withCookies(byte[] secret) {
      return new Settings(access, limits, Optional.of(secret.clone()), identity, trails);
    }

    /** The same with a name of its own. */
    public Settings withIdentity(String name) {
      return withIdentity(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes for a name. */
    public Settings withIdentity(byte[] name) {
      return new Settings(access, limits, cookieSecret, name, trails);
    }

    /** The same with stories, all told in one place. */
    public Settings withTrails(Supplier<Trail> where) {
      return withTrails(_ -> where.get());
    }

    /** The same with stories, told where each message belongs. */
    public Settings withTrails(Function<MessageScan, Trail> where) {
      return new Settings(access, limits, cookieSecret, identity, where);
    }
  }

  private NameServer(ServeLimits limits, ServerCounts counts) {
    this.limits = limits;
    this.counts = counts;
    this.connections = new Connections(limits, counts);
  }

  /**
   * Opens a server.
   *
   * @throws ServeException when one of the places cannot be had; nothing is left open then
   */
  public static NameServer open(
      List<Place> places, Sockets sockets, Settings settings, Answerer answerer)
      throws ServeException {
    return open(places, sockets, Served.of(settings, answerer, new ServerCounts()));
  }

  /** The same with what its sockets share made already. */
  static NameServer open(List<Place> places, Sockets sockets, Served served) throws ServeException {
    var server = new NameServer(served.limits(), served.counts());
    try {
      for (Place place : places) {
        server.listen(place, sockets, served);
      }
      return server;
    } catch (ServeException e) {
      server.close();
      throw e;
    }
  }

  private void listen(Place place, Sockets sockets, Served served) throws ServeException {
    if (place.carrier() != Carrier.UDP) {
      addresses.add(accept(place, place.address(), sockets, served));
      return;
    }
    // Both on one port; of a free one for TCP the same number may be taken for UDP.
    for (int tries = TRIES; ; tries--) {
      InetSocketAddress bound = accept(place, place.address(), sockets, served);
      try {
        receive(bound, sockets, served);
        addresses.add(bound);
        return;
      } catch (ServeException e) {
        acceptors.removeLast().close().syncUninterruptibly();
        if (place.address().getPort() != 0 || tries == 0) {
          throw e;
        }
      }
    }
  }

  private InetSocketAddress accept(
      Place place, InetSocketAddress address, Sockets sockets, Served served)
      throws ServeException {
    Carrier carrier = place.carrier() == Carrier.UDP ? Carrier.TCP : place.carrier();
    ChannelFuture binding =
        new ServerBootstrap()
            .group(sockets.loops())
            .channelFactory(sockets.acceptors())
            .option(ChannelOption.SO_BACKLOG, 512)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, carrier == Carrier.TCP)
            .childHandler(new StreamSetup(served, carrier, place.first(), connections))
            .bind(address)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw ServeException.bind(address, carrier.name(), binding.cause());
    }
    acceptors.add(binding.channel());
    return (InetSocketAddress) binding.channel().localAddress();
  }

  /** One socket for each loop where the system lets them share a port, else one. */
  private void receive(InetSocketAddress address, Sockets sockets, Served served)
      throws ServeException {
    Channel first = bind(address, sockets.loops().next(), sockets, served, false);
    int loops = 0;
    for (EventExecutor _ : sockets.loops()) {
      loops++;
    }
    if (loops == 1 || !(first instanceof EpollDatagramChannel)) {
      datagrams.add(first);
      return;
    }
    // That one has shown that nobody else has the port, which shared sockets would not tell.
    first.close().syncUninterruptibly();
    for (EventExecutor loop : sockets.loops()) {
      datagrams.add(bind(address, (EventLoop) loop, sockets, served, true));
    }
  }

  private Channel bind(
      InetSocketAddress address, EventLoop loop, Sockets sockets, Served served, boolean shared)
      throws ServeException {
    Channel channel = sockets.datagrams().newChannel();
    boolean batches = channel instanceof EpollDatagramChannel;
    if (channel instanceof EpollDatagramChannel epoll) {
      epoll.config().setOption(EpollChannelOption.SO_REUSEPORT, shared);
      epoll
          .config()
          .setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DatagramHandler.LARGEST);
    }
    int buffer = DatagramHandler.LARGEST * (batches ? limits.batch() : 1);
    ChannelFuture binding =
        new Bootstrap()
            .group(loop)
            .channelFactory(() -> channel)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 4 << 20))
            .option(ChannelOption.SO_RCVBUF, limits.backlog())
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(buffer))
            .handler(new DatagramHandler(served))
            .bind(address)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw ServeException.bind(address, "UDP", binding.cause());
    }
    return binding.channel();
  }

  /** Where it listens, in the order of the places, with the ports that were found. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** What it has counted. */
  public ServerCounts counts() {
    return counts;
  }

  /** Takes nothing new, lets what is in flight end for a while, and closes everything. */
  @Override
  public void close() {
    acceptors.forEach(channel -> channel.close().syncUninterruptibly());
    connections.end(limits.ending().toNanos(), TimeUnit.NANOSECONDS);
    datagrams.forEach(channel -> channel.close().syncUninterruptibly());
  }
}
