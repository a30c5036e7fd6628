package dev.glasshouse.edge.balance;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One request on its way through a pool: server after server, until one answers it. */
final class Relay {
  private final Pool pool;
  private final PoolOptions options;
  private final Request request;
  private final Aside aside;
  private final Trail trail;
  private final Set<String> tried = new HashSet<>();
  private final Sendable sendable;
  private final Optional<String> sticky;
  private final Choosing.Wanted wanted;
  private Optional<OriginException> last = Optional.empty();
  private int attempt;

  /**
   * One that no server was asked for. Waits for content that is small.
   *
   * @throws OriginException when the client's content cannot be read
   */
  Relay(Pool pool, Request request, Aside aside) throws OriginException {
    this.pool = pool;
    this.options = pool.options();
    this.request = request;
    this.aside = aside;
    this.trail = aside.trail();
    this.sendable = sendable(request, options);
    this.sticky = pool.sticky(request);
    this.wanted = new Choosing.Wanted(options.key().of(request), sticky, tried);
  }

  Response run() throws OriginException {
    return goOn(next());
  }

  /** The next server to be asked, which has the request from then on. */
  private PoolServer next() throws OriginException {
    attempt++;
    Optional<PoolServer> chosen = pool.choose(wanted, attempt, trail);
    if (chosen.isEmpty()) {
      throw last.orElseGet(this::nobody);
    }
    return chosen.get();
  }

