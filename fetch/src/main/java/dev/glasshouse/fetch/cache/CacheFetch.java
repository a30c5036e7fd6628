package dev.glasshouse.fetch.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.CacheControl;
import dev.glasshouse.http.caching.FailureVerdict;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Invalidation;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.PartVerdict;
import dev.glasshouse.http.caching.Policy;
import dev.glasshouse.http.caching.Preconditions;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.http.caching.ReuseVerdict;
import dev.glasshouse.http.caching.StorageVerdict;
import dev.glasshouse.http.caching.StoredFields;
import dev.glasshouse.http.caching.Validation;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request on its way through the cache (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, from step 8.20 on).
 */
final class CacheFetch {
  private final HttpCache cache;
  private final Request request;
  private final Asking asking;
  private final CacheKey key;
  private final HttpCache.Network network;
  private final Trail trail;
  private final CacheControl wishes;
  private final Answers answers;

  CacheFetch(
      HttpCache cache, Request request, Asking asking, HttpCache.Network network, Trail trail) {
    this.cache = cache;
    this.request = request;
    this.asking = asking;
    this.key = asking.key();
    this.network = network;
    this.trail = trail;
    this.wishes = CacheControl.ofRequest(request.fields());
    this.answers = new Answers(cache, request.method(), trail);
  }

  /** What becomes of the request. */
  private sealed interface Plan {
    Because because();

    /** What is stored answers. */
    record Serve(
        Entry entry, Part part, Freshness freshness, String store, boolean check, Because because)
        implements Plan {}

    /** The server is asked whether an entry holds. */
    record Check(Entry entry, Part part, String store, List<Field> conditions, Because because)
        implements Plan {}

    /** The server is asked for the rest of an entry. */
    record Complete(Entry entry, List<Field> conditions, Because because) implements Plan {}

    /** The server is asked. */
    record Ask(Because because) implements Plan {}
  }

  Response run() throws IOException {
    boolean reads = request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
    Optional<Because> past = reads ? past() : Optional.empty();
    if (past.isPresent() || !reads) {
      past.ifPresent(because -> passed(because, List.of()));
      return direct();
    }
    boolean waited = false;
    while (true) {
      Plan plan = plan();
      if (plan instanceof Plan.Serve serve) {
        Optional<Response> answer = serve(serve);
        if (answer.isPresent()) {
          return answer.get();
        }
        continue;
      }
      if (onlyIfCached()) {
        return answers.refuse(
            key.url(),
            Because.of(CacheReason.ONLY_IF_CACHED, Clause.rfc(9111, "5.2.1.7"))
                .butNot("network", reason(plan.because()), arguments(plan.because())));
      }
      if (waited || !mayShare()) {
        return ask(plan, Optional.empty());
      }
      var mine = new Flight();
      Flight others = cache.flights().putIfAbsent(key, mine);
      if (others == null) {
        return ask(plan, Optional.of(mine));
      }
      waited = true;
      Optional<Response> shared = share(others);
      if (shared.isPresent()) {
        return shared.get();
      }
    }
  }

  /** Where the bytes of the answer come from. */
  HttpCache.Source source() {
    return answers.source();
  }

  private static CacheReason reason(Because because) {
    return because.reason() instanceof CacheReason its ? its : CacheReason.NOTHING_STORED;
  }

  private static Object[] arguments(Because because) {
    return because.arguments().toArray();
  }

  /** What would become of it. */
  Outlook outlook() {
    Optional<Because> past = past();
    if (past.isPresent()) {
      return new Outlook(Outlook.What.PAST, "", past.get(), List.of());
    }
    Plan plan = plan();
    if (onlyIfCached() && !(plan instanceof Plan.Serve)) {
      return new Outlook(
          Outlook.What.REFUSED, "", Because.of(CacheReason.ONLY_IF_CACHED), List.of());
    }
    return switch (plan) {
      case Plan.Serve s ->
          new Outlook(
              s.check() ? Outlook.What.SERVED_AND_CHECKED : Outlook.What.SERVED,
              s.store(),
              s.because(),
              List.of());
      case Plan.Check c ->
          new Outlook(
              c.conditions().isEmpty() ? Outlook.What.ASKED : Outlook.What.CHECKED,
              c.store(),
              c.because(),
              lines(c.conditions()));
      case Plan.Complete c ->
          new Outlook(
              Outlook.What.COMPLETED, c.entry().store(), c.because(), lines(c.conditions()));
      case Plan.Ask a -> new Outlook(Outlook.What.ASKED, "", a.because(), List.of());
    };
  }

