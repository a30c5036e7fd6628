package dev.glasshouse.http.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server made of one socket and a script: what it reads, what it says, byte for byte. */
public final class RawPeer implements AutoCloseable {
  /** One connection's script. */
  interface Script {
    void run(Talk talk) throws Exception;
  }

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Throwable> problems = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private RawPeer(ServerSocket server) {
    this.server = server;
  }

  /** Runs the scripts, one a connection; the last one again and again. */
  static RawPeer running(Script... scripts) throws IOException {
    var peer = new RawPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> peer.accept(scripts));
    return peer;
  }

  /** Answers every request with the same bytes, on connections that stay. */
  static RawPeer answering(String bytes) throws IOException {
    return running(talk -> {
      while (talk.hears()) {
        talk.says(bytes);
      }
    });
  }

  /** Answers one request with these bytes, and closes. */
  static RawPeer sayingOnce(String bytes) throws IOException {
    return running(talk -> {
      talk.hears();
      talk.says(bytes);
    });
  }

  private void accept(Script... scripts) {
    while (true) {
      Socket socket;
      try {
        socket = server.accept();
        socket.setTcpNoDelay(true);
      } catch (IOException _) {
        return;
      }
      sockets.add(socket);
      int number = accepted.getAndIncrement();
      Script script = scripts[Math.min(number, scripts.length - 1)];
      Thread.ofVirtual()
          .start(() -> {
            try (socket) {
              script.run(new Talk(socket));
            } catch (IOException _) {
              // The client went away: its right.
            } catch (Exception | AssertionError e) {
              problems.add(e);
            }
          });
    }
  }

  int port() {
    return server.getLocalPort();
  }

  String authority() {
    return "127.0.0.1:" + port();
  }

  int connections() {
    return accepted.get();
  }

  /** The heads of the requests that came, in order. */
  List<String> requests() {
    return requests;
  }

  List<Throwable> problems() {
    return problems;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One connection, seen from the server. */
  final class Talk {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Talk(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    /** Reads a head; false when the client has closed. */
    boolean hears() throws IOException {
      var head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return false;
        }
        head.write(b);
      }
      requests.add(head.toString(StandardCharsets.ISO_8859_1));
      return true;
    }

    /** Reads so many bytes. */
    String hears(int bytes) throws IOException {
      return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Waits until the client closes. */
    void waitsForTheEnd() throws IOException {
      while (in.read() >= 0) {
        // Nothing more is expected.
      }
    }

    void says(String bytes) throws IOException {
      says(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void says(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Breaks the connection off with a reset. */
    void resets() {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
