package dev.glasshouse.dns.serve;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** What stands on each connection. */
final class StreamSetup extends ChannelInitializer<Channel> {
  private static final int LARGEST = 65535;

  private final Served served;
  private final Carrier carrier;
  private final Optional<Supplier<ChannelHandler>> first;
  private final Connections connections;

  StreamSetup(
      Served served,
      Carrier carrier,
      Optional<Supplier<ChannelHandler>> first,
      Connections connections) {
    this.served = served;
    this.carrier = carrier;
    this.first = first;
    this.connections = connections;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress client)
        || !connections.admit(channel, client.getAddress())) {
      channel.close();
      return;
    }
    first.ifPresent(maker -> channel.pipeline().addLast(maker.get()));
    channel.pipeline().addLast(frames()).addLast(new StreamHandler(served, carrier, client));
  }

  /** RFC 1035 section 4.2.2: two bytes of length first. */
  static ChannelHandler frames() {
    return new LengthFieldBasedFrameDecoder(LARGEST + 2, 0, 2, 0, 2);
  }
}
