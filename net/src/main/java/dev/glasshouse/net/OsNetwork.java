package dev.glasshouse.net;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionReason;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.channel.uring.IoUringTcpInfo;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The operating system's network. */
public final class OsNetwork implements Network {

  /** The ways in which an operating system moves bytes for us. */
  public enum Kind {
    /** Linux epoll: readiness is told, and TCP_INFO with it. */
    EPOLL,
    /** Linux io_uring: work is queued, and its completion told. */
    IO_URING,
    /** What Java brings everywhere; knows no TCP_INFO. */
    NIO
  }

  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";
  private static final String NETTY_LEAKS = "io.netty.leakDetection.level";
  private static final String NETTY_MACHINE = "io.netty.machineId";
  private static final String NETTY_PROCESS = "io.netty.processId";

  /** What one page of pooled memory has, in bytes. */
  private static final int PAGE = 8192;

  /** Pooled memory is taken from the system in pieces of 2 to the power of this many pages. */
  private static final int PIECE = 5;

  /** How many small buffers of a size an event loop keeps at hand for itself. */
  private static final int SMALL = 64;

  /** The same of larger ones. */
  private static final int LARGE = 8;

  private static final Path PROC = Path.of("/proc/net");

  static {
    // Netty has events of its own for Java's flight recorder. To have them ready, whether they are
    // recorded or not, costs a process a fifth of a second: they are for who asks for them.
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    // Netty watches one buffer of 128 for whether it is ever let go, in a wrapping of its own. That
    // makes two kinds of buffers of one, and every reading of bytes is compiled for both: a fifth
    // more processor time a request. It is for tests, and for who asks for it.
    if (System.getProperty(NETTY_LEAKS) == null) {
      System.setProperty(NETTY_LEAKS, "disabled");
    }
    // Netty names each channel after the machine and the process, and looks through all network
    // interfaces and the process table for it, before the first. Nobody here reads those names.
    if (System.getProperty(NETTY_MACHINE) == null && System.getProperty(NETTY_PROCESS) == null) {
      System.setProperty(NETTY_MACHINE, "02:00:00:00:00:00");
      System.setProperty(NETTY_PROCESS, "1");
    }
  }

  private final Kind kind;
  private final Because because;
  private final EventLoopGroup loops;
  private final ChannelFactory<? extends Channel> sockets;
  private final ChannelFactory<? extends ServerChannel> servers;
  private final ChannelFactory<? extends Channel> datagrams;
  private final Connections connections = new Connections();
  private final ByteBufAllocator buffers;
  private final ReadBuffers readBuffers =
      new ReadBuffers(Limits.DEFAULT.longBuffers(), Limits.DEFAULT.longBuffer());