  /** Why the request goes past the cache; empty when it does not. */
  private Optional<Because> past() {
    if (asking.mode() == CacheMode.NO_STORE) {
      return Optional.of(Because.of(CacheReason.MODE_NO_STORE, Clause.of("WHATWG Fetch", "2.2.5")));
    }
    Optional<String> condition = Preconditions.condition(request.fields());
    if (condition.isPresent()) {
      return Optional.of(
          Because.of(CacheReason.OWN_CONDITION, Clause.of("WHATWG Fetch", "4.6"), condition.get()));
    }
    if (!request.body().isEmpty()) {
      return Optional.of(Because.of(CacheReason.UNKEYED, "a body"));
    }
    if (request.fields().has("Host")) {
      return Optional.of(Because.of(CacheReason.UNKEYED, "a Host of its own"));
    }
    if (Ranges.wanted(request.fields()) instanceof Ranges.Wanted.Other) {
      return Optional.of(Because.of(CacheReason.NOT_ONE_RANGE, Clause.rfc(9111, "3.3")));
    }
    return Optional.empty();
  }

  private boolean onlyIfCached() {
    return asking.mode() == CacheMode.ONLY_IF_CACHED || wishes.has("only-if-cached");
  }

  private Plan plan() {
    if (asking.mode() == CacheMode.RELOAD) {
      return new Plan.Ask(Because.of(CacheReason.HARD_RELOAD, Clause.of("WHATWG Fetch", "2.2.5")));
    }
    Stores.Found found = cache.stores().find(key);
    Optional<Entry> entry = select(found.entries());
    return entry.isEmpty() ? miss(found.entries()) : plan(entry.get(), found.store(entry.get()));
  }

  private Optional<Entry> select(List<Entry> entries) {
    return Vary.select(entries.stream().map(Entry::stored).toList(), request.fields())
        .flatMap(stored -> entries.stream().filter(e -> e.stored() == stored).findFirst());
  }

  private Plan.Ask miss(List<Entry> others) {
    if (others.isEmpty()) {
      return new Plan.Ask(Because.of(CacheReason.NOTHING_STORED, Clause.rfc(9111, "4")));
    }
    String name = Vary.mismatch(others.getLast().stored(), request.fields()).orElse("");
    boolean named = others.getLast().stored().fields().hasElement("Vary", name);
    return new Plan.Ask(
        named
            ? Because.of(CacheReason.VARY_DIFFERS, Clause.rfc(9111, "4.1"), name)
            : Because.of(CacheReason.CREDENTIALS_DIFFER));
  }

  private Plan plan(Entry entry, String store) {
    ReuseVerdict verdict =
        ReuseVerdict.decide(Policy.PRIVATE, wishes, attitude(), entry.stored(), cache.now());
    PartVerdict bytes = PartVerdict.decide(request.fields(), entry.stored());
    return switch (bytes) {
      case PartVerdict.Missing missing -> new Plan.Ask(missing.because());
      case PartVerdict.Resume resume -> new Plan.Complete(entry, resume.fields(), resume.because());
      case PartVerdict.Whole _ -> plan(entry, entry.stored().part(), verdict, store);
      case PartVerdict.Slice slice -> plan(entry, slice.part(), verdict, store);
    };
  }

  private static Plan plan(Entry entry, Part part, ReuseVerdict verdict, String store) {
    return switch (verdict) {
      case ReuseVerdict.Serve s ->
          new Plan.Serve(entry, part, s.freshness(), store, false, s.because());
      case ReuseVerdict.ServeAndRevalidate s ->
          new Plan.Serve(entry, part, s.freshness(), store, true, s.because());
      case ReuseVerdict.Validate v ->
          new Plan.Check(entry, part, store, Validation.conditions(entry.stored()), v.because());
    };
  }

