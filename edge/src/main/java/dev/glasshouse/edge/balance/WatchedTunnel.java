package dev.glasshouse.edge.balance;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A tunnel to a server, whose end is told. */
final class WatchedTunnel implements Tunnel {
  private final Tunnel tunnel;
  private final Runnable end;
  private final AtomicBoolean over = new AtomicBoolean();

  WatchedTunnel(Tunnel tunnel, Runnable end) {
    this.tunnel = tunnel;
    this.end = end;
  }

  @Override
  public HttpVersion version() {
    return tunnel.version();
  }

  @Override
  public BodyStream in() {
    return tunnel.in();
  }

  @Override
  public void patience(Duration longest) {
    tunnel.patience(longest);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws HttpException {
    tunnel.send(bytes, offset, length);
  }

  @Override
  public void end() {
    tunnel.end();
  }

  @Override
  public void close() {
    tunnel.close();
    if (over.compareAndSet(false, true)) {
      end.run();
    }
  }

  @Override
  public Trail trail() {
    return tunnel.trail();
  }
}
