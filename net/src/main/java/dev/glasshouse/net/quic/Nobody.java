package dev.glasshouse.net.quic;

import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands at the end of streams that the peer has opened: who is on the connection has taken them up
 * already, and nothing more is to be done.
 */
final class Nobody extends ChannelInboundHandlerAdapter {
  static final Nobody INSTANCE = new Nobody();

  private Nobody() {}

  @Override
  public boolean isSharable() {
    return true;
  }
}
