package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.h1.Http1Session;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests and brings their responses, over connections that it keeps. HTTP/1.0 and 1.1.
 *
 * <p>Calls block, and are made for virtual threads. Interrupting the thread gives an exchange up at
 * any moment; its connection is then closed. Safe for use by many threads.
 */
public final class HttpClient implements AutoCloseable {
  private final Dialer dialer;
  private final Limits limits;
  private final ConnectionPool pool;

  private HttpClient(Dialer dialer, Limits limits) {
    this.dialer = dialer;
    this.limits = limits;
    this.pool = new ConnectionPool(limits);
  }

  /** A client with the usual limits. */
  public static HttpClient over(Dialer dialer) {
    return over(dialer, Limits.CLIENT);
  }

  /** A client with limits of the caller's. */
  public static HttpClient over(Dialer dialer, Limits limits) {
    return new HttpClient(dialer, limits);
  }

  /** Its limits. */
  public Limits limits() {
    return limits;
  }

  /**
   * Sends a request and waits for the head of its response; the body streams, as transferred: its
   * content codings are undone by {@link ContentCodings}.
   *
   * @param trail every step of the exchange is put under this; the end of the body too, later
   * @return the final response; its body must be read to the end or closed
   * @throws HttpException when the exchange fails
   * @throws DialException when no connection can be made
   * @throws IOException when the request's own body cannot be read
   * @throws IllegalArgumentException when the request cannot be sent at all
   */
  public Response send(Request request, Priority priority, Trail trail) throws IOException {
    Target target = target(request);
    for (int attempt = 1; ; attempt++) {
      ConnectionPool.Place place =
          pool.acquire(request.scheme() + "://" + request.authority(), priority, trail);
      Optional<Response> response = attempt(request, priority, target, place, attempt, trail);
      if (response.isPresent()) {
        return response.get();
      }
    }
  }

  /** Empty when the request is to be sent once more. */
  private Optional<Response> attempt(
      Request request,
      Priority priority,
      Target target,
      ConnectionPool.Place place,
      int attempt,
      Trail trail)
      throws IOException {
    boolean reused = place.standing().isPresent();
    var freed = new AtomicBoolean();
    boolean held = true;
    try {
      ClientSession connection = reused ? reuse(place, trail) : dial(target, place, trail);
      ClientExchange exchange = connection.exchange(request, priority, trail);
      try {
        Response response =
            exchange.run(reusable -> {
              if (freed.compareAndSet(false, true)) {
                free(place, connection, reusable);
              }
            });
        held = false;
        return Optional.of(response);
      } catch (LostException e) {
        RetryVerdict verdict =
            RetryVerdict.decide(
                new RetryVerdict.Facts(
                    request.method(),
                    request.body().isReplayable(),
                    reused,
                    exchange.mayBeProcessed(),
                    exchange.answered(),
                    attempt),
                limits.pool().attempts());
        if (!verdict.again()) {
          throw e;
        }
        if (trail.on()) {
          trail.mark(
              new HttpStep.RequestRetried(request.method().name(), request.url(), attempt + 1),
              verdict.because());
        }
        return Optional.empty();
      }
    } finally {
      if (held && freed.compareAndSet(false, true)) {
        pool.giveBack(place);
      }
    }
  }

  private void free(ConnectionPool.Place place, ClientSession connection, boolean reusable) {
    if (reusable) {
      pool.giveBack(place, connection);
    } else {
      pool.giveBack(place);
    }
  }

  private ClientSession reuse(ConnectionPool.Place place, Trail trail) {
    ConnectionPool.Parked parked = place.standing().orElseThrow();
    ClientSession connection = parked.session();
    if (trail.on()) {
      trail.mark(
          new HttpStep.ConnectionReused(
              connection.number(),
              place.origin(),
              Duration.ofNanos(System.nanoTime() - parked.since()),
              connection.exchanges()),
          Because.of(HttpReason.KEPT_ALIVE, Clause.rfc(9112, "9.3")));
    }
    return connection;
  }

  private ClientSession dial(Target target, ConnectionPool.Place place, Trail trail)
      throws DialException {
    Connection dialed = dialer.dial(target, Deadline.in(limits.times().total()), trail);
    ClientSession connection = Http1Session.over(dialed, limits);
    pool.opened(place.origin(), connection);
    return connection;
  }

  private static Target target(Request request) {
    String authority = request.authority();
    boolean secure = request.scheme().equals("https");
    if (!secure && !request.scheme().equals("http")) {
      throw new IllegalArgumentException("not http or https: " + request.scheme());
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : secure ? 443 : 80;
    return secure ? Target.tls(host, port, List.of("http/1.1")) : Target.plain(host, port);
  }

  /** Closes every connection; exchanges that are under way fail. */
  @Override
  public void close() {
    pool.close();
  }
}
