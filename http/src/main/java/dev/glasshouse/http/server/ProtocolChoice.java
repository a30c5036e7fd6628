package dev.glasshouse.http.server;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds out which version a new connection speaks: what ALPN chose; without TLS, HTTP/2 when it
 * begins with that version's preface (prior knowledge, RFC 9113 3.3), else HTTP/1.
 */
final class ProtocolChoice extends ByteToMessageDecoder {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Optional<SslHandler> tls;
  private final Limits.Times times;
  private final boolean http2;
  private final Consumer<HttpVersion> chosen;
  private final Trail trail;
  private Optional<ScheduledFuture<?>> patience = Optional.empty();
  private boolean begun;
  private boolean spoken;

  /**
   * A choice.
   *
   * @param http2 whether a client may begin with HTTP/2 where there is no TLS
   * @param trail where it is told who did not say what they speak in time
   * @param chosen told once, on the event loop; puts its handlers at the pipeline's end
   */
  ProtocolChoice(
      Optional<SslHandler> tls,
      Limits.Times times,
      boolean http2,
      Trail trail,
      Consumer<HttpVersion> chosen) {
    this.tls = tls;
    this.times = times;
    this.http2 = http2;
    this.trail = trail;
    this.chosen = chosen;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      begin(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin(ctx);
    ctx.fireChannelActive();
  }

  private void begin(ChannelHandlerContext ctx) {
    if (!begun) {
      begun = true;
      if (tls.isPresent()) {
        closeIn(ctx, times.head(), () -> tell(ctx));
      } else {
        // Nothing was begun: a connection that stands unused.
        closeIn(ctx, times.keepAlive(), () -> {});
      }
      ctx.read();
    }
  }

  private void closeIn(ChannelHandlerContext ctx, Duration wait, Runnable told) {
    patience.ifPresent(task -> task.cancel(false));
    patience =
        Optional.of(
            ctx.executor()
                .schedule(
                    () -> {
                      told.run();
                      ctx.close();
                    },
                    wait.toMillis(),
                    TimeUnit.MILLISECONDS));
  }

  /** It took too long to begin. */
  private void tell(ChannelHandlerContext ctx) {
    if (trail.on()) {
      long most = times.head().toMillis();
      trail.mark(
          new JourneyStep.LimitReached(
              "times.head", most, "ms", "" + ctx.channel().remoteAddress()),
          Because.of(HttpReason.STALLED_HEAD, Texts.duration(times.head())));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess()) {
        String protocol = tls.map(SslHandler::applicationProtocol).orElse("");
        choose(
            ctx,
            switch (protocol == null ? "" : protocol) {
              case ApplicationProtocolNames.HTTP_2 -> HttpVersion.HTTP_2;
              case ApplicationProtocolNames.SPDY_3_1 -> HttpVersion.SPDY_3_1;
              default -> HttpVersion.HTTP_1_1;
            });
      } else {
        ctx.close();
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (tls.isPresent()) {
      return;
    }
    int n = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < n; i++) {
      if (!http2 || in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        choose(ctx, HttpVersion.HTTP_1_1);
        return;
      }
    }
    if (n == PREFACE.length) {
      choose(ctx, HttpVersion.HTTP_2);
    } else if (!spoken) {
      spoken = true;
      closeIn(ctx, times.head(), () -> tell(ctx));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    if (!ctx.isRemoved()) {
      ctx.read();
    }
  }

  private void choose(ChannelHandlerContext ctx, HttpVersion version) {
    patience.ifPresent(task -> task.cancel(false));
    chosen.accept(version);
    // What was read already goes on to them.
    ctx.pipeline().remove(this);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    patience.ifPresent(task -> task.cancel(false));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
