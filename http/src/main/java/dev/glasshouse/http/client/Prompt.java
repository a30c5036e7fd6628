package dev.glasshouse.http.client;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/**
 * A request on a connection that stands, for which no thread waits. Where it has to be sent once
 * more, a thread does that.
 */
final class Prompt implements Attempt.Taker {
  private final HttpClient client;
  private final Request request;
  private final Place place;
  private final Aside aside;
  private final ClientExchange.Taker then;
  private boolean over;

  Prompt(HttpClient client, Request request, Place place, Aside aside, ClientExchange.Taker then) {
    this.client = client;
    this.request = request;
    this.place = place;
    this.aside = aside;
    this.then = then;
  }

  /** Has it sent on the event loop of its connection: at once where that is this thread. */
  void begin() {
    EventLoop loop = place.session().session().eventLoop();
    Attempt attempt = client.attempt(request, Priority.MEDIUM, place, true, 1, aside);
    client.tellReuse(place, aside.trail());
    if (loop.inEventLoop()) {
      begin(attempt, loop);
      return;
    }
    try {
      loop.execute(() -> beginThere(attempt, loop));
    } catch (RejectedExecutionException e) {
      attempt.letGo();
      then.failed(new CancelledException(Because.of(HttpReason.CLIENT_CLOSED)));
    }
  }

  private void beginThere(Attempt attempt, EventLoop loop) {
    try {
      begin(attempt, loop);
    } catch (RuntimeException e) {
      then.failed(new IOException("the request cannot be sent", e));
    }
  }

  private void begin(Attempt attempt, EventLoop loop) {
    Runnable giveUp = attempt.begin(this);
    if (!over) {
      aside.whenGone(() -> {
        if (loop.inEventLoop()) {
          giveUp.run();
        } else {
          loop.execute(giveUp);
        }
      });
    }
  }

  @Override
  public void answered(Response response) {
    over();
    if (client.isLast(response, request, place, 1, aside.trail())) {
      then.answered(response);
    } else {
      again();
    }
  }

  @Override
  public void failed(IOException problem, boolean again) {
    over();
    if (again) {
      again();
    } else {
      then.failed(problem);
    }
  }

  private void over() {
    over = true;
    aside.whenGone(() -> {});
  }

  private void again() {
    Thread.ofVirtual().name("glass-again").start(this::sendAgain);
  }

  private void sendAgain() {
    Response response;
    try {
      response = client.send(request, place.key(), aside, 2);
    } catch (IOException e) {
      then.failed(e);
      return;
    } catch (RuntimeException | Error e) {
      then.failed(new IOException("the request could not be sent again", e));
      return;
    }
    then.answered(response);
  }
}
