package dev.glasshouse.http.client;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.wire.ClientExchange;
import java.io.IOException;

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

  /** Sends it; on the event loop of its connection. */
  void begin() {
    client.tellReuse(place, aside.trail());
    Runnable giveUp = client.attempt(request, Priority.MEDIUM, place, true, 1, aside).begin(this);
    if (!over) {
      aside.whenGone(giveUp);
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
