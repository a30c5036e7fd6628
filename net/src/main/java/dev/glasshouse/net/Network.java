package dev.glasshouse.net;

import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Because;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The plug into a network: event loops, what makes channels, and what is known of the way out. The
 * operating system is one ({@link OsNetwork}); a private one in this process may be another.
 * Everything that talks takes a network.
 */
public interface Network extends AutoCloseable {

  /** Its name, for example {@code epoll}. */
  String name();

  /** Why it works this way and not another. */
  Because because();

  /** The threads that move bytes. Nothing may block on them. */
  EventLoopGroup eventLoops();

  /** Makes TCP sockets that dial. */
  ChannelFactory<? extends Channel> sockets();

  /** Makes TCP sockets that listen. */
  ChannelFactory<? extends ServerChannel> serverSockets();

  /** Makes UDP sockets. */
  ChannelFactory<? extends Channel> datagramSockets();

  /** Our own addresses, as they are now. */
  List<NetworkAddress> localAddresses();

  /**
   * The address that we would send from to this one; nothing is sent to find out. Empty when there
   * is no way to it.
   */
  Optional<InetAddress> sourceFor(InetAddress destination);

  /** The way out of this machine to an address; empty when there is none, or it is not known. */
  Optional<Route> route(InetAddress destination);

  /** What carries questions to name servers on this network. */
  default Transport nameTransport() {
    return new NettyTransport(eventLoops(), datagramSockets(), sockets());
  }

  /**
   * What the kernel knows of a channel's TCP connection; empty where it does not tell. On the
   * channel's event loop only.
   */
  Optional<TcpInfo> tcpInfo(Channel channel);

  /** The connections of this network that live. */
  Connections connections();

  /** What the buffers of connections that dial are made by. */
  ByteBufAllocator buffers();

  /** What long downloads are read into. */
  ReadBuffers readBuffers();

  /** Closes its connections and ends its threads. */
  @Override
  void close();
}