  private ReuseVerdict.Attitude attitude() {
    return switch (asking.mode()) {
      case DEFAULT, NO_STORE, RELOAD -> ReuseVerdict.Attitude.DEFAULT;
      case NO_CACHE -> ReuseVerdict.Attitude.REVALIDATE;
      case FORCE_CACHE, ONLY_IF_CACHED -> ReuseVerdict.Attitude.FORCE;
    };
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
    var asking =
        new Asking(
            this.asking.url(),
            this.asking.partition(),
            this.asking.credentials(),
            CacheMode.NO_CACHE,
            false);
    boolean begun =
        cache.behind(
            key,
            () -> {
              var fetch = new CacheFetch(cache, whole, asking, network, trail.after(id));
              try (Response response = fetch.ask(fetch.plan(), Optional.empty());
                  InputStream body = response.body().open()) {
                body.transferTo(OutputStream.nullOutputStream());
              } catch (IOException | IllegalStateException _) {
                // The stale answer stays as it is; the exchange's own steps tell what happened.
              }
            });
    if (begun && trail.on()) {
      trail.close(
          id,
          begin,
          new CacheStep.RevalidatedBehind(key.url(), cache.limits().behind()),
          Because.HAPPENED);
    }
  }

  /** Whether others may wait for this request's answer, and this one for theirs. */
  private boolean mayShare() {
    return request.method().equals(Method.GET)
        && (asking.mode() == CacheMode.DEFAULT || asking.mode() == CacheMode.FORCE_CACHE)
        && wishes.isEmpty()
        && !request.fields().has("Range")
        && !cache.isUnshared(key);
  }

