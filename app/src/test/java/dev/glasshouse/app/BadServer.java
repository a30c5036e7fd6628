package dev.glasshouse.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A server on loopback that does with each connection whatever a test wants. */
final class BadServer implements AutoCloseable {

  /** What is done with a connection after the head of a request was read from it. */
  interface Script {
    void play(String requestLine, OutputStream out, Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private BadServer(ServerSocket server, Script script) {
    this.server = server;
    Thread.ofVirtual().start(() -> accept(script));
  }

  static BadServer playing(Script script) throws IOException {
    return new BadServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  /** The same over TLS, with this certificate. */
  static BadServer playing(SSLContext tls, Script script) throws IOException {
    var server =
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new BadServer(server, script);
  }

  /** Answers every request with these characters (as ISO-8859-1), then closes. */
  static BadServer saying(String raw) throws IOException {
    return playing((_, out, socket) -> {
      out.write(raw.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      socket.shutdownOutput();
    });
  }

  /** Serves this page, whole and well. */
  static BadServer serving(String type, byte[] body) throws IOException {
    return playing((_, out, socket) -> {
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(type, body.length);
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      socket.shutdownOutput();
    });
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket socket, Script script) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String requestLine = in.readLine();
      if (requestLine == null) {
        return;
      }
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        // The head is read to its end, so that closing does not reset the connection.
      }
      script.play(requestLine, socket.getOutputStream(), socket);
    } catch (Exception _) {
      // The client gave up; that is its right.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