  /** Goes on with a server that was chosen, and with others where it fails. */
  private Response goOn(PoolServer first) throws OriginException {
    PoolServer server = first;
    while (true) {
      if (options.mode() == PoolOptions.Mode.REDIRECT) {
        return redirect(server);
      }
      try {
        Optional<Response> answer = ask(server);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (OriginException e) {
        if (!again(server, e)) {
          throw e;
        }
        last = Optional.of(e);
      }
      server = next();
    }
  }

  /**
   * As {@link #run}, for a request without content, and without a thread where the server has a
   * connection that stands on this event loop.
   *
   * @param none takes why there is no answer
   */
  void begin(Executor loop, Origin.Taker then, Consumer<OriginException> none) {
    PoolServer server;
    try {
      server = next();
    } catch (OriginException e) {
      none.accept(e);
      return;
    }
    if (options.mode() == PoolOptions.Mode.REDIRECT) {
      then.answered(redirect(server));
      return;
    }
    long asked = pool.nanos();
    var taker =
        new Origin.Taker() {
          @Override
          public void answered(Response answer) {
            Optional<Response> its = judged(server, answer, asked);
            if (its.isPresent()) {
              then.answered(its.get());
            } else {
              byThread(() -> goOn(next()), then, none);
            }
          }

          @Override
          public void failed(OriginException problem) {
            tellPool(server, problem);
            if (again(server, problem)) {
              last = Optional.of(problem);
              byThread(() -> goOn(next()), then, none);
            } else {
              none.accept(problem);
            }
          }
        };
    if (!server.origin().begin(request, aside, loop, taker)) {
      byThread(() -> goOn(server), then, none);
    }
  }

  /** What has to wait for an answer. */
  @FunctionalInterface
  private interface Waiting {
    Response answer() throws OriginException;
  }

  /** Lets a thread wait. */
  private void byThread(Waiting what, Origin.Taker then, Consumer<OriginException> none) {
    Thread.ofVirtual()
        .name("glass-relay")
        .start(() -> {
          Response answer;
          try {
            answer = what.answer();
          } catch (OriginException e) {
            none.accept(e);
            return;
          } catch (RuntimeException | Error e) {
            none.accept(
                OriginException.of(
                        ProxyError.PROXY_INTERNAL_ERROR,
                        Processed.PERHAPS,
                        EdgeReason.CONNECTION_LOST,
                        Texts.shown(String.valueOf(e)))
                    .from(e));
            return;
          }
          then.answered(answer);
        });
  }

  private static Sendable sendable(Request request, PoolOptions options) throws OriginException {
    try {
      return Sendable.of(request, options.kept());
    } catch (IOException e) {
      throw OriginException.of(
              ProxyError.HTTP_REQUEST_ERROR, Processed.NO, EdgeReason.CONTENT_BROKE, Texts.of(e))
          .from(e);
    }
  }

  private OriginException nobody() {
    return OriginException.of(
            ProxyError.DESTINATION_UNAVAILABLE, Processed.NO, EdgeReason.NONE_TO_BE_HAD)
        .after(options.retryAfter());
  }

  /** Empty when another server is to be asked. */
  private Optional<Response> ask(PoolServer server) throws OriginException {
    long begin = pool.nanos();
    boolean told = false;
    try {
      Response answer = server.origin().send(sendable.request(), aside);
      told = true;
      return judged(server, answer, begin);
    } catch (OriginException e) {
      told = true;
      tellPool(server, e);
      throw e;
    } finally {
      if (!told) {
        pool.givenUp(server, 0);
      }
    }
  }

  /**
   * What an answer means; empty when another server is to be asked.
   *
   * @param begin when its server was asked
   */
  private Optional<Response> judged(PoolServer server, Response answer, long begin) {
    pool.headCame(server, pool.nanos() - begin);
    if (!isFailure(answer.status())) {
      return Optional.of(stuck(watched(server, answer, Optional.empty()), server));
    }
    tellStatus(server, answer.status());
    String failure = "it answered " + answer.status();
    if (again(server, Processed.PERHAPS, EdgeReason.STATUS_TO_RETRY)) {
      pool.failed(server, failure, 0, trail);
      answer.close();
      return Optional.empty();
    }
    return Optional.of(stuck(watched(server, answer, Optional.of(failure)), server));
  }

  /** A server has failed, or was given up. */
  private void tellPool(PoolServer server, OriginException problem) {
    if (isClients(problem.because().reason())) {
      pool.givenUp(server, 0);
    } else {
      pool.failed(server, Texts.of(problem), 0, trail);
    }
  }

  /** What another server may do better (RFC 9110 15.6.3 to 15.6.5). */
  private static boolean isFailure(Status status) {
    return switch (status.code()) {
      case 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Whether it is no server's failure, but the client's. */
  static boolean isClients(Reason reason) {
    return reason == EdgeReason.CLIENT_GONE
        || reason == EdgeReason.CONTENT_BROKE
        || reason == EdgeReason.BAD_TARGET;
  }

  private boolean again(PoolServer server, OriginException problem) {
    if (trail.on()) {
      trail.mark(
          new EdgeStep.OriginFailed(
              server.name(), problem.error().token(), problem.status().code()),
          problem.because());
    }
    return again(server, problem.processed(), problem.because().reason());
  }

  private void tellStatus(PoolServer server, Status status) {
    if (trail.on()) {
      trail.mark(
          new EdgeStep.OriginFailed(server.name(), "", status.code()),
          Because.of(EdgeReason.STATUS_TO_RETRY, status.code()));
    }
  }

  private boolean again(PoolServer server, Processed processed, Reason reason) {
    tried.add(server.name());
    boolean clients = isClients(reason);
    boolean safe = processed == Processed.NO || request.method().isIdempotent();
    boolean wants = !clients && safe && sendable.there() && attempt < options.attempts();
    boolean[] may = pool.again(tried, wants);
    ResendVerdict verdict =
        ResendVerdict.decide(
            new ResendVerdict.Facts(
                request.method(), processed, sendable.there(), attempt, may[0], may[1], clients),
            options);
    if (verdict.again()) {
      pool.countResent();
    }
    if (trail.on()) {
      String method = request.method().name();
      trail.mark(
          verdict.again()
              ? new EdgeStep.RequestResent(method, attempt + 1)
              : new EdgeStep.RequestGivenUp(method, attempt),
          verdict.because());
    }
    return verdict.again();
  }

  private Response watched(PoolServer server, Response answer, Optional<String> failure) {
    if (answer.tunnel().isPresent()) {
      var tunnel =
          new WatchedTunnel(
              answer.tunnel().get(), () -> over(server, 0, true, Optional.empty(), failure));
      return answer.with(new Body.Tunnelled(tunnel));
    }
    if (answer.body().isReplayable()) {
      over(server, answer.body().length().orElse(0), true, Optional.empty(), failure);
      return answer;
    }
    try {
      var body =
          new WatchedBody(
              answer.body().open(),
              (bytes, whole, problem) -> over(server, bytes, whole, problem, failure));
      return answer.with(Body.streaming(body, answer.body().length()));
    } catch (IOException e) {
      throw new IllegalStateException("a body that came cannot be had", e);
    }
  }

  private void over(
      PoolServer server,
      long bytes,
      boolean whole,
      Optional<IOException> problem,
      Optional<String> failure) {
    pool.over();
    if (failure.isPresent() || problem.isPresent()) {
      pool.failed(server, failure.orElseGet(() -> Texts.of(problem.get())), bytes, trail);
    } else if (whole) {
      pool.answered(server, bytes, trail);
    } else {
      pool.givenUp(server, bytes);
    }
  }

  private Response stuck(Response answer, PoolServer server) {
    if (options.sticky().isEmpty() || sticky.equals(Optional.of(server.name()))) {
      return answer;
    }
    String value = options.sticky().get().set(server.name(), request.scheme().equals("https"));
    return answer.with(answer.fields().plus("Set-Cookie", value));
  }

  /** RFC 9110 15.4.3; nobody may keep where it leads, since that changes. */
  private Response redirect(PoolServer server) {
    pool.over();
    pool.givenUp(server, 0);
    String location = server.name() + request.target();
    if (trail.on()) {
      trail.mark(
          new EdgeStep.SentToServer(server.name(), location),
          Because.of(EdgeReason.REDIRECTING, Clause.rfc(9110, "15.4.3")));
    }
    boolean plain = request.method().isSafe();
    return Response.of(plain ? Status.FOUND : Status.TEMPORARY_REDIRECT)
        .with("Location", location)
        .with("Cache-Control", "no-store");
  }
}
