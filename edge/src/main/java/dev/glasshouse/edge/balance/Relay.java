package dev.glasshouse.edge.balance;

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

/** One request on its way through a pool: server after server, until one answers it. */
final class Relay {
  private final Pool pool;
  private final PoolOptions options;
  private final Request request;
  private final Aside aside;
  private final Trail trail;
  private final Set<String> tried = new HashSet<>();
  private int attempt;

  Relay(Pool pool, Request request, Aside aside) {
    this.pool = pool;
    this.options = pool.options();
    this.request = request;
    this.aside = aside;
    this.trail = aside.trail();
  }

  Response run() throws OriginException {
    Optional<String> sticky = pool.sticky(request);
    var wanted = new Choosing.Wanted(options.key().of(request), sticky, tried);
    Sendable sendable = sendable();
    Optional<OriginException> last = Optional.empty();
    while (true) {
      attempt++;
      Optional<PoolServer> chosen = pool.choose(wanted, attempt, trail);
      if (chosen.isEmpty()) {
        throw last.orElseGet(this::nobody);
      }
      PoolServer server = chosen.get();
      if (options.mode() == PoolOptions.Mode.REDIRECT) {
        return redirect(server);
      }
      try {
        Optional<Response> answer = ask(server, sendable);
        if (answer.isPresent()) {
          return stuck(answer.get(), server, sticky);
        }
      } catch (OriginException e) {
        if (!again(server, e, sendable)) {
          throw e;
        }
        last = Optional.of(e);
      }
    }
  }

  private Sendable sendable() throws OriginException {
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
  private Optional<Response> ask(PoolServer server, Sendable sendable) throws OriginException {
    long begin = pool.nanos();
    boolean told = false;
    try {
      Response answer = server.origin().send(sendable.request(), aside);
      told = true;
      pool.headCame(server, pool.nanos() - begin);
      if (!isFailure(answer.status())) {
        return Optional.of(watched(server, answer, Optional.empty()));
      }
      tellStatus(server, answer.status());
      if (again(server, Processed.PERHAPS, sendable, EdgeReason.STATUS_TO_RETRY)) {
        pool.failed(server, "it answered " + answer.status(), 0, trail);
        answer.close();
        return Optional.empty();
      }
      return Optional.of(watched(server, answer, Optional.of("it answered " + answer.status())));
    } catch (OriginException e) {
      told = true;
      if (isClients(e.because().reason())) {
        pool.givenUp(server, 0);
      } else {
        pool.failed(server, Texts.of(e), 0, trail);
      }
      throw e;
    } finally {
      if (!told) {
        pool.givenUp(server, 0);
      }
    }
  }

  /** What another server may do better (RFC 9110 15.6.3 to 15.6.5). */
  private static boolean isFailure(Status status) {
    return switch (status.code()) {
      case 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static boolean isClients(Reason reason) {
    return reason == EdgeReason.CLIENT_GONE
        || reason == EdgeReason.CONTENT_BROKE
        || reason == EdgeReason.BAD_TARGET;
  }

  private boolean again(PoolServer server, OriginException problem, Sendable sendable) {
    if (trail.on()) {
      trail.mark(
          new EdgeStep.OriginFailed(
              server.name(), problem.error().token(), problem.status().code()),
          problem.because());
    }
    return again(server, problem.processed(), sendable, problem.because().reason());
  }

  private void tellStatus(PoolServer server, Status status) {
    if (trail.on()) {
      trail.mark(
          new EdgeStep.OriginFailed(server.name(), "", status.code()),
          Because.of(EdgeReason.STATUS_TO_RETRY, status.code()));
    }
  }

  private boolean again(PoolServer server, Processed processed, Sendable sendable, Reason reason) {
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

  private Response stuck(Response answer, PoolServer server, Optional<String> before) {
    if (options.sticky().isEmpty() || before.equals(Optional.of(server.name()))) {
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
