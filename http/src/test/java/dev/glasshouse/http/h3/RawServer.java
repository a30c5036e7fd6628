package dev.glasshouse.http.h3;

import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Limits;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.QuicServer;
import dev.glasshouse.net.quic.ServedConnection;
import dev.glasshouse.url.Url;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** A server that writes bytes as they come from a test, right or wrong. */
final class RawServer implements AutoCloseable {
  private final OsNetwork network = OsNetwork.open(1);
  private final Authority authority = new Authority();
  private final TlsServer tls;
  private final QuicServer server;

  /**
   * A server.
   *
   * @param control what follows the SETTINGS on its control stream, once a request is there
   * @param answer what it writes on each request's stream before it ends it; nothing for none
   */
  RawServer(byte[] control, byte[] answer) throws Exception {
    tls = TlsServer.pem(authority.chain(), authority.key(), List.of("h3"));
    server =
        QuicServer.listen(
            network,
            new InetSocketAddress(Client.LOOPBACK, 0),
            tls,
            List.of("h3"),
            QuicOptions.DEFAULT,
            Limits.DEFAULT,
            100,
            connection -> serve(connection, control, answer),
            Trail.OFF);
  }

  private static void serve(ServedConnection connection, byte[] control, byte[] answer) {
    connection.start(
        Codes::name,
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (msg instanceof QuicStreamChannel stream) {
              boolean request = stream.type() == QuicStreamType.BIDIRECTIONAL;
              if (request && stream.streamId() == 0) {
                say((QuicChannel) ctx.channel(), control);
              }
              stream.pipeline().addLast(new Answering(request ? answer : new byte[0]));
            }
            ctx.fireChannelRead(msg);
          }
        });
  }

  private static void say(QuicChannel channel, byte[] control) {
    channel
        .createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
        .addListener((io.netty.util.concurrent.Future<QuicStreamChannel> made) -> {
          if (made.isSuccess()) {
            byte[] settings = RawClient.frame(RawClient.SETTINGS);
            made.getNow()
                .writeAndFlush(Unpooled.wrappedBuffer(RawClient.number(0), settings, control));
          }
        });
  }

  /** Reads all, and then says its piece. */
  private static final class Answering extends ChannelInboundHandlerAdapter {
    private final byte[] answer;

    Answering(byte[] answer) {
      this.answer = answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ReferenceCountUtil.release(msg);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ChannelInputShutdownReadComplete.INSTANCE && answer.length > 0) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(answer))
            .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
      }
    }
  }

  int port() {
    return server.address().getPort();
  }

  Url url(String path) {
    return Url.parse("https://" + Authority.NAME + ":" + port() + path);
  }

  TlsOptions trusting(Path folder) throws IOException {
    return new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.root(folder)));
  }

  @Override
  public void close() {
    server.close();
    network.close();
    tls.close();
  }
}
