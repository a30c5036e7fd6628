package dev.glasshouse.http.cache;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.FailureVerdict;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.PartVerdict;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.http.caching.StoredFields;
import dev.glasshouse.http.caching.Validation;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The server is asked, in the way that a plan has it, and what it says is done with what is stored
 * (RFC 9111 3.4, 4.3; RFC 5861 4).
 */
final class Inquiry {
  private final HttpCache cache;
  private final Request request;
  private final Asking asking;
  private final CacheKey key;
  private final HttpCache.Network network;
  private final Planning planning;
  private final Answers answers;
  private final Trail trail;

  Inquiry(
      HttpCache cache,
      Request request,
      Asking asking,
      HttpCache.Network network,
      Planning planning,
      Answers answers,
      Trail trail) {
    this.cache = cache;
    this.request = request;
    this.asking = asking;
    this.key = asking.key();
    this.network = network;
    this.planning = planning;
    this.answers = answers;
    this.trail = trail;
  }

  /**
   * Asks.
   *
   * @param flight what others wait for; empty when nobody does
   */
  Response ask(Plan plan, Optional<Flight> flight) throws IOException {
    var keeping = new Keeping(cache, asking, request, answers, trail, flight);
    try {
      return ask(plan, keeping);
    } catch (IOException e) {
      // Where it was given up, nothing is wrong with the server: one of those who wait asks
      // instead.
      keeping.land(isGivenUp(e) ? new Flight.Landing.HandedOver() : new Flight.Landing.Alone());
      throw e;
    } catch (RuntimeException e) {
      keeping.land(new Flight.Landing.Alone());
      throw e;
    }
  }

  /** Whether whoever asked was interrupted, and nothing failed. */
  private static boolean isGivenUp(IOException problem) {
    return problem instanceof CancelledException || problem instanceof DialException.Cancelled;
  }

  private Response ask(Plan plan, Keeping keeping) throws IOException {
    List<Field> conditions = plan.fields();
    passed(plan, conditions);
    answers.outcome(answers.outcome().forwarded(plan.because()));
    Instant requestTime = cache.now();
    Response response;
    try {
      response = network.send(planning.sent(conditions), trail);
    } catch (IOException e) {
      Response stale = unreachable(plan, e);
      keeping.land(new Flight.Landing.Alone());
      return stale;
    }
    Instant responseTime = cache.now();
    answers.outcome(answers.outcome().came(response.status().code()));
    boolean unmodified = response.status().equals(Status.NOT_MODIFIED) && !conditions.isEmpty();
    if (plan instanceof Plan.Check check && unmodified) {
      return unmodified(check, response, requestTime, responseTime, keeping);
    }
    if (plan instanceof Plan.Complete complete) {
      return completed(complete, response, requestTime, responseTime, keeping);
    }
    if (plan instanceof Plan.Check check && FailureVerdict.isFailure(response.status())) {
      Optional<Response> stale = failed(check, response);
      if (stale.isPresent()) {
        keeping.land(new Flight.Landing.Alone());
        return stale.get();
      }
    }
    return came(response, requestTime, responseTime, keeping);
  }

  private Response came(
      Response response, Instant requestTime, Instant responseTime, Keeping keeping)
      throws IOException {
    if (request.method().equals(Method.HEAD)) {
      head(response, requestTime, responseTime);
      return response;
    }
    return keeping.response(response, requestTime, responseTime);
  }

  private void passed(Plan plan, List<Field> conditions) {
    if (trail.on()) {
      List<String> lines = Planning.lines(conditions);
      CacheStep step =
          plan instanceof Plan.Complete
              ? new CacheStep.CacheCompletes(key.url(), key.partition(), lines)
              : conditions.isEmpty()
                  ? new CacheStep.CachePassed(key.url(), key.partition())
                  : new CacheStep.CacheChecks(key.url(), key.partition(), lines);
      trail.mark(step, plan.because());
    }
  }

  /** RFC 9111 4.3.3, 4.3.4: the server says that the entry holds. */
  private Response unmodified(
      Plan.Check plan,
      Response response,
      Instant requestTime,
      Instant responseTime,
      Keeping keeping)
      throws IOException {
    response.close();
    Validation.Verdict verdict =
        Validation.notModified(
            cache.policy(), plan.entry().stored(), response.fields(), requestTime, responseTime);
    if (!(verdict instanceof Validation.Verdict.Freshened freshened)) {
      cache.stores().remove(plan.entry());
      return ask(new Plan.Ask(verdict.because()), keeping);
    }
    Entry entry = freshen(plan.entry(), freshened, CacheReason.FRESHENED);
    keeping.land(new Flight.Landing.LookAgain());
    try {
      return answers.of(
          entry, plan.part(), cache.freshness(entry), verdict.because(), plan.store(), true);
    } catch (IOException _) {
      return ask(new Plan.Ask(Because.of(CacheReason.DAMAGED)), keeping);
    }
  }

