package dev.glasshouse.http.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.caching.Invalidation;
import dev.glasshouse.http.caching.Policy;
import dev.glasshouse.http.caching.ReuseVerdict;
import dev.glasshouse.http.caching.StorageVerdict;
import dev.glasshouse.http.caching.StoredFields;
import dev.glasshouse.http.caching.Vary;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request on its way through the cache (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, from step 8.20 on): it is answered, waits for another one for the same thing, or
 * asks.
 */
final class CacheFetch {
  private final HttpCache cache;
  private final Request request;
  private final Asking asking;
  private final CacheKey key;
  private final HttpCache.Network network;
  private final Trail trail;
  private final Planning planning;
  private final Answers answers;
  private final Inquiry inquiry;

  CacheFetch(
      HttpCache cache, Request request, Asking asking, HttpCache.Network network, Trail trail) {
    this.cache = cache;
    this.request = request;
    this.asking = asking;
    this.key = asking.key();
    this.network = network;
    this.trail = trail;
    this.planning = new Planning(cache, request, asking);
    this.answers = new Answers(cache, request.method(), trail);
    this.inquiry = new Inquiry(cache, request, asking, network, planning, answers, trail);
  }

  Response run() throws IOException {
    boolean reads = request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
    Optional<Because> past = reads ? planning.past() : Optional.empty();
    if (past.isPresent() || !reads) {
      Because because =
          past.orElseGet(() ->
              Because.of(
                  CacheReason.METHOD_NOT_STORED, Clause.rfc(9111, "3"), request.method().name()));
      past.ifPresent(this::passed);
      answers.outcome(Outcome.NONE.forwarded(because));
      return direct();
    }
    long patience = System.nanoTime() + cache.limits().waiting().toNanos();
    boolean alone = !mayShare();
    boolean looked = false;
    Optional<Fields> variant = Optional.empty();
    while (true) {
      answers.outcome(Outcome.NONE);
      Plan plan = planning.plan(trail);
      if (plan instanceof Plan.Serve serve) {
        Optional<Response> answer = serve(serve);
        if (answer.isPresent()) {
          return answer.get();
        }
        continue;
      }
      if (planning.onlyIfCached()) {
        return answers.refuse(key.url(), onlyIfCached(plan.because()));
      }
      if (alone) {
        return inquiry.ask(plan, Optional.empty());
      }
      if (!looked) {
        // Behind the plan: what is found on the disk is in memory from then on.
        looked = true;
        variant = planning.variant();
      }
      var mine = new Flight(new Flight.Course(key, variant));
      Flight others = cache.flights().putIfAbsent(mine.course(), mine);
      if (others == null && landedSince(variant)) {
        // Another one's request landed between the look and this one's turn.
        cache.flights().remove(mine.course(), mine);
        mine.land(new Flight.Landing.HandedOver());
        variant = planning.variant();
        continue;
      }
      if (others == null) {
        return inquiry.ask(plan, Optional.of(mine));
      }
      long begin = trail.now();
      Flight.Landing landing =
          others.await(Duration.ofNanos(Math.max(0, patience - System.nanoTime())));
      Optional<Response> shared = shared(landing, plan.because());
      waited(begin, shared.isPresent());
      if (shared.isPresent()) {
        return shared.get();
      }
      // The asker left: one of those who waited asks for all. It got an answer for others: those
      // to whom the same one belongs wait for each other. Else each asks for itself.
      Optional<Fields> known = variant;
      variant = known.or(() -> other(landing));
      boolean apart = known.isEmpty() && variant.isPresent();
      alone =
          !apart && !(landing instanceof Flight.Landing.HandedOver)
              || System.nanoTime() >= patience;
    }
  }

  /** The answer, where a fresh one is in memory: nothing is waited for, and nobody asked. */
  Optional<Response> atOnce() {
    boolean reads = request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
    if (!reads || planning.past().isPresent()) {
      return Optional.empty();
    }
    return planning.ready().flatMap(this::serve);
  }

  /** What was done with the request. */
  Outcome outcome() {
    return answers.outcome();
  }

  /** Where the bytes of the answer come from. */
  HttpCache.Source source() {
    return answers.source();
  }

  private static Because onlyIfCached(Because instead) {
    CacheReason reason =
        instead.reason() instanceof CacheReason its ? its : CacheReason.NOTHING_STORED;
    return Because.of(CacheReason.ONLY_IF_CACHED, Clause.rfc(9111, "5.2.1.7"))
        .butNot("network", reason, instead.arguments().toArray());
  }

  private void passed(Because because) {
    if (trail.on()) {
      trail.mark(new CacheStep.CachePassed(key.url(), key.partition()), because);
    }
  }

  /** Answers with what is stored; empty when its bytes turned out to be damaged. */
  private Optional<Response> serve(Plan.Serve plan) {
    Response response;
    try {
      response =
          answers.of(
              plan.entry(), plan.part(), plan.freshness(), plan.because(), plan.store(), false);
    } catch (IOException _) {
      return Optional.empty();
    }
    if (plan.check()) {
      revalidateBehind();
    }
    return Optional.of(response);
  }