  /** Waits for another request; its answer, where it may be shared; else empty: look again. */
  private Optional<Response> share(Flight others) throws IOException {
    long begin = trail.now();
    Flight.Landing landing = others.await(cache.limits().waiting());
    Optional<Response> response = Optional.empty();
    if (landing instanceof Flight.Landing.Shared shared
        && Vary.mismatch(shared.stored(), request.fields()).isEmpty()) {
      ReuseVerdict verdict =
          ReuseVerdict.decide(Policy.PRIVATE, wishes, attitude(), shared.stored(), cache.now());
      if (verdict instanceof ReuseVerdict.Serve serve) {
        Fields fields = StoredFields.toAnswer(shared.stored(), serve.freshness(), false);
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
    if (trail.on()) {
      trail.add(
          begin,
          new CacheStep.CacheWaited(key.url(), response.isPresent()),
          Because.of(CacheReason.JOINED, Clause.rfc(9111, "4")));
    }
    return response;
  }

  /** Asks the server, in the way that the plan has it. */
  private Response ask(Plan plan, Optional<Flight> flight) throws IOException {
    var keeping = new Keeping(cache, key, request, trail, flight);
    try {
      return ask(plan, keeping);
    } catch (IOException | RuntimeException e) {
      keeping.land(new Flight.Landing.Alone());
      throw e;
    }
  }

  private Response ask(Plan plan, Keeping keeping) throws IOException {
    List<Field> conditions =
        switch (plan) {
          case Plan.Check check -> check.conditions();
          case Plan.Complete complete -> complete.conditions();
          case Plan.Ask _, Plan.Serve _ -> List.of();
        };
    passed(plan.because(), conditions);
    Instant requestTime = cache.now();
    Response response;
    try {
      response = network.send(sent(conditions), trail);
    } catch (IOException e) {
      Response stale = unreachable(plan, e);
      keeping.land(new Flight.Landing.Alone());
      return stale;
    }
    Instant responseTime = cache.now();
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

  /** The request as it is sent: with the conditions, and with what a reload says (Fetch 4.6). */
  private Request sent(List<Field> conditions) {
    Fields fields = request.fields();
    switch (asking.mode()) {
      case NO_STORE, RELOAD ->
          fields = fields.orElse("Pragma", "no-cache").orElse("Cache-Control", "no-cache");
      case NO_CACHE -> fields = fields.orElse("Cache-Control", "max-age=0");
      case DEFAULT, FORCE_CACHE, ONLY_IF_CACHED -> {}
    }
    if (!conditions.isEmpty()) {
      var all = new ArrayList<>(fields.list());
      all.addAll(conditions);
      fields = Fields.copyOf(all);
    }
    return request.with(fields);
  }

  private void passed(Because because, List<Field> conditions) {
    if (trail.on()) {
      trail.mark(new CacheStep.CachePassed(key.url(), key.partition(), lines(conditions)), because);
    }
  }

  private static List<String> lines(List<Field> fields) {
    return fields.stream().map(Field::toString).toList();
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
            Policy.PRIVATE, plan.entry().stored(), response.fields(), requestTime, responseTime);
    if (!(verdict instanceof Validation.Verdict.Freshened freshened)) {
      cache.stores().remove(plan.entry());
      return ask(new Plan.Ask(verdict.because()), keeping);
    }
    Entry entry = freshen(plan.entry(), freshened, CacheReason.FRESHENED);
    keeping.land(new Flight.Landing.LookAgain());
    try {
      return answers.of(
          entry,
          plan.part(),
          Freshness.of(Policy.PRIVATE, entry.stored(), cache.now()),
          verdict.because(),
          plan.store(),
          true);
    } catch (IOException _) {
      return ask(new Plan.Ask(Because.of(CacheReason.DAMAGED)), keeping);
    }
  }

  private Entry freshen(Entry old, Validation.Verdict.Freshened verdict, CacheReason reason) {
    Entry entry = cache.stores().update(old, verdict.stored());
    if (trail.on()) {
      Freshness freshness = Freshness.of(Policy.PRIVATE, entry.stored(), cache.now());
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
    FailureVerdict verdict =
        FailureVerdict.decide(
            Policy.PRIVATE,
            wishes,
            plan.entry().stored(),
            new FailureVerdict.Failure.Answered(response.status()),
            cache.now());
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
    boolean givenUp = problem instanceof dev.glasshouse.http.CancelledException;
    if (givenUp || !(plan instanceof Plan.Check check)) {
      throw problem;
    }
    FailureVerdict verdict =
        FailureVerdict.decide(
            Policy.PRIVATE,
            wishes,
            check.entry().stored(),
            new FailureVerdict.Failure.Unreachable(String.valueOf(problem.getMessage())),
            cache.now());
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
    select(cache.stores().find(key).entries())
        .ifPresent(entry -> {
          switch (Validation.head(
              Policy.PRIVATE, entry.stored(), response.fields(), requestTime, responseTime)) {
            case Validation.Verdict.Freshened freshened ->
                freshen(entry, freshened, CacheReason.HEAD_MATCHES);
            case Validation.Verdict.NotOurs notOurs -> {
              cache.stores().remove(entry);
              invalidated(key.url(), 1, notOurs.because());
            }
          }
        });
  }

  /** A request that nothing stored answers; an unsafe one puts what is stored out of date. */
  private Response direct() throws IOException {
    Instant requestTime = cache.now();
    Response response = network.send(sent(List.of()), trail);
    Instant responseTime = cache.now();
    Invalidation verdict =
        Invalidation.decide(asking.url(), request.method(), response.status(), response.fields());
    for (Url url : verdict.urls()) {
      int entries = cache.stores().remove(asking.key(url));
      if (entries > 0) {
        invalidated(url.display(), entries, verdict.because());
      }
    }
    boolean stores =
        asking.mode() != CacheMode.NO_STORE
            && request.method().equals(Method.POST)
            && StorageVerdict.decide(Policy.PRIVATE, request, response, responseTime)
                instanceof StorageVerdict.Store;
    return stores
        ? new Keeping(cache, key, request, trail, Optional.empty())
            .response(response, requestTime, responseTime)
        : response;
  }

  private void invalidated(String url, int entries, Because because) {
    if (trail.on()) {
      trail.mark(new CacheStep.CacheInvalidated(url, entries), because);
    }
  }
}
