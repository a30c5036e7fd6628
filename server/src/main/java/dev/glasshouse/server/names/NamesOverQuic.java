package dev.glasshouse.server.names;

import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.quic.QuicServer;
import dev.glasshouse.net.quic.ServedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers questions of DNS that come by QUIC, each on a stream of its own, behind two bytes of
 * length.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9250">RFC 9250</a>
 */
public final class NamesOverQuic implements QuicServer.Acceptor {
  /** The protocol's name in TLS. */
  public static final String ALPN = "doq";

  // RFC 9250 section 8.4.
  private static final int INTERNAL_ERROR = 1;
  private static final int PROTOCOL_ERROR = 2;
  private static final int EXCESSIVE_LOAD = 4;

  private final QueryDoor door;
  private final Supplier<Trail> stories;

  /**
   * For {@link QuicServer#listen}, with {@link #ALPN}.
   *
   * @param door what answers; its carrier is QUIC
   * @param stories where the story of each question is told
   */
  public NamesOverQuic(QueryDoor door, Supplier<Trail> stories) {
    this.door = door;
    this.stories = stories;
  }

  @Override
  public void accept(ServedConnection connection) {
    connection.start(
        NamesOverQuic::name,
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof QuicStreamChannel stream) {
              if (stream.type() == QuicStreamType.UNIDIRECTIONAL) {
                connection.close(PROTOCOL_ERROR, "streams go both ways here");
              } else {
                stream.pipeline().addLast(new Stream(connection, stream));
              }
            }
            context.fireChannelRead(message);
          }
        });
  }

  private static String name(long code) {
    String[] names = {
      "NO_ERROR",
      "INTERNAL_ERROR",
      "PROTOCOL_ERROR",
      "REQUEST_CANCELLED",
      "EXCESSIVE_LOAD",
      "UNSPECIFIED_ERROR"
    };
    return code >= 0 && code < names.length
        ? "DOQ_" + names[(int) code]
        : "0x" + Long.toHexString(code);
  }

  /** One question, and its answer. */
  private final class Stream extends SimpleChannelInboundHandler<ByteBuf> {
    private final ServedConnection connection;
    private final QuicStreamChannel stream;
    private byte[] came = new byte[256];
    private int length;
    private boolean taken;

    Stream(ServedConnection connection, QuicStreamChannel stream) {
      this.connection = connection;
      this.stream = stream;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      int more = bytes.readableBytes();
      if (taken || length + more > QueryDoor.LONGEST + 2) {
        connection.close(taken ? PROTOCOL_ERROR : EXCESSIVE_LOAD, "more than one question");
        return;
      }
      if (length + more > came.length) {
        came = Arrays.copyOf(came, Math.max(length + more, came.length * 2));
      }
      bytes.readBytes(came, length, more);
      length += more;
    }

    /** The client has said all: section 4.2 has it end its side behind the question. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownReadComplete.INSTANCE && !taken) {
        taken = true;
        take();
      }
      context.fireUserEventTriggered(event);
    }

    private void take() {
      StreamQuestion question = StreamQuestion.of(Arrays.copyOf(came, length));
      came = new byte[0];
      switch (question) {
        case StreamQuestion.Asked asked ->
            door.take(asked.message(), connection.peer(), stories.get(), this::answer);
        case StreamQuestion.Wrong wrong -> connection.close(PROTOCOL_ERROR, wrong.why());
      }
    }

    private void answer(Optional<byte[]> answer) {
      if (answer.isEmpty()) {
        stream.shutdownOutput(INTERNAL_ERROR);
        return;
      }
      byte[] message = answer.get();
      ByteBuf bytes = stream.alloc().directBuffer(message.length + 2);
      bytes.writeShort(message.length).writeBytes(message);
      stream.writeAndFlush(bytes).addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The client gave this question up; others are not concerned.
      context.close();
    }
  }
}
