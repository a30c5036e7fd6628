package dev.glasshouse.http.h3;

import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.quic.QuicConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** A client that writes bytes as they come from a test, right or wrong. */
final class RawClient implements AutoCloseable {
  static final int DATA = 0x0;
  static final int HEADERS = 0x1;
  static final int SETTINGS = 0x4;

  final Client our;
  final QuicConnection connection;

  /** A connection with a control stream and SETTINGS. */
  static RawClient open(TlsOptions tls, int port) throws Exception {
    RawClient its = silent(tls, port);
    its.control(frame(SETTINGS));
    return its;
  }

  /** A connection on which nothing was said. */
  static RawClient silent(TlsOptions tls, int port) throws Exception {
    return new RawClient(tls, port);
  }

  private RawClient(TlsOptions tls, int port) throws Exception {
    our = new Client(tls);
    connection = our.dial(Authority.NAME, port);
    connection.start(
        Codes::name,
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object msg) {
            // A stream of the server's: what is on it is of no interest here.
            if (msg instanceof QuicStreamChannel stream) {
              stream.pipeline().addLast(new Received());
            }
            ctx.fireChannelRead(msg);
          }
        });
  }

  /** A stream of ours, and what has come on it. */
  static final class Stream {
    final QuicStreamChannel channel;
    private final Received received;

    Stream(QuicStreamChannel channel, Received received) {
      this.channel = channel;
      this.received = received;
    }

    Stream write(byte[]... pieces) {
      for (byte[] piece : pieces) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(piece));
      }
      return this;
    }

    Stream end() {
      channel.shutdownOutput();
      return this;
    }

    /** The code with which the server has ended it; waits for that. */
    String reset() {
      Client.until(() -> received.code.isPresent() || received.ended || !channel.isOpen());
      return received.code.isPresent() ? Codes.name(received.code.getAsLong()) : "";
    }

    /** The first frame's type, and the first byte of its section: a static status. */
    byte[] answer() {
      Client.until(() -> received.ended || received.code.isPresent() || !channel.isOpen());
      return received.bytes();
    }
  }

  /** What has come on a stream. */
  private static final class Received extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile OptionalLong code = OptionalLong.empty();
    private volatile boolean ended;

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public synchronized void channelRead(ChannelHandlerContext ctx, Object msg) {
      var buffer = (ByteBuf) msg;
      byte[] piece = new byte[buffer.readableBytes()];
      buffer.readBytes(piece);
      bytes.writeBytes(piece);
      buffer.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      ended |= event == ChannelInputShutdownReadComplete.INSTANCE;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause instanceof QuicStreamResetException reset) {
        code = OptionalLong.of(reset.applicationProtocolCode());
      }
    }
  }

  /** Opens a stream for a request, and writes these frames on it. */
  Stream request(byte[]... frames) throws Exception {
    return stream(QuicStreamType.BIDIRECTIONAL).write(frames);
  }

  /** Opens a stream of one direction, and writes this on it. */
  Stream oneWay(int type, byte[]... frames) throws Exception {
    return stream(QuicStreamType.UNIDIRECTIONAL).write(number(type)).write(frames);
  }

  /** Opens a control stream. */
  Stream control(byte[]... frames) throws Exception {
    return oneWay(0, frames);
  }

  private Stream stream(QuicStreamType type) throws Exception {
    var received = new Received();
    return new Stream(connection.channel().createStream(type, received).sync().getNow(), received);
  }

  /** How the connection has ended; waits for that. */
  QuicStep.QuicEnded ended() {
    return our.await(QuicStep.QuicEnded.class);
  }

  /** A good request, whole. */
  static byte[] get(String path, String... more) {
    String[] all = new String[8 + more.length];
    String[] first = {
      ":method", "GET", ":scheme", "https", ":authority", Authority.NAME, ":path", path
    };
    System.arraycopy(first, 0, all, 0, 8);
    System.arraycopy(more, 0, all, 8, more.length);
    return head(all);
  }

  /** HEADERS with these names and values, one after the other. */
  static byte[] head(String... fields) {
    return frame(HEADERS, section(fields));
  }

  /** A field section (RFC 9204 4.5) that uses no table. */
  static byte[] section(String... fields) {
    var section = new ByteArrayOutputStream();
    section.writeBytes(new byte[2]);
    for (int i = 0; i < fields.length; i += 2) {
      text(section, 0x20, 3, fields[i]);
      text(section, 0, 7, fields[i + 1]);
    }
    return section.toByteArray();
  }

  /** A string literal after RFC 9204 4.1.2, without Huffman's code. */
  private static void text(ByteArrayOutputStream out, int pattern, int prefix, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int most = (1 << prefix) - 1;
    if (bytes.length < most) {
      out.write(pattern | bytes.length);
    } else {
      out.write(pattern | most);
      int left = bytes.length - most;
      for (; left >= 128; left >>= 7) {
        out.write(left & 127 | 128);
      }
      out.write(left);
    }
    out.writeBytes(bytes);
  }

  static byte[] frame(long type, byte... payload) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(number(type));
    frame.writeBytes(number(payload.length));
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  static byte[] data(String text) {
    return frame(DATA, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A number of variable length (RFC 9000 16). */
  static byte[] number(long value) {
    ByteBuf out = Unpooled.buffer();
    if (value < 1 << 6) {
      out.writeByte((int) value);
    } else if (value < 1 << 14) {
      out.writeShort((int) value | 1 << 14);
    } else if (value < 1 << 30) {
      out.writeInt((int) value | 2 << 30);
    } else {
      out.writeLong(value | 3L << 62);
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /** Whether the connection still answers. */
  boolean answers() throws Exception {
    Optional<byte[]> answer = Optional.of(request(get("/after")).end().answer());
    return answer.get().length > 0 && answer.get()[0] == HEADERS;
  }

  @Override
  public void close() {
    our.close();
  }
}