  private OsNetwork(
      Kind kind,
      Because because,
      int threads,
      IoHandlerFactory handlers,
      ChannelFactory<? extends Channel> sockets,
      ChannelFactory<? extends ServerChannel> servers,
      ChannelFactory<? extends Channel> datagrams) {
    this.kind = kind;
    this.because = because;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("glass-io", true), handlers);
    this.buffers = new PooledByteBufAllocator(true, 0, threads, PAGE, PIECE, SMALL, LARGE, false);
    this.sockets = sockets;
    this.servers = servers;
    this.datagrams = datagrams;
  }

  /** The best way that this machine has, with as many threads as a client needs. */
  public static OsNetwork open() {
    return open(Math.min(2, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * The best way that this machine has: epoll, else io_uring, else NIO. Epoll comes first because
   * all that a page needs is a few connections: there io_uring has nothing to win, and each of its
   * rings is locked memory that containers often forbid.
   *
   * @param threads how many event loops
   */
  public static OsNetwork open(int threads) {
    if (Epoll.isAvailable()) {
      return epoll(threads, Because.of(ConnectionReason.TRANSPORT_EPOLL));
    }
    Because because =
        Because.of(ConnectionReason.TRANSPORT_IO_URING)
            .butNot("epoll", ConnectionReason.NOT_AVAILABLE, text(Epoll.unavailabilityCause()));
    if (IoUring.isAvailable()) {
      return ioUring(threads, because);
    }
    return nio(
        threads,
        Because.of(ConnectionReason.TRANSPORT_NIO)
            .butNot("epoll", ConnectionReason.NOT_AVAILABLE, text(Epoll.unavailabilityCause()))
            .butNot(
                "io_uring", ConnectionReason.NOT_AVAILABLE, text(IoUring.unavailabilityCause())));
  }

  /** One way in particular; empty where this machine does not have it. */
  public static Optional<OsNetwork> open(Kind kind, int threads) {
    Because asked = Because.of(ConnectionReason.TRANSPORT_ASKED_FOR);
    return switch (kind) {
      case EPOLL -> Epoll.isAvailable() ? Optional.of(epoll(threads, asked)) : Optional.empty();
      case IO_URING ->
          IoUring.isAvailable() ? Optional.of(ioUring(threads, asked)) : Optional.empty();
      case NIO -> Optional.of(nio(threads, asked));
    };
  }

  private static OsNetwork epoll(int threads, Because because) {
    return new OsNetwork(
        Kind.EPOLL,
        because,
        threads,
        EpollIoHandler.newFactory(),
        EpollSocketChannel::new,
        EpollServerSocketChannel::new,
        EpollDatagramChannel::new);
  }

  private static OsNetwork ioUring(int threads, Because because) {
    return new OsNetwork(
        Kind.IO_URING,
        because,
        threads,
        IoUringIoHandler.newFactory(),
        IoUringSocketChannel::new,
        IoUringServerSocketChannel::new,
        IoUringDatagramChannel::new);
  }

  private static OsNetwork nio(int threads, Because because) {
    return new OsNetwork(
        Kind.NIO,
        because,
        threads,
        NioIoHandler.newFactory(),
        NioSocketChannel::new,
        NioServerSocketChannel::new,
        NioDatagramChannel::new);
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Which way it is. */
  public Kind kind() {
    return kind;
  }

  @Override
  public String name() {
    return switch (kind) {
      case EPOLL -> "epoll";
      case IO_URING -> "io_uring";
      case NIO -> "NIO";
    };
  }

  @Override
  public Because because() {
    return because;
  }

  @Override
  public EventLoopGroup eventLoops() {
    return loops;
  }

  @Override
  public ChannelFactory<? extends Channel> sockets() {
    return sockets;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverSockets() {
    return servers;
  }

  @Override
  public ChannelFactory<? extends Channel> datagramSockets() {
    return datagrams;
  }

  @Override
  public List<NetworkAddress> localAddresses() {
    var all = new ArrayList<NetworkAddress>();
    try {
      for (NetworkInterface its : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InterfaceAddress address : its.getInterfaceAddresses()) {
          all.add(
              new NetworkAddress(
                  its.getName(), address.getAddress(), address.getNetworkPrefixLength()));
        }
      }
    } catch (SocketException e) {
      // The kernel does not tell: none that we know of.
      return List.of();
    }
    return all;
  }

  @Override
  public Optional<InetAddress> sourceFor(InetAddress destination) {
    // Connecting a UDP socket sends nothing; the kernel only looks up the route.
    try (var socket = new DatagramSocket(null)) {
      socket.connect(new InetSocketAddress(destination, 9));
      InetAddress source = socket.getLocalAddress();
      return source == null || source.isAnyLocalAddress() ? Optional.empty() : Optional.of(source);
    } catch (SocketException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Route> route(InetAddress destination) {
    return sourceFor(destination)
        .flatMap(source ->
            Route.choose(
                destination,
                source,
                localAddresses(),
                RouteTable.parse(text(PROC.resolve("route")), text(PROC.resolve("ipv6_route"))),
                Neighbours.parse(text(PROC.resolve("arp")))));
  }

  /** A file of the kernel's; empty where there is none. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public Optional<TcpInfo> tcpInfo(Channel channel) {
    try {
      return switch (channel) {
        case EpollSocketChannel epoll -> Optional.of(facts(epoll.tcpInfo()));
        case IoUringSocketChannel ring -> Optional.of(facts(ring.tcpInfo()));
        default -> Optional.empty();
      };
    } catch (RuntimeException e) {
      // The socket is gone already.
      return Optional.empty();
    }
  }

  private static TcpInfo facts(EpollTcpInfo info) {
    return new TcpInfo(
        TcpInfo.state(info.state()),
        TcpInfo.micros(info.rtt()),
        TcpInfo.micros(info.rttvar()),
        info.totalRetrans(),
        info.sndCwnd(),
        info.sndSsthresh(),
        TcpInfo.micros(info.rto()),
        info.sndMss(),
        info.pmtu(),
        info.unacked(),
        info.lost());
  }

  private static TcpInfo facts(IoUringTcpInfo info) {
    return new TcpInfo(
        TcpInfo.state(info.state()),
        TcpInfo.micros(info.rtt()),
        TcpInfo.micros(info.rttvar()),
        info.totalRetrans(),
        info.sndCwnd(),
        info.sndSsthresh(),
        TcpInfo.micros(info.rto()),
        info.sndMss(),
        info.pmtu(),
        info.unacked(),
        info.lost());
  }

  @Override
  public Connections connections() {
    return connections;
  }

  /**
   * By a pool for each event loop, which grows by 256 KiB. What a few dozen connections hold at a
   * time fits into that; Netty's usual pools take from 128 KiB on for each size of buffers, and
   * large ones from the system one by one.
   */
  @Override
  public ByteBufAllocator buffers() {
    return buffers;
  }

  @Override
  public ReadBuffers readBuffers() {
    return readBuffers;
  }

  @Override
  public void close() {
    connections.live().forEach(Live::close);
    end().awaitUninterruptibly(3, TimeUnit.SECONDS);
    readBuffers.close();
  }

  /**
   * Ends the event loops, and with them what is still open on them. A loop that is told to end
   * between two of its turns would leave without closing its sockets; one that has had something to
   * do while it ended (a hook, and a time of silence after it) takes a turn more, and closes them.
   */
  private Future<?> end() {
    for (EventExecutor loop : loops) {
      if (loop instanceof SingleThreadEventExecutor its && !its.isShuttingDown()) {
        its.addShutdownHook(() -> {});
      }
    }
    return loops.shutdownGracefully(1, TimeUnit.SECONDS.toNanos(2), TimeUnit.NANOSECONDS);
  }
}
