package dev.glasshouse.http.server;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.h1.Http1ServerConnection;
import dev.glasshouse.http.h2.Http2ServerConnection;
import dev.glasshouse.http.h3.Http3ServerConnection;
import dev.glasshouse.http.spdy.SpdyServerConnection;
import dev.glasshouse.http.wire.Ending;
import dev.glasshouse.http.wire.Handovers;
import dev.glasshouse.http.wire.PeerAddress;
import dev.glasshouse.http.wire.ResponseFields;
import dev.glasshouse.http.wire.ServerSession;
import dev.glasshouse.http.wire.Serving;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.ListenException;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.QuicServer;
import dev.glasshouse.net.quic.ServedConnection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;

/**
 * The server's end of HTTP/1.0, 1.1 and 2: takes connections, reads requests strictly, lets a
 * {@link Handler} answer them on virtual threads (in HTTP/1 one after the other, in HTTP/2 side by
 * side), and writes the responses. Bodies stream both ways, with back-pressure. HTTP/3 can be
 * spoken beside, over QUIC ({@link #alsoQuic}).
 *
 * <p>HTTP/2 is spoken where ALPN chose it, and without TLS to clients that begin with it.
 */
public final class HttpServer implements AutoCloseable {
  /** How long clients may go by an Alt-Svc: a day, as RFC 7838 3.1 has it by default. */
  private static final Duration ALTERNATIVE_HOLDS = Duration.ofDays(1);

  /** How often it is looked whether connections have gone. */
  private static final Duration LOOK = Duration.ofMillis(20);

  /** How long it is waited until what was broken off has been told. */
  private static final Duration TELLING = Duration.ofSeconds(1);

  private volatile Serving serving;
  private volatile Doorway doorway;
  private volatile boolean draining;
  private final Map<InetAddress, Integer> addresses = new ConcurrentHashMap<>();
  private final Map<Channel, Optional<ServerSession>> connections = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Optional<Function<ByteBufAllocator, SslHandler>> tls;
  private final Optional<TlsServer> certificates;
  private volatile Optional<Channel> listening = Optional.empty();
  private volatile Optional<QuicServer> quic = Optional.empty();

  private HttpServer(
      Serving serving,
      Doorway doorway,
      Optional<Function<ByteBufAllocator, SslHandler>> tls,
      Optional<TlsServer> certificates) {
    this.serving = serving;
    this.doorway = doorway;
    this.tls = tls;
    this.certificates = certificates;
  }

  /**
   * A server of plain HTTP with the usual limits.
   *
   * @param address where it listens; port 0 for any that is free
   * @throws IOException when it cannot listen there
   */
  public static HttpServer listen(
      Network network, InetSocketAddress address, Handler handler, Trail trail) throws IOException {
    return listen(network, address, Optional.empty(), handler, Limits.SERVER, trail);
  }

  /**
   * A server.
   *
   * @param address where it listens; port 0 for any that is free
   * @param tls its TLS, where it speaks TLS
   * @param trail where it tells of each request that it served
   * @throws IOException when it cannot listen there
   */
  public static HttpServer listen(
      Network network,
      InetSocketAddress address,
      Optional<SslContext> tls,
      Handler handler,
      Limits limits,
      Trail trail)
      throws IOException {
    return bind(
        network,
        address,
        tls.map(context -> context::newHandler),
        Optional.empty(),
        Doorway.OPEN,
        new Serving(
            handler,
            limits,
            trail,
            Stories.into(trail),
            new ResponseFields(InstantSource.system()),
            new Handovers(),
            new Ending()));
  }

  /**
   * A server of TLS, which speaks HTTP/2 where its ALPN has {@code h2}.
   *
   * @param address where it listens; port 0 for any that is free
   * @param trail where it tells of each request that it served
   * @throws IOException when it cannot listen there
   */
  public static HttpServer listen(
      Network network,
      InetSocketAddress address,
      TlsServer tls,
      Handler handler,
      Limits limits,
      Trail trail)
      throws IOException {
    return listen(network, address, Optional.of(tls), handler, limits, trail, Stories.into(trail));
  }

