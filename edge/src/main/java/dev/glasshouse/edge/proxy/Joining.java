package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Joins a client's tunnel with a server's: what comes out of one goes into the other. */
final class Joining implements Tunnel.User {
  private static final int PIECE = 16 * 1024;

  private final Tunnel server;
  private final Told told;
  private final Duration idle;

  /** Whom the client is joined with, for what, and why that may be. */
  record Told(String server, String protocol, Because because) {}

  /**
   * To this server's tunnel, which both have agreed on.
   *
   * @param idle how long nothing may come from one side
   */
  Joining(Tunnel server, String protocol, Duration idle) {
    this(
        server,
        new Told(
            server.version().toString(), protocol, Because.of(EdgeReason.SWITCH_AGREED, protocol)),
        idle);
  }

  /** To this server's tunnel; the other argument as above. */
  Joining(Tunnel server, Told told, Duration idle) {
    this.server = server;
    this.told = told;
    this.idle = idle;
  }

  @Override
  public void use(Tunnel client) throws IOException {
    client.patience(idle);
    server.patience(idle);
    Trail trail = client.trail();
    if (trail.on()) {
      trail.mark(new EdgeStep.TunnelJoined(told.server(), told.protocol()), told.because());
    }
    var up = new AtomicLong();
    long down = 0;
    Thread upward = Thread.ofVirtual().name("glass-tunnel-up").start(() -> upward(client, up));
    try {
      down = copy(server.in(), client);
      client.end();
    } finally {
      server.close();
      upward.interrupt();
      if (trail.on()) {
        trail.mark(new EdgeStep.TunnelEnded(told.server(), up.get(), down), Because.HAPPENED);
      }
    }
  }

  private void upward(Tunnel client, AtomicLong bytes) {
    try {
      bytes.set(copy(client.in(), server));
      server.end();
    } catch (IOException | RuntimeException e) {
      // The server sees it as its client's end.
      server.close();
    }
  }

  private static long copy(BodyStream from, Tunnel to) throws IOException {
    byte[] piece = new byte[PIECE];
    long all = 0;
    for (int n = from.read(piece, 0, PIECE); n >= 0; n = from.read(piece, 0, PIECE)) {
      to.send(piece, 0, n);
      all += n;
    }
    return all;
  }
}
