package dev.glasshouse.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One end of an HTTP/2 connection that says, frame by frame, what a test wants it to. */
final class RawEnd implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  /** A frame as it came. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean ends() {
      return (flags & END_STREAM) != 0;
    }

    /** The error code of RST_STREAM. */
    int code() {
      return ByteBuffer.wrap(payload).getInt();
    }

    /** The error code of GOAWAY. */
    int goAwayCode() {
      return ByteBuffer.wrap(payload).getInt(4);
    }

    int lastStream() {
      return ByteBuffer.wrap(payload).getInt();
    }

    String text() {
      return new String(payload, StandardCharsets.ISO_8859_1);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private OutputStream out;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);

  private RawEnd(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** A client: the preface and its settings are sent. */
  static RawEnd dial(int port, int... settings) throws IOException {
    return over(new Socket(InetAddress.getLoopbackAddress(), port), settings);
  }

  /** A client on a socket that is connected: the preface and its settings are sent. */
  static RawEnd over(Socket socket, int... settings) throws IOException {
    var end = new RawEnd(socket);
    end.atOnce(() -> {
      end.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      end.settings(settings);
    });
    return end;
  }

  /** A server: the preface was read, its settings are sent. */
  static RawEnd accept(ServerSocket server, int... settings) throws IOException {
    var end = new RawEnd(server.accept());
    end.in.readNBytes(24);
    end.settings(settings);
    return end;
  }

  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
    out.flush();
  }

  /** What is said at once. */
  interface Saying {
    void say() throws IOException;
  }

  /** Says several frames with one write, so that nothing happens at the other end between them. */
  void atOnce(Saying all) throws IOException {
    OutputStream wire = out;
    var frames = new ByteArrayOutputStream();
    out = frames;
    try {
      all.say();
    } finally {
      out = wire;
    }
    out.write(frames.toByteArray());
  }

  void settings(int... settings) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(settings.length / 2 * 6);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    frame(SETTINGS, 0, 0, payload.array());
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** A field section of literals: names and values in turn. */
  static byte[] section(String... fields) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      literal(block, fields[i]);
      literal(block, fields[i + 1]);
    }
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      int rest = length - 127;
      for (; rest >= 128; rest >>= 7) {
        block.write(rest & 127 | 128);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void headers(int stream, boolean end, String... fields) throws IOException {
    frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, section(fields));
  }

  /** A request with the pseudo-fields that it needs, and more fields. */
  void asks(int stream, boolean end, String method, String path, String... more)
      throws IOException {
    var all =
        new ArrayList<>(
            List.of(":method", method, ":scheme", "http", ":authority", "a.test", ":path", path));
    all.addAll(List.of(more));
    headers(stream, end, all.toArray(String[]::new));
  }

  void data(int stream, boolean end, String text) throws IOException {
    frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The next frame; empty when the other end has closed. */
  Optional<Frame> read() throws IOException {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & 0x7fffffff;
      return Optional.of(new Frame(type, flags, stream, in.readNBytes(length)));
    } catch (EOFException | SocketException _) {
      return Optional.empty();
    }
  }

  /** The next frame of a type; those before it are left out. */
  Frame await(int type) throws IOException {
    while (true) {
      Frame frame = read().orElseThrow(() -> new EOFException("closed before " + type));
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  /** The next frame of a type on a stream. */
  Frame await(int type, int stream) throws IOException {
    while (true) {
      Frame frame = await(type);
      if (frame.stream() == stream) {
        return frame;
      }
    }
  }

  /** Everything until the other end closes. */
  List<Frame> rest() throws IOException {
    var all = new ArrayList<Frame>();
    for (Optional<Frame> one = read(); one.isPresent(); one = read()) {
      all.add(one.get());
    }
    return all;
  }

  /** The GOAWAY that comes, if not before the end. */
  Frame goAway() throws IOException {
    return await(GOAWAY);
  }

  /** A field section as it came. */
  Http2Headers decode(Frame headers) {
    ByteBuf block = Unpooled.wrappedBuffer(headers.payload());
    try {
      return hpack.decodeHeaders(headers.stream(), block);
    } catch (io.netty.handler.codec.http2.Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  String status(int stream) throws IOException {
    return decode(await(HEADERS, stream)).status().toString();
  }

  /**
   * Says that nothing more comes, and reads until the other end has closed: who closes with
   * something unread resets the connection, and what was sent may be lost.
   */
  void end() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException _) {
      return;
    }
    List<Frame> _ = rest();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
