package dev.glasshouse.http.spdy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One end of a SPDY connection that says, frame by frame, what a test wants it to. */
final class RawEnd implements AutoCloseable {
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int WINDOW_UPDATE = 9;

  private final SSLSocket socket;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private final byte[] piece = new byte[16 * 1024];

  RawEnd(SSLSocket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(30_000);
    socket.startHandshake();
  }

  static void only(SSLParameters parameters) {
    parameters.setApplicationProtocols(new String[] {"spdy/3.1"});
  }

  void bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** A control frame that needs no compression. */
  static byte[] control(int type, byte... payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .putShort((short) 0x8003)
        .putShort((short) type)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** DATA. */
  static byte[] data(int stream, boolean last, byte... payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .putInt(stream)
        .putInt((last ? 1 << 24 : 0) | payload.length)
        .put(payload)
        .array();
  }

  void send(SpdyFrame frame) throws IOException {
    codec.writeOutbound(frame);
    for (ByteBuf out = codec.readOutbound(); out != null; out = codec.readOutbound()) {
      byte[] frames = ByteBufUtil.getBytes(out);
      out.release();
      bytes(frames);
    }
  }

  /** A request with what it needs, and more fields. */
  void asks(int stream, boolean last, String... more) throws IOException {
    var frame = new DefaultSpdySynStreamFrame(stream, 0, (byte) 0);
    frame
        .headers()
        .add(":method", "GET")
        .add(":scheme", "https")
        .add(":host", "a.test")
        .add(":path", "/")
        .add(":version", "HTTP/1.1");
    for (int i = 0; i < more.length; i += 2) {
      frame.headers().add(more[i], more[i + 1]);
    }
    frame.setLast(last);
    send(frame);
  }

  void answers(int stream, boolean last, String... more) throws IOException {
    var frame = new DefaultSpdySynReplyFrame(stream);
    frame.headers().add(":status", "200 OK").add(":version", "HTTP/1.1");
    for (int i = 0; i < more.length; i += 2) {
      frame.headers().add(more[i], more[i + 1]);
    }
    frame.setLast(last);
    send(frame);
  }

  /** The next frame; empty when the other end has closed, in whatever way. */
  Optional<SpdyFrame> read() {
    try {
      InputStream in = socket.getInputStream();
      SpdyFrame next = codec.readInbound();
      while (next == null) {
        int n = in.read(piece);
        if (n < 0) {
          return Optional.empty();
        }
        codec.writeInbound(Unpooled.copiedBuffer(piece, 0, n));
        next = codec.readInbound();
      }
      return Optional.of(next);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("nothing came", e);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The next frame of a kind. */
  <F extends SpdyFrame> F await(Class<F> kind) {
    while (true) {
      SpdyFrame next = read().orElseThrow(() -> new AssertionError("closed before " + kind));
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
      ReferenceCountUtil.release(next);
    }
  }

  /** Reads until the other end has closed. */
  void rest() {
    for (Optional<SpdyFrame> next = read(); next.isPresent(); next = read()) {
      ReferenceCountUtil.release(next.get());
    }
  }

  @Override
  public void close() throws IOException {
    codec.finishAndReleaseAll();
    socket.close();
  }
}