  /**
   * A server whose requests have stories of their own.
   *
   * @param address where it listens; port 0 for any that is free
   * @param tls its TLS, where it speaks TLS
   * @param trail where it tells of its connections
   * @param stories where the story of each request goes
   * @throws IOException when it cannot listen there
   */
  public static HttpServer listen(
      Network network,
      InetSocketAddress address,
      Optional<TlsServer> tls,
      Handler handler,
      Limits limits,
      Trail trail,
      Stories stories)
      throws IOException {
    return listen(network, address, tls, Doorway.OPEN, handler, limits, trail, stories);
  }

  /**
   * A server with a doorway.
   *
   * @param address where it listens; port 0 for any that is free
   * @param tls its TLS, where it speaks TLS
   * @param doorway what stands before its connections
   * @param trail where it tells of its connections
   * @param stories where the story of each request goes
   * @throws IOException when it cannot listen there
   */
  public static HttpServer listen(
      Network network,
      InetSocketAddress address,
      Optional<TlsServer> tls,
      Doorway doorway,
      Handler handler,
      Limits limits,
      Trail trail,
      Stories stories)
      throws IOException {
    return bind(
        network,
        address,
        tls.map(its -> its::handler),
        tls,
        doorway,
        new Serving(
            handler,
            limits,
            trail,
            stories,
            new ResponseFields(InstantSource.system()),
            new Handovers(),
            new Ending()));
  }

