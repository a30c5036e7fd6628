package dev.glasshouse.http.server;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.h1.Http1ServerConnection;
import dev.glasshouse.http.wire.ServerSession;
import dev.glasshouse.http.wire.Serving;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server's end of HTTP/1.0 and 1.1: takes connections, reads requests strictly, lets a {@link
 * Handler} answer them one after the other on a virtual thread per connection, and writes the
 * responses. Bodies stream both ways, with back-pressure.
 */
public final class HttpServer implements AutoCloseable {
  private final Serving serving;
  private final Set<ServerSession> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final Optional<SslContext> tls;
  private volatile Optional<Channel> listening = Optional.empty();

  private HttpServer(Serving serving, Optional<SslContext> tls) {
    this.serving = serving;
    this.tls = tls;
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
    var server = new HttpServer(new Serving(handler, limits, trail, InstantSource.system()), tls);
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
      throw new IOException(
          "cannot listen on " + address + ": " + Texts.of(bound.cause()), bound.cause());
    }
    server.listening = Optional.of(bound.channel());
    return server;
  }

  private void accept(Channel channel) {
    if (connections.size() >= serving.limits().pool().accepted()) {
      channel.close();
      return;
    }
    Optional<SslHandler> secure = tls.map(context -> context.newHandler(channel.alloc()));
    secure.ifPresent(handlerOfTls -> {
      handlerOfTls.setHandshakeTimeoutMillis(serving.limits().times().head().toMillis());
      channel.pipeline().addLast(handlerOfTls);
    });
    var connection =
        new Http1ServerConnection(serving, channel, numbers.incrementAndGet(), secure.isPresent());
    connections.add(connection);
    channel.closeFuture().addListener(_ -> connections.remove(connection));
    connection.start();
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

  /** Stops listening, and closes every connection. */
  @Override
  public void close() {
    listening.ifPresent(channel -> channel.close().awaitUninterruptibly());
    connections.forEach(ServerSession::close);
  }
}
