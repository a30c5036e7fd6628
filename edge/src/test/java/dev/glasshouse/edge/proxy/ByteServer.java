package dev.glasshouse.edge.proxy;

import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback that says bytes, whatever they are. */
final class ByteServer implements AutoCloseable {
  /** What it does on a connection once a head has come. */
  @FunctionalInterface
  interface Doing {
    /**
     * Answers.
     *
     * @param number the request's number among all, from 1
     * @return whether another request may come
     */
    boolean answer(Socket its, String head, int number) throws Exception;
  }

  private final ServerSocket socket;
  private final Doing doing;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  private ByteServer(Doing doing) throws IOException {
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.doing = doing;
  }

  /** One that listens. */
  static ByteServer open(Doing doing) throws IOException {
    var server = new ByteServer(doing);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  Url url() {
    return Url.parse("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private void accept() {
    try {
      while (true) {
        Socket its = socket.accept();
        open.add(its);
        Thread.ofVirtual().start(() -> serve(its));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket its) {
    try (its) {
      while (true) {
        String head = head(its.getInputStream());
        if (head.isEmpty() || !doing.answer(its, head, count.incrementAndGet())) {
          return;
        }
      }
    } catch (Exception e) {
      // The other side has gone.
    }
  }

  /** The head of a message; empty at the end. */
  static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (c == '\n' && head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  /** Says this. */
  static void say(Socket its, String text) throws IOException {
    its.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    its.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
