package dev.glasshouse.http;

import dev.glasshouse.http.server.HttpServer;
import java.io.IOException;

/** Starts servers of ours on TCP and UDP, on a port that was free for both. */
public final class BothPorts {
  /** A port that is free for TCP may be taken for UDP, by anybody: so often another is tried. */
  private static final int ATTEMPTS = 20;

  private BothPorts() {}

  /** Listens on TCP. */
  public interface Tcp {
    /** A server on any port. */
    HttpServer listen() throws IOException;
  }

  /** Listens on UDP, too. */
  public interface Udp {
    /** The same server, on its port. */
    HttpServer also(HttpServer server) throws IOException;
  }

  /** A server on both. */
  public static HttpServer listen(Tcp tcp, Udp udp) throws IOException {
    for (int attempt = 1; ; attempt++) {
      HttpServer server = tcp.listen();
      try {
        return udp.also(server);
      } catch (IOException e) {
        server.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