  private Entry freshen(Entry old, Validation.Verdict.Freshened verdict, CacheReason reason) {
    Entry entry = cache.stores().update(old, verdict.stored());
    if (trail.on()) {
      Freshness freshness = cache.freshness(entry);
      trail.mark(
          new CacheStep.CacheFreshened(
              key.url(),
              StoredFields.changed(old.stored().fields(), entry.stored().fields()),
              freshness.lifetime()),
          Because.of(reason, Clause.rfc(9111, "3.2")));
    }
    return entry;
  }

  /** RFC 9111 3.4: the rest of an entry came, or something else in its place. */
  private Response completed(
      Plan.Complete plan,
      Response response,
      Instant requestTime,
      Instant responseTime,
      Keeping keeping)
      throws IOException {
    Status status = response.status();
    if (status.equals(Status.PARTIAL_CONTENT)) {
      Optional<Part> came = Ranges.partOf(response.fields());
      Optional<Part> whole =
          came.flatMap(
              part -> PartVerdict.together(plan.entry().stored(), part, response.fields()));
      if (whole.filter(Part::isWhole).isPresent()) {
        try {
          return keeping.completed(
              plan.entry(), response, came.get(), whole.get(), requestTime, responseTime);
        } catch (IOException _) {
          cache.drop(plan.entry());
        }
      }
    } else if (status.code() != 416 && status.code() != 412) {
      return came(response, requestTime, responseTime, keeping);
    }
    // What came does not belong to what is stored: all of it is asked for.
    response.close();
    cache.stores().remove(plan.entry());
    return ask(new Plan.Ask(plan.because()), keeping);
  }

  /** The server answered with an error: perhaps the stale answer is used in its place. */
  private Optional<Response> failed(Plan.Check plan, Response response) throws IOException {
    if (cache.isUnconfirmed(plan.entry())) {
      return Optional.empty();
    }
    FailureVerdict verdict =
        FailureVerdict.decide(
            cache.policy(),
            planning.wishes(),
            plan.entry().stored(),
            new FailureVerdict.Failure.Answered(response.status()),
            cache.freshness(plan.entry()));
    if (!(verdict instanceof FailureVerdict.Serve serve)) {
      return Optional.empty();
    }
    Response stale;
    try {
      stale =
          answers.of(
              plan.entry(), plan.part(), serve.freshness(), serve.because(), plan.store(), false);
    } catch (IOException _) {
      return Optional.empty();
    }
    response.close();
    return Optional.of(stale);
  }

  /** The server could not be reached: perhaps the stale answer is used, or forbidden. */
  private Response unreachable(Plan plan, IOException problem) throws IOException {
    if (isGivenUp(problem)
        || !(plan instanceof Plan.Check check)
        || cache.isUnconfirmed(check.entry())) {
      throw problem;
    }
    FailureVerdict verdict =
        FailureVerdict.decide(
            cache.policy(),
            planning.wishes(),
            check.entry().stored(),
            new FailureVerdict.Failure.Unreachable(String.valueOf(problem.getMessage())),
            cache.freshness(check.entry()));
    boolean silently = verdict.because().reason() != CacheReason.STALE_IF_ERROR;
    if (asking.navigation() && silently) {
      throw problem;
    }
    return switch (verdict) {
      case FailureVerdict.Serve serve ->
          answers.of(
              check.entry(),
              check.part(),
              serve.freshness(),
              serve.because(),
              check.store(),
              false);
      case FailureVerdict.Forbidden forbidden -> answers.refuse(key.url(), forbidden.because());
      case FailureVerdict.PassOn _ -> throw problem;
    };
  }

  /** RFC 9111 4.3.5: what an answer to HEAD says of what is stored. */
  private void head(Response response, Instant requestTime, Instant responseTime) {
    if (!response.status().equals(Status.OK)) {
      return;
    }
    planning
        .select(cache.stores().find(key).entries())
        .ifPresent(entry -> {
          switch (Validation.head(
              cache.policy(), entry.stored(), response.fields(), requestTime, responseTime)) {
            case Validation.Verdict.Freshened freshened ->
                freshen(entry, freshened, CacheReason.HEAD_MATCHES);
            case Validation.Verdict.NotOurs notOurs -> {
              cache.stores().remove(entry);
              invalidated(notOurs.because());
            }
          }
        });
  }

  private void invalidated(Because because) {
    if (trail.on()) {
      trail.mark(new CacheStep.CacheInvalidated(key.url(), 1), because);
    }
  }
}
