package dev.glasshouse.net.quic;

import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Limits;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.net.TlsServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.handler.codec.quic.QLogConfiguration;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicCodecDispatcher;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server's end of QUIC: takes connections on one UDP port. Where the system allows it, each
 * event loop has a socket of its own on that port (SO_REUSEPORT); the connection ids that the
 * server gives out name the loop, so that packets which the kernel brings to another find their
 * way.
 *
 * <p>A client that has not shown its address gets at most three times the bytes that it sent (RFC
 * 9000 8.1); once many handshakes are under way, or always where that is asked for, it gets nothing
 * but a question first (Retry).
 */
public final class QuicServer implements AutoCloseable {
  private static final int KEY = 32;

  /** Certificates that are kept ready for handshakes: 1,000, of some ten kilobytes each. */
  private static final int CONTEXTS = 1_000;

  /** The server will not take the connection (RFC 9000 20.1). */
  private static final int CONNECTION_REFUSED = 2;

  /** What takes up connections. */
  public interface Acceptor {
    /** A connection is there, its handshake still to come; on its event loop. */
    void accept(ServedConnection connection);
  }

  private final QuicOptions options;
  private final Limits limits;
  private final QuicSslContext tls;
  private final Acceptor acceptor;
  private final Trail trail;
  private final int most;
  private final byte[] tokenKey = new byte[KEY];
  private final StrikeRegister early;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger shaking = new AtomicInteger();
  private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<Channel> sockets = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean stopping;

  private QuicServer(
      QuicOptions options,
      Limits limits,
      QuicSslContext tls,
      int most,
      Acceptor acceptor,
      Trail trail) {
    this.options = options;
    this.limits = limits;
    this.tls = tls;
    this.most = most;
    this.acceptor = acceptor;
    this.trail = trail;
    this.early = new StrikeRegister(limits.quic().early(), limits.quic().earlyKnown());
    new SecureRandom().nextBytes(tokenKey);
  }

