package dev.glasshouse.http.h2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A server with a script for its one connection; what goes wrong in it comes out of {@link #well}.
 */
final class Scripted implements AutoCloseable {
  /** What it does. */
  interface Script {
    void run(RawEnd server) throws Exception;
  }

  private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final int port = listening.getLocalPort();
  private final FutureTask<Void> running;

  Scripted(Script script, int... settings) throws IOException {
    running =
        new FutureTask<>(() -> {
          try (RawEnd server = RawEnd.accept(listening, settings)) {
            // There is a script for one connection alone: another is refused, not left waiting.
            listening.close();
            script.run(server);
            server.end();
          }
          return null;
        });
    Thread.ofVirtual().start(running);
  }

  int port() {
    return port;
  }

  void well() throws Exception {
    running.get(50, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
