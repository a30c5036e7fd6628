package dev.glasshouse.server.sites;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import java.util.Optional;

/**
 * What is said aside by who makes an answer that no thread waits for. Who has taken too long is
 * told that the client has gone, which ends the work for it in the same way.
 */
final class StoppableAside implements Aside {
  private final Aside client;
  private Runnable told = () -> {};
  private boolean stopped;

  StoppableAside(Aside client) {
    this.client = client;
  }

  /** Nobody waits for the answer any more. */
  void stop() {
    Runnable last;
    synchronized (this) {
      stopped = true;
      last = told;
    }
    last.run();
  }

  @Override
  public void whenGone(Runnable which) {
    boolean already;
    synchronized (this) {
      told = which;
      already = stopped;
    }
    client.whenGone(which);
    if (already) {
      which.run();
    }
  }

  @Override
  public void interim(Status status, Fields fields) throws HttpException {
    client.interim(status, fields);
  }

  @Override
  public Optional<Object> connection() {
    return client.connection();
  }

  @Override
  public Trail trail() {
    return client.trail();
  }

  @Override
  public boolean whenOver(Runnable told) {
    return client.whenOver(told);
  }

  @Override
  public void whenEnding(Runnable told) {
    client.whenEnding(told);
  }

  @Override
  public boolean push(Request request) {
    return client.push(request);
  }
}
