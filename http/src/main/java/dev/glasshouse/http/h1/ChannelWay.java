package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.wire.OpenTunnel;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/** Our direction of a tunnel that has a whole connection to itself. */
record ChannelWay(Channel channel, MessageWriter writer) implements OpenTunnel.Way {

  static ChannelWay of(Channel channel, Duration idle) {
    return new ChannelWay(channel, new MessageWriter(channel, idle, Limits.Pace.ANY));
  }

  @Override
  public void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
    writer.write(channel.alloc().directBuffer(length).writeBytes(bytes, 0, length), deadline);
  }

  @Override
  public void end() {
    channel
        .eventLoop()
        .execute(() -> {
          SslHandler tls = channel.pipeline().get(SslHandler.class);
          ChannelFuture said =
              tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
          said.addListener(_ -> {
            if (channel instanceof DuplexChannel duplex && channel.isActive()) {
              duplex.shutdownOutput();
            }
          });
        });
  }

  @Override
  public void abort() {
    channel.close();
  }
}
