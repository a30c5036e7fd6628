package dev.glasshouse.http.client;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One try of a request, on a place of the pool that it gives back. */
final class Attempt {
  private final ConnectionPool pool;
  private final ProxyRequests proxies;
  private final int attempts;
  private final Request request;
  private final Priority priority;
  private final Place place;
  private final boolean reused;
  private final int number;
  private final Aside aside;
  private final Trail trail;
  private final AtomicBoolean freed = new AtomicBoolean();

  /**
   * One that was not made yet.
   *
   * @param attempts how often a request may be sent in all
   * @param reused whether the place's connection stood before
   * @param number how often the request was sent, this time included
   * @param aside who is told of interim responses, and where the story is told
   */
  Attempt(
      ConnectionPool pool,
      ProxyRequests proxies,
      int attempts,
      Request request,
      Priority priority,
      Place place,
      boolean reused,
      int number,
      Aside aside) {
    this.pool = pool;
    this.proxies = proxies;
    this.attempts = attempts;
    this.request = request;
    this.priority = priority;
    this.place = place;
    this.reused = reused;
    this.number = number;
    this.aside = aside;
    this.trail = aside.trail();
  }

  /** Empty when the request is to be sent once more. */
  Optional<Response> run() throws IOException {
    boolean held = true;
    try {
      ClientExchange exchange = exchange();
      exchange.onInterim(aside);
      try {
        Response response = exchange.run(this::free);
        held = false;
        return Optional.of(response);
      } catch (LostException e) {
        if (!again(exchange)) {
          throw e;
        }
        return Optional.empty();
      }
    } finally {
      if (held) {
        letGo();
      }
    }
  }

  /** What comes of a try that no thread waits for. */
  interface Taker {
    /** The answer. */
    void answered(Response response);

    /** None; the place was given back. */
    void failed(IOException problem, boolean again);
  }

  /**
   * As {@link #run}, on the event loop of a session that is prompt: nothing is waited for.
   *
   * @return gives it up, as long as nothing was told; on the event loop
   * @throws IllegalArgumentException when the request cannot be sent at all
   */
  Runnable begin(Taker taker) {
    boolean begun = false;
    try {
      ClientExchange exchange = exchange();
      exchange.onInterim(aside);
      exchange.begin(
          this::free,
          new ClientExchange.Taker() {
            @Override
            public void answered(Response response) {
              taker.answered(response);
            }

            @Override
            public void failed(IOException problem) {
              letGo();
              taker.failed(problem, problem instanceof LostException && again(exchange));
            }
          });
      begun = true;
      return exchange::giveUp;
    } finally {
      if (!begun) {
        letGo();
      }
    }
  }

  /** Gives its place back, unless that was done. */
  void letGo() {
    if (freed.compareAndSet(false, true)) {
      pool.giveUp(place);
    }
  }

  private ClientExchange exchange() {
    try {
      Request sent = proxies.written(request, place.session().peer());
      return place.session().session().exchange(sent, priority, trail);
    } finally {
      pool.begun(place);
    }
  }

  private void free(boolean reusable) {
    if (freed.compareAndSet(false, true)) {
      pool.giveBack(place, reusable);
    }
  }

  private boolean again(ClientExchange exchange) {
    RetryVerdict verdict =
        RetryVerdict.decide(
            new RetryVerdict.Facts(
                request.method(),
                request.body().isReplayable(),
                place.session().session().version(),
                reused,
                exchange.mayBeProcessed(),
                exchange.answered(),
                number),
            attempts);
    if (trail.on()) {
      String method = request.method().name();
      trail.mark(
          verdict.again()
              ? new HttpStep.RequestRetried(method, request.url(), number + 1)
              : new HttpStep.RetryRefused(method, request.url()),
          verdict.because());
    }
    return verdict.again();
  }
}