  private static HttpServer bind(
      Network network,
      InetSocketAddress address,
      Optional<Function<ByteBufAllocator, SslHandler>> tls,
      Optional<TlsServer> certificates,
      Doorway doorway,
      Serving serving)
      throws IOException {
    var server = new HttpServer(serving, doorway, tls, certificates);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(network.eventLoops())
            .channelFactory(network.serverSockets())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    server.accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new ListenException(address, bound.cause());
    }
    server.listening = Optional.of(bound.channel());
    return server;
  }

  /**
   * Speaks HTTP/3 as well, on the UDP port of the same number.
   *
   * @param certificate whose certificate and key it shows there
   * @return this server
   * @throws IOException when it cannot listen there, or QUIC is not available on this machine
   */
  public HttpServer alsoQuic(Network network, TlsServer certificate, QuicOptions options)
      throws IOException {
    return alsoQuic(network, certificate, options, dev.glasshouse.net.Limits.DEFAULT);
  }

  /**
   * Speaks HTTP/3 as well, on the UDP port of the same number; its responses say so (RFC 7838),
   * unless the options have that off.
   *
   * @param certificate whose certificate and key it shows there
   * @param limits of its QUIC connections
   * @return this server
   * @throws IOException when it cannot listen there, or QUIC is not available on this machine
   */
  public HttpServer alsoQuic(
      Network network, TlsServer certificate, QuicOptions options, dev.glasshouse.net.Limits limits)
      throws IOException {
    quic =
        Optional.of(
            QuicServer.listen(
                network,
                address(),
                certificate,
                List.of("h3"),
                options,
                limits,
                serving.limits().pool().accepted(),
                connection -> accept(connection, certificate),
                serving.trail()));
    if (options.advertising() == QuicOptions.Advertising.ON) {
      serving
          .fields()
          .advertise("h3=\":" + address().getPort() + "\"; ma=" + ALTERNATIVE_HOLDS.toSeconds());
    }
    return this;
  }

  private void accept(ServedConnection connection, TlsServer certificate) {
    Serving its =
        serving(
            Optional.of(certificate),
            () -> Optional.ofNullable(connection.channel().sslEngine()).flatMap(HttpServer::shown));
    var session = new Http3ServerConnection(its, connection);
    connections.put(connection.channel(), Optional.of(session));
    connection.whenClosed(() -> connections.remove(connection.channel()));
    session.start();
  }

  /** What a connection needs; where there are several certificates, it keeps to its own. */
  private Serving serving(Optional<TlsServer> tls, Supplier<Optional<X509Certificate>> shown) {
    Serving now = serving;
    if (tls.isEmpty() || tls.get().isForAll()) {
      return now;
    }
    return new Serving(
        new CoveredHosts(now.handler(), tls.get(), shown),
        now.limits(),
        now.trail(),
        now.stories(),
        now.fields(),
        now.handovers(),
        now.ending());
  }

  /** The certificate that was shown; empty where a session was resumed, and none was. */
  private static Optional<X509Certificate> shown(SSLEngine engine) {
    Certificate[] chain = engine.getSession().getLocalCertificates();
    return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate its
        ? Optional.of(its)
        : Optional.empty();
  }

  /** The certificate of the name that was wanted; where a session is resumed, none is shown. */
  private static Optional<X509Certificate> shown(SslHandler handler, TlsServer tls) {
    String wanted =
        handler.engine().getSession() instanceof ExtendedSSLSession session
            ? session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("")
            : "";
    return tls.shown(wanted).map(certificate -> certificate.chain().getFirst());
  }

  /** Its end of QUIC; empty when it speaks none. */
  public Optional<QuicServer> quic() {
    return quic;
  }

  private void accept(Channel channel) {
    int most = serving.limits().pool().accepted();
    if (connections.size() >= most) {
      if (serving.trail().on()) {
        var full =
            new LimitException(HttpReason.LIMIT_ACCEPTED, "pool.accepted", most, "connections");
        serving.trail().mark(full.step("" + channel.remoteAddress()), full.because());
      }
      channel.close();
      return;
    }
    connections.put(channel, Optional.empty());
    channel.closeFuture().addListener(_ -> connections.remove(channel));
    if (channel.remoteAddress() instanceof InetSocketAddress from
        && doorway.believes(from.getAddress())) {
      ProxyHeader.await(
          channel, serving.limits().times().head(), serving.trail(), () -> begin(channel));
    } else {
      begin(channel);
    }
  }

  /** It is known who is there. */
  private void begin(Channel channel) {
    if (isCrowded(channel)) {
      channel.close();
      return;
    }
    Optional<SslHandler> secure = tls.map(make -> make.apply(channel.alloc()));
    secure.ifPresent(handlerOfTls -> {
      // What chooses the version is the one that waits for it.
      handlerOfTls.setHandshakeTimeoutMillis(0);
      channel.pipeline().addLast(handlerOfTls);
    });
    channel
        .pipeline()
        .addLast(
            new ProtocolChoice(
                secure,
                serving.limits().times(),
                doorway.http2(),
                serving.trail(),
                version -> serve(channel, version, secure.isPresent())));
  }

  /** Counts the connections of the client's address; whether there are more than may be. */
  private boolean isCrowded(Channel channel) {
    int most = doorway.perAddress();
    if (most == 0 || !(PeerAddress.of(channel) instanceof InetSocketAddress peer)) {
      return false;
    }
    InetAddress address = peer.getAddress();
    int now = addresses.merge(address, 1, Integer::sum);
    channel
        .closeFuture()
        .addListener(_ -> addresses.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1));
    if (now > most && serving.trail().on()) {
      var full =
          new LimitException(
              HttpReason.LIMIT_ACCEPTED, "connections-per-address", most, "connections");
      serving.trail().mark(full.step("" + peer), full.because());
    }
    return now > most;
  }

  private void serve(Channel channel, HttpVersion version, boolean secure) {
    long number = numbers.incrementAndGet();
    Optional<X509Certificate> shown =
        certificates
            .filter(its -> !its.isForAll())
            .flatMap(its ->
                Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                    .flatMap(handler -> shown(handler, its)));
    Serving its = serving(certificates, () -> shown);
    ServerSession session =
        switch (version) {
          case HTTP_2, HTTP_3 -> new Http2ServerConnection(its, channel, number, secure);
          case SPDY_3_1 -> new SpdyServerConnection(its, channel, number);
          case HTTP_1_0, HTTP_1_1 -> new Http1ServerConnection(its, channel, number, secure);
        };
    connections.replace(channel, Optional.of(session));
    session.start();
    if (draining) {
      session.drain();
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    SocketAddress address = listening.orElseThrow().localAddress();
    return (InetSocketAddress) address;
  }

  /** How many connections stand. */
  public int connections() {
    return connections.size();
  }

  /**
   * From now on, new connections have these limits and this doorway; those that stand keep theirs.
   */
  public void change(Limits limits, Doorway to) {
    Serving now = serving;
    serving =
        new Serving(
            now.handler(),
            limits,
            now.trail(),
            now.stories(),
            now.fields(),
            now.handovers(),
            now.ending());
    doorway = to;
  }

  /**
   * Stops listening, and lets every connection end when what is under way on it is answered; those
   * of HTTP/1 that stand unused wait {@link Limits.Linger#time} for a request that may be coming.
   * Handlers that asked for it are told ({@link dev.glasshouse.http.Aside#whenEnding}). Does not
   * wait; {@link #connections()} tells how many are left. HTTP/3 and 2 are closed {@link
   * Limits.Multiplex#drain} later all the same.
   */
  public void drain() {
    draining = true;
    listening.ifPresent(channel -> channel.close().awaitUninterruptibly());
    serving.ending().begin();
    connections.forEach((channel, session) ->
        session.ifPresentOrElse(ServerSession::drain, () -> closeUnless(channel)));
    quic.ifPresent(its -> its.close(serving.limits().multiplex().drain().plusSeconds(1)));
  }

  /** Closes a connection that has not said a word for as long as one may be on its way. */
  private void closeUnless(Channel channel) {
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (connections.getOrDefault(channel, Optional.empty()).isEmpty()) {
                    channel.close();
                  }
                },
                serving.limits().linger().time().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  /**
   * Drains servers, and waits until no connection is left.
   *
   * @param longest how long at most
   * @return how many connections were left then
   */
  public static int drain(Collection<HttpServer> servers, Duration longest)
      throws InterruptedException {
    servers.forEach(HttpServer::drain);
    await(() -> connections(servers) == 0, longest);
    return connections(servers);
  }

  private static int connections(Collection<HttpServer> servers) {
    return servers.stream().mapToInt(HttpServer::connections).sum();
  }

  /** Breaks off what servers do, and waits a moment until that has been told to its end. */
  public static void breakOff(Collection<HttpServer> servers) {
    servers.forEach(HttpServer::breakOff);
    try {
      await(() -> servers.stream().allMatch(its -> its.underWay() <= 0), TELLING);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier enough, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK);
    }
  }

  /**
   * Stops listening, and breaks off whatever is under way; those who wait for it are told that the
   * server has ended. Does not wait; {@link #underWay()} tells how many requests are not over.
   */
  public void breakOff() {
    serving.ending().breakOff();
    close();
    connections.keySet().forEach(Channel::close);
  }

  /** How many requests are under way, about. */
  public long underWay() {
    return serving.ending().underWay();
  }

  /**
   * Stops listening, and closes every connection: those of HTTP/2 when the exchanges under way are
   * done, or {@link Limits.Multiplex#drain} later.
   */
  @Override
  public void close() {
    listening.ifPresent(channel -> channel.close().awaitUninterruptibly());
    connections.forEach(
        (channel, session) -> session.ifPresentOrElse(ServerSession::close, channel::close));
    quic.ifPresent(its -> its.close(serving.limits().multiplex().drain().plusSeconds(1)));
  }
}