  /**
   * A server.
   *
   * @param address where it listens; port 0 for any that is free
   * @param certificate whose certificate and key it shows
   * @param alpn the protocols that it speaks, the best first
   * @param most how many connections it takes at once
   * @param trail where it tells of paths, early data and ends
   * @throws IOException when it cannot listen there, or QUIC is not available on this machine
   */
  public static QuicServer listen(
      Network network,
      InetSocketAddress address,
      TlsServer certificate,
      List<String> alpn,
      QuicOptions options,
      Limits limits,
      int most,
      Acceptor acceptor,
      Trail trail)
      throws IOException {
    if (!Quic.isAvailable()) {
      throw new IOException("QUIC is not available: " + Quic.unavailabilityCause());
    }
    QuicSslContext tls = context(certificate, alpn, options);
    var server = new QuicServer(options, limits, tls, most, acceptor, trail);
    try {
      server.bind(network, address);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /**
   * One certificate for all; or one for each name, which the binding asks for by the name (RFC 6066
   * 3). With the latter there is no early data: the binding has it for whole ports only.
   */
  private static QuicSslContext context(
      TlsServer certificate, List<String> alpn, QuicOptions options) {
    String[] protocols = alpn.toArray(String[]::new);
    if (certificate.isForAll()) {
      return QuicSslContextBuilder.forServer(certificate.keys(), null)
          .applicationProtocols(protocols)
          .earlyData(options.earlyData() == QuicOptions.EarlyData.ON)
          .build();
    }
    var made = new LinkedHashMap<String, QuicSslContext>();
    return QuicSslContextBuilder.buildForServerWithSni(name -> {
      ServerCertificate its =
          certificate
              .shown(name == null ? "" : name)
              .orElseThrow(() -> new IllegalStateException("no certificate for " + name));
      synchronized (made) {
        if (made.size() > CONTEXTS) {
          made.remove(made.keySet().iterator().next());
        }
        return made.computeIfAbsent(
            its.fingerprint(),
            _ ->
                QuicSslContextBuilder.forServer(
                        its.key(), null, its.chain().toArray(X509Certificate[]::new))
                    .applicationProtocols(protocols)
                    .build());
      }
    });
  }

  private void bind(Network network, InetSocketAddress address) throws IOException {
    var dispatcher = new Dispatcher();
    InetSocketAddress at = address;
    for (EventExecutor loop : network.eventLoops()) {
      Bootstrap bootstrap =
          new Bootstrap()
              .group((EventLoop) loop)
              .channelFactory(() -> socket(network))
              .handler(dispatcher);
      ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException(
            "cannot listen on " + at + " (UDP): " + bound.cause().getMessage(), bound.cause());
      }
      sockets.add(bound.channel());
      at = address();
      if (!(bound.channel() instanceof UnixChannel)) {
        return;
      }
    }
  }

  private static Channel socket(Network network) {
    Channel socket = network.datagramSockets().newChannel();
    if (socket instanceof UnixChannel) {
      socket.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
    }
    return socket;
  }

  /** Finds the loop of a packet, and gives each socket its codec. */
  private final class Dispatcher extends QuicCodecDispatcher {
    @Override
    protected void initChannel(Channel socket, int idLength, QuicConnectionIdGenerator ids) {
      socket.pipeline().addLast(codec(idLength, ids), new Quiet());
    }
  }

  /** Errors of a UDP socket are about one client's packets, and end nothing. */
  private static final class Quiet extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // Told nowhere: anybody can cause them.
    }
  }

  private ChannelHandler codec(int idLength, QuicConnectionIdGenerator ids) {
    Limits.Quic quic = limits.quic();
    var tokens = new AddressTokens(tokenKey, this::mustProve, System::nanoTime, trail);
    var builder =
        new QuicServerCodecBuilder()
            .sslEngineProvider(made -> tls.newEngine(made.alloc()))
            .localConnectionIdLength(idLength)
            .connectionIdAddressGenerator(ids)
            .tokenHandler(tokens)
            .congestionControlAlgorithm(options.congestion().netty())
            .maxIdleTimeout(quic.idle().toMillis(), TimeUnit.MILLISECONDS)
            .initialMaxData(quic.window())
            .initialMaxStreamDataBidirectionalLocal(quic.streamWindow())
            .initialMaxStreamDataBidirectionalRemote(quic.streamWindow())
            .initialMaxStreamDataUnidirectional(quic.controlWindow())
            .initialMaxStreamsBidirectional(quic.streams())
            .initialMaxStreamsUnidirectional(quic.controlStreams())
            .activeMigration(true)
            .activeConnectionIdLimit(4)
            .discoverPmtu(true)
            .handler(
                new ChannelInitializer<QuicChannel>() {
                  @Override
                  protected void initChannel(QuicChannel made) {
                    take(made, tokens.lastId());
                  }
                })
            .streamHandler(Nobody.INSTANCE);
    options
        .qlog()
        .ifPresent(folder ->
            builder.option(
                QuicChannelOption.QLOG,
                new QLogConfiguration(folder.toString(), "Glasshouse", "server")));
    return builder.build();
  }

  private boolean mustProve() {
    return options.proof() == QuicOptions.AddressProof.ALWAYS
        || shaking.get() >= limits.quic().handshakes();
  }

  private void take(QuicChannel made, String id) {
    if (stopping || connections.size() >= most) {
      // Not at once: before its first packet is read, nothing would be said to the client.
      made.eventLoop().execute(() -> made.close(false, CONNECTION_REFUSED, Unpooled.EMPTY_BUFFER));
      return;
    }
    var connection =
        new ServedConnection(
            made, numbers.incrementAndGet(), () -> early.strike(id, System.nanoTime()), trail);
    connections.add(connection);
    shaking.incrementAndGet();
    var shaken = new AtomicBoolean();
    Runnable done =
        () -> {
          if (shaken.compareAndSet(false, true)) {
            shaking.decrementAndGet();
          }
        };
    connection.whenEstablished(done);
    connection.whenClosed(() -> {
      done.run();
      connections.remove(connection);
      if (stopping && connections.isEmpty()) {
        made.eventLoop().execute(this::closeSockets);
      }
    });
    made.pipeline().addLast(connection.wire());
    made.eventLoop()
        .schedule(
            () -> {
              if (!connection.isEstablished()) {
                made.close();
              }
            },
            limits.handshake().toMillis(),
            TimeUnit.MILLISECONDS);
    acceptor.accept(connection);
    // The channel is read by itself only once the handshake is done; early data comes before.
    made.eventLoop().execute(made::read);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) sockets.getFirst().localAddress();
  }

  /** Its connections that live. */
  public Set<ServedConnection> connections() {
    return Set.copyOf(connections);
  }

  /** How many sockets listen on its port, each on an event loop of its own. */
  public int sockets() {
    return sockets.size();
  }

  /**
   * Takes no new connections, and stops listening when those that stand have gone, or that time has
   * passed. Who wants them to end in order closes them before. Does not wait.
   */
  public void close(Duration patience) {
    stopping = true;
    if (sockets.isEmpty()) {
      close();
      return;
    }
    EventLoop loop = sockets.getFirst().eventLoop();
    loop.execute(() -> {
      if (connections.isEmpty()) {
        closeSockets();
      } else {
        loop.schedule(this::closeSockets, patience.toNanos(), TimeUnit.NANOSECONDS);
      }
    });
  }

  private void closeSockets() {
    if (closed.compareAndSet(false, true)) {
      sockets.forEach(Channel::close);
      ReferenceCountUtil.release(tls);
    }
  }

  /** Stops listening; connections that stand break off. */
  @Override
  public void close() {
    stopping = true;
    closeSockets();
    sockets.forEach(socket -> socket.closeFuture().awaitUninterruptibly());
  }
}