  /** RFC 5861 3: the stale answer is in use; a fresh one is asked for, whole, and only stored. */
  private void revalidateBehind() {
    long id = trail.open();
    long begin = trail.now();
    Request whole = request.with(request.fields().without("Range")).with(Body.NONE);
    Asking checking = asking.checking();
    boolean begun =
        cache
            .behind()
            .begin(
                key,
                () -> new CacheFetch(cache, whole, checking, network, trail.after(id)).store());
    if (begun && trail.on()) {
      trail.close(
          id,
          begin,
          new CacheStep.RevalidatedBehind(key.url(), cache.limits().behind()),
          Because.HAPPENED);
    }
  }

  /** Asks, and only stores what comes; where nothing does, what was stored stays as it is. */
  private void store() {
    try (Response response = inquiry.ask(behind(planning.plan(trail)), Optional.empty());
        InputStream body = response.body().open()) {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | RuntimeException e) {
      // A program that ends takes its connections away under it: that is an end like others.
      if (trail.on()) {
        trail.mark(
            new CacheStep.CacheTrouble(key.url(), "the stale answer stays"),
            Because.of(CacheReason.UNCHECKED, Texts.of(e)));
      }
    }
  }

  /** The plan of what is asked behind a stale answer: no client reloads. */
  private static Plan behind(Plan plan) {
    return plan instanceof Plan.Check check && check.because().reason() == CacheReason.RELOAD
        ? new Plan.Check(
            check.entry(),
            check.part(),
            check.store(),
            check.conditions(),
            Because.of(CacheReason.BEHIND, Clause.rfc(5861, "3")))
        : plan;
  }

  /** Whether others may wait for this request's answer, and this one for theirs. */
  private boolean mayShare() {
    return request.method().equals(Method.GET)
        && (asking.mode() == CacheMode.DEFAULT || asking.mode() == CacheMode.FORCE_CACHE)
        && planning.wishes().isEmpty()
        && !request.fields().has("Range")
        && !cache.isUnshared(key);
  }

  /** Whether there is an answer now, or it is known by now what selects one. */
  private boolean landedSince(Optional<Fields> variant) {
    return planning.plan(Trail.OFF) instanceof Plan.Serve
        || variant.isEmpty() && planning.variant().isPresent();
  }

  /** What of this request selects, where the answer that was waited for is not for it. */
  private Optional<Fields> other(Flight.Landing landing) {
    return landing instanceof Flight.Landing.Shared shared
            && Vary.mismatch(cache.policy(), shared.stored(), request.fields()).isPresent()
        ? planning.variant(shared.stored())
        : Optional.empty();
  }

  /** The answer of the request that was waited for, where it may be shared. */
  private Optional<Response> shared(Flight.Landing landing, Because because) {
    Optional<Response> response = Optional.empty();
    if (landing instanceof Flight.Landing.Shared shared
        && cache.upkeep().of(key.url(), shared.stored()) == Upkeep.Standing.GOOD
        && Vary.mismatch(cache.policy(), shared.stored(), request.fields()).isEmpty()) {
      ReuseVerdict verdict =
          ReuseVerdict.decide(
              cache.policy(), planning.wishes(), planning.attitude(), shared.stored(), cache.now());
      if (verdict instanceof ReuseVerdict.Serve serve) {
        Fields fields =
            StoredFields.toAnswer(cache.policy(), shared.stored(), serve.freshness(), false);
        answers.outcome(Outcome.NONE.joined(because, serve.freshness()));
        response =
            shared
                .filling()
                .reader()
                .map(reader ->
                    new Response(
                        shared.stored().status(),
                        shared.stored().reason(),
                        shared.version(),
                        fields,
                        Body.streaming(reader, shared.stored().part().total())));
      }
    }
    return response;
  }

  private void waited(long begin, boolean shared) {
    if (trail.on()) {
      trail.add(
          begin,
          new CacheStep.CacheWaited(key.url(), shared),
          Because.of(CacheReason.JOINED, Clause.rfc(9111, "4")));
    }
  }

  /** A request that nothing stored answers; an unsafe one puts what is stored out of date. */
  private Response direct() throws IOException {
    Instant requestTime = cache.now();
    Response response = network.send(planning.sent(List.of()), trail);
    answers.outcome(answers.outcome().came(response.status().code()));
    Instant responseTime = cache.now();
    Invalidation verdict =
        Invalidation.decide(asking.url(), request.method(), response.status(), response.fields());
    for (Url url : verdict.urls()) {
      CacheKey named = url.equals(asking.url()) ? key : asking.key(url);
      int entries = remove(named, url);
      if (cache.policy() == Policy.PRIVATE) {
        // What was changed has changed for those who ask without cookies, too.
        entries += remove(named.ofOtherCredentials(), url);
      }
      if (entries > 0) {
        invalidated(url.display(), entries, verdict.because());
      }
    }
    boolean stores =
        asking.mode() != CacheMode.NO_STORE
            && request.method().equals(Method.POST)
            && StorageVerdict.decide(cache.policy(), request, response, responseTime)
                instanceof StorageVerdict.Store;
    return stores
        ? new Keeping(cache, asking, request, answers, trail, Optional.empty())
            .response(response, requestTime, responseTime)
        : response;
  }

  private int remove(CacheKey named, Url url) {
    List<Entry> same = cache.searches().equivalents(named, url);
    same.forEach(cache.stores()::remove);
    return cache.stores().remove(named) + same.size();
  }

  private void invalidated(String url, int entries, Because because) {
    if (trail.on()) {
      trail.mark(new CacheStep.CacheInvalidated(url, entries), because);
    }
  }
}
