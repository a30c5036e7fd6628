package dev.glasshouse.net.quic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts what comes in on the UDP socket of a client's connection: QUIC itself tells of no packet
 * that carries acknowledgements alone. On the event loop only.
 */
final class Heard extends ChannelInboundHandlerAdapter {
  private long datagrams;

  /** How many datagrams have come. */
  long datagrams() {
    return datagrams;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    datagrams++;
    ctx.fireChannelRead(msg);
  }
}
