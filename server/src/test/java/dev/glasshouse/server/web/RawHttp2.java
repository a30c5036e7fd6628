package dev.glasshouse.server.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A client of HTTP/2 that says what a test wants it to, right or wrong; what it says goes at once.
 */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int INITIAL_WINDOW_SIZE = 4;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  /** A frame that came. */
  record Frame(int type, int stream, byte[] payload) {
    /** The error code of a GOAWAY or RST_STREAM. */
    int code() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /** A client on a socket; the preface, and SETTINGS of these, are said with what comes first. */
  RawHttp2(Socket socket, int... settings) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    said.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    frame(SETTINGS, 0, 0, payload.array());
  }

  /** A frame. */
  void frame(int type, int flags, int stream, byte... payload) {
    said.writeBytes(
        ByteBuffer.allocate(9 + payload.length)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  /** A request for a path. */
  void asks(int stream, boolean end, String method, String path) {
    frame(
        HEADERS,
        END_HEADERS | (end ? END_STREAM : 0),
        stream,
        section(":method", method, ":scheme", "http", ":authority", "a.test", ":path", path));
  }

  /** Short literals that use no table (RFC 7541 6.2.2). */
  static byte[] section(String... fields) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      for (String text : new String[] {fields[i], fields[i + 1]}) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return block.toByteArray();
  }

  /** Sends what was said. */
  void flush() throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(said.toByteArray());
    out.flush();
    said.reset();
  }

  /** The next frame of this type; empty when the server has closed before. */
  Optional<Frame> await(int type) throws IOException {
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int kind = in.readUnsignedByte();
        in.readUnsignedByte();
        var frame = new Frame(kind, in.readInt(), in.readNBytes(length));
        if (kind == type) {
          return Optional.of(frame);
        }
      }
    } catch (EOFException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
