package dev.glasshouse.lab;

import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Because;
import dev.glasshouse.net.Connections;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.NetworkAddress;
import dev.glasshouse.net.ReadBuffers;
import dev.glasshouse.net.Route;
import dev.glasshouse.net.TcpInfo;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A network in which some addresses are played by others: a connection to one of them goes to where
 * its server really listens, when it does. Closing it closes nothing beneath.
 */
final class LabNetwork implements Network {
  private final Network beneath;
  private final Map<InetSocketAddress, InetSocketAddress> played;
  private final SecureDoors secure;
  private final Overheard overheard;
  private final Optional<InetAddress> client;

  /**
   * A network on top of another.
   *
   * @param played where the servers of addresses really listen; may change while it is in use
   * @param secure servers that begin to listen when somebody comes to them
   * @param overheard is told of questions to name servers that are played
   * @param client the address those are asked from, where not the system's choice
   */
  LabNetwork(
      Network beneath,
      Map<InetSocketAddress, InetSocketAddress> played,
      SecureDoors secure,
      Overheard overheard,
      Optional<InetAddress> client) {
    this.client = client;
    this.beneath = beneath;
    this.played = played;
    this.secure = secure;
    this.overheard = overheard;
  }

  Network beneath() {
    return beneath;
  }

  @Override
  public String name() {
    return beneath.name();
  }

  @Override
  public Because because() {
    return beneath.because();
  }

  @Override
  public EventLoopGroup eventLoops() {
    return beneath.eventLoops();
  }

  @Override
  public ChannelFactory<? extends Channel> sockets() {
    ChannelFactory<? extends Channel> theirs = beneath.sockets();
    return () -> {
      Channel channel = theirs.newChannel();
      channel.pipeline().addFirst(new Leads());
      return channel;
    };
  }

  private final class Leads extends ChannelOutboundHandlerAdapter {
    @Override
    public void connect(
        ChannelHandlerContext context,
        SocketAddress remote,
        SocketAddress local,
        ChannelPromise promise)
        throws Exception {
      if (remote instanceof InetSocketAddress asked) {
        Optional<CompletableFuture<InetSocketAddress>> door = secure.tcp(asked);
        if (door.isPresent()) {
          LabNetwork.connect(
              context, door.get(), real -> go(context, real, local, promise), promise);
          return;
        }
        go(context, played.getOrDefault(asked, asked), local, promise);
        return;
      }
      go(context, remote, local, promise);
    }

    private void go(
        ChannelHandlerContext context,
        SocketAddress real,
        SocketAddress local,
        ChannelPromise promise) {
      context.pipeline().remove(this);
      context.connect(real, local, promise);
    }
  }

  /** Connects when it is known where to; on the event loop, which does not wait for that. */
  static void connect(
      ChannelHandlerContext context,
      CompletableFuture<InetSocketAddress> door,
      Consumer<InetSocketAddress> then,
      ChannelPromise promise) {
    var _ =
        door.whenComplete((real, problem) ->
            context
                .executor()
                .execute(() -> {
                  if (problem == null) {
                    then.accept(real);
                  } else {
                    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
                    promise.tryFailure(
                        new IOException("nobody can listen there: " + cause.getMessage(), cause));
                  }
                }));
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverSockets() {
    return beneath.serverSockets();
  }

  @Override
  public ChannelFactory<? extends Channel> datagramSockets() {
    ChannelFactory<? extends Channel> theirs = beneath.datagramSockets();
    return () -> {
      Channel channel = theirs.newChannel();
      channel.pipeline().addFirst(new LedDatagrams(secure::udp));
      return channel;
    };
  }

  @Override
  public List<NetworkAddress> localAddresses() {
    return beneath.localAddresses();
  }

  @Override
  public Optional<InetAddress> sourceFor(InetAddress destination) {
    return beneath.sourceFor(destination);
  }

  @Override
  public Optional<Route> route(InetAddress destination) {
    return beneath.route(destination);
  }

  @Override
  public Transport nameTransport() {
    Transport outside = beneath.nameTransport();
    return new LabTransport(client.map(this::from).orElse(outside), outside, played, overheard);
  }

  private Transport from(InetAddress address) {
    return new NettyTransport(beneath.eventLoops(), beneath.datagramSockets(), beneath.sockets())
        .from(address);
  }

  @Override
  public Optional<TcpInfo> tcpInfo(Channel channel) {
    return beneath.tcpInfo(channel);
  }

  @Override
  public ByteBufAllocator buffers() {
    return beneath.buffers();
  }

  @Override
  public ReadBuffers readBuffers() {
    return beneath.readBuffers();
  }

  @Override
  public Connections connections() {
    return beneath.connections();
  }

  @Override
  public void close() {}
}
