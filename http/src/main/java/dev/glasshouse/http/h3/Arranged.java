package dev.glasshouse.http.h3;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.List;

/** How the handlers of a request stream stand. */
final class Arranged {
  private Arranged() {}

  /**
   * Puts our handlers on a stream that the codec has put its own on: what goes out is gathered next
   * to the wire; what comes in is taken before the codec's last check, which refuses a
   * Content-Length in a 304, where it may be.
   *
   * @param initializer the handler that calls this, which goes when it is done
   */
  static void on(
      QuicStreamChannel stream, ChannelHandler initializer, StreamOut out, Incoming incoming) {
    stream.config().setAutoRead(false);
    ChannelPipeline pipeline = stream.pipeline();
    List<String> names = pipeline.names();
    // In a client the initializer stands before the codec's handlers, in a server behind them.
    int at = names.indexOf(pipeline.context(initializer).name());
    int last = at > 0 ? at - 1 : names.size() - 2;
    pipeline.addBefore(names.get(last), null, incoming);
    pipeline.addFirst(out);
  }
}
