package dev.glasshouse.http.server;

import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.PeerAddress;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the header of the PROXY protocol, version 1 or 2, that a balancer puts before
 * everything else on a connection. What is none, or comes too late, closes it.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  /** Bytes of the extensions of version 2: 4 KiB, several times what balancers send. */
  private static final int EXTENSIONS = 4096;

  private final Trail trail;
  private final Runnable come;
  private boolean done;

  private ProxyHeader(Trail trail, Runnable come) {
    this.trail = trail;
    this.come = come;
  }

  /**
   * Puts it on a connection.
   *
   * @param patience how long the header may take
   * @param trail where is told that something else came
   * @param come called on the event loop when it has come; puts what is next at the pipeline's end
   */
  static void await(Channel channel, Duration patience, Trail trail, Runnable come) {
    var header = new ProxyHeader(trail, come);
    channel.pipeline().addLast(new HAProxyMessageDecoder(EXTENSIONS), header);
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!header.done) {
                    channel.close();
                  }
                },
                patience.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      ctx.read();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.read();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (!(msg instanceof HAProxyMessage header)) {
      ctx.fireChannelRead(msg);
      return;
    }
    done = true;
    client(header).ifPresent(client -> PeerAddress.told(ctx.channel(), client));
    header.release();
    come.run();
    // The decoder goes by itself, and hands what came behind the header to what is next.
    ctx.pipeline().remove(this);
  }

  /** Who the client is; empty where the balancer speaks for itself, as for a look at our health. */
  private static Optional<InetSocketAddress> client(HAProxyMessage header) {
    boolean tcp =
        header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
            || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
    if (header.command() != HAProxyCommand.PROXY || !tcp || header.sourceAddress() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new InetSocketAddress(InetAddress.ofLiteral(header.sourceAddress()), header.sourcePort()));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    if (!done) {
      ctx.read();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean other = cause instanceof DecoderException && !done;
    if (other && trail.on() && ctx.channel().remoteAddress() instanceof InetSocketAddress peer) {
      done = true;
      trail.mark(
          new HttpStep.ProtocolViolated(0, PeerAddress.text(peer), Texts.of(cause)),
          Because.of(HttpReason.PROXY_HEADER));
    }
    ctx.close();
  }
}
