package dev.glasshouse.edge.proxy;

import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * TLS before a server of plain HTTP/2, which ends the handshake of who does not offer that (RFC
 * 7301 3.2).
 */
final class Http2Front implements AutoCloseable {
  private final SSLServerSocket listening;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /** Before this one. */
  Http2Front(Url server) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(Chain.certificate().toKeyManagerFactory().getKeyManagers(), null, null);
    listening =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters its = listening.getSSLParameters();
    its.setApplicationProtocols(List.of("h2").toArray(String[]::new));
    listening.setSSLParameters(its);
    Thread.ofVirtual().start(() -> take(server));
  }

  /** Where it listens. */
  Url url() {
    return Url.parse("https://a.test:" + listening.getLocalPort() + "/");
  }

  private void take(Url server) {
    try {
      while (true) {
        Socket client = kept(listening.accept());
        Thread.ofVirtual().start(() -> join(client, server));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void join(Socket client, Url server) {
    try (client;
        Socket behind =
            kept(new Socket(InetAddress.getLoopbackAddress(), server.effectivePort()))) {
      // The handshake is done, or refused, with the first byte.
      Thread.ofVirtual().start(() -> copy(client, behind));
      behind.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  private static void copy(Socket client, Socket behind) {
    try (behind) {
      client.getInputStream().transferTo(behind.getOutputStream());
    } catch (IOException e) {
      // One of them has gone, or does not speak HTTP/2.
    }
  }

  private Socket kept(Socket socket) {
    open.add(socket);
    return socket;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
