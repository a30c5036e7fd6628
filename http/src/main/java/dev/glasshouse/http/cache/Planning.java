package dev.glasshouse.http.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.CacheControl;
import dev.glasshouse.http.caching.FailureVerdict;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.PartVerdict;
import dev.glasshouse.http.caching.Policy;
import dev.glasshouse.http.caching.Preconditions;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.http.caching.ReuseVerdict;
import dev.glasshouse.http.caching.SearchVariance;
import dev.glasshouse.http.caching.Stored;
import dev.glasshouse.http.caching.Validation;
import dev.glasshouse.http.caching.Vary;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to become of one request, by what is stored (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, step 8.25; RFC 9111 4). Nothing is asked here, and nothing changed but that entries
 * go that were purged.
 */
final class Planning {
  private final HttpCache cache;
  private final Request request;
  private final Asking asking;
  private final CacheControl wishes;

  Planning(HttpCache cache, Request request, Asking asking) {
    this.cache = cache;
    this.request = request;
    this.asking = asking;
    this.wishes = CacheControl.ofRequest(request.fields());
  }

  /** What the request says of caches. */
  CacheControl wishes() {
    return wishes;
  }

  /** Why the request goes past the cache; empty when it does not. */
  Optional<Because> past() {
    if (asking.mode() == CacheMode.NO_STORE) {
      return Optional.of(Because.of(CacheReason.MODE_NO_STORE, Clause.of("WHATWG Fetch", "2.2.5")));
    }
    Optional<String> condition = Preconditions.condition(request.fields());
    if (cache.policy() == Policy.SHARED) {
      // If-Range is for the cut of the bytes to look at (RFC 9110 13.1.5).
      condition = condition.filter(name -> !name.equals("If-Range"));
    }
    if (condition.isPresent()) {
      return Optional.of(
          Because.of(CacheReason.OWN_CONDITION, Clause.of("WHATWG Fetch", "4.6"), condition.get()));
    }
    if (!request.body().isEmpty()) {
      return Optional.of(Because.of(CacheReason.UNKEYED, "a body"));
    }
    if (request.fields().has("Host") && cache.policy() == Policy.PRIVATE) {
      return Optional.of(Because.of(CacheReason.UNKEYED, "a Host of its own"));
    }
    if (Ranges.wanted(request.fields()) instanceof Ranges.Wanted.Other) {
      return Optional.of(Because.of(CacheReason.NOT_ONE_RANGE, Clause.rfc(9111, "3.3")));
    }
    return Optional.empty();
  }

  /** Whether nothing but the cache may answer. */
  boolean onlyIfCached() {
    return asking.mode() == CacheMode.ONLY_IF_CACHED || wishes.has("only-if-cached");
  }

  /** The plan as things are now. */
  Plan plan(Trail trail) {
    if (asking.mode() == CacheMode.RELOAD) {
      return new Plan.Ask(Because.of(CacheReason.HARD_RELOAD, Clause.of("WHATWG Fetch", "2.2.5")));
    }
    Stores.Found found = cache.stores().find(asking.key());
    List<Entry> standing = standing(found.entries());
    Optional<Entry> entry = select(standing);
    Plan plan;
    if (entry.isPresent()) {
      plan = plan(entry.get(), standing, found::store);
    } else {
      plan =
          standing.size() < found.entries().size()
              ? new Plan.Ask(Because.of(CacheReason.PURGED))
              : miss(standing);
    }
    return plan instanceof Plan.Ask || plan instanceof Plan.Check
        ? ofAnotherUrl(trail).orElse(plan)
        : plan;
  }

  /** What is stored and fresh, where it is in memory with all its bytes; empty where it is not. */
  Optional<Plan.Serve> ready() {
    return cache
        .stores()
        .inMemory(asking.key())
        .filter(entries -> entries.stream().noneMatch(this::isGone))
        .flatMap(entries -> select(entries).map(entry -> plan(entry, entries, _ -> "memory")))
        .flatMap(plan ->
            plan instanceof Plan.Serve serve
                    && !serve.check()
                    && serve.entry().content() instanceof Content.InMemory
                ? Optional.of(serve)
                : Optional.empty());
  }

  private boolean isGone(Entry entry) {
    return cache.upkeep().of(entry.key().url(), entry.stored()) == Upkeep.Standing.GONE;
  }

  /** What of the request selects among the answers that are stored; empty where none is. */
  Optional<Fields> variant() {
    List<Entry> entries = cache.stores().find(asking.key()).entries();
    return entries.isEmpty() ? Optional.empty() : variant(entries.getLast().stored());
  }

  /** The same, as an answer says that is like those to come; empty where nothing can select. */
  Optional<Fields> variant(Stored like) {
    return Vary.isStar(like.fields())
        ? Optional.empty()
        : Optional.of(Vary.selecting(request.fields(), like.fields()));
  }

  /** The entries that were not purged. */
  private List<Entry> standing(List<Entry> entries) {
    if (cache.upkeep() == Upkeep.NONE) {
      return entries;
    }
    var left = new ArrayList<Entry>(entries.size());
    for (Entry entry : entries) {
      if (isGone(entry)) {
        cache.stores().remove(entry);
      } else {
        left.add(entry);
      }
    }
    return left;
  }

  /** The entry that fits the request's fields, of those for one key. */
  Optional<Entry> select(List<Entry> entries) {
    if (entries.size() == 1) {
      Entry only = entries.getFirst();
      return Vary.mismatch(cache.policy(), only.stored(), request.fields()).isEmpty()
          ? Optional.of(only)
          : Optional.empty();
    }
    return Vary.select(
            cache.policy(), entries.stream().map(Entry::stored).toList(), request.fields())
        .flatMap(stored -> entries.stream().filter(e -> e.stored() == stored).findFirst());
  }

  /**
   * What is stored for a URL that No-Vary-Search makes the same, while it is fresh. It is not
   * checked with the server: its validators were given out for another URL.
   */
  private Optional<Plan> ofAnotherUrl(Trail trail) {
    List<Entry> same = cache.searches().equivalents(asking.key(), asking.url());
    Optional<Entry> entry = same.isEmpty() ? Optional.empty() : select(same);
    if (entry.isEmpty()
        || !(plan(entry.get(), entry.get().store()) instanceof Plan.Serve serve)
        || serve.check()) {
      return Optional.empty();
    }
    if (trail.on()) {
      trail.mark(
          new CacheStep.CacheMatched(asking.key().url(), entry.get().key().url()),
          sameSearch(entry.get()));
    }
    return Optional.of(serve);
  }

  private static Because sameSearch(Entry entry) {
    return Because.of(
        CacheReason.SEARCH_SAME,
        Clause.of("No-Vary-Search", "6"),
        SearchVariance.shown(entry.stored().fields()));
  }

  private Plan.Ask miss(List<Entry> others) {
    if (others.isEmpty()) {
      return new Plan.Ask(Because.of(CacheReason.NOTHING_STORED, Clause.rfc(9111, "4")));
    }
    String name =
        Vary.mismatch(cache.policy(), others.getLast().stored(), request.fields()).orElse("");
    boolean named = others.getLast().stored().fields().hasElement("Vary", name);
    return new Plan.Ask(
        named
            ? Because.of(CacheReason.VARY_DIFFERS, Clause.rfc(9111, "4.1"), name)
            : Because.of(CacheReason.CREDENTIALS_DIFFER));
  }

  /**
   * The plan for the newest of the entries. Where that is a failure, a good answer that is kept
   * beside it is looked at too: once the failure is no longer fresh it counts alone, and before
   * that it is used where what is stored may be used in a failure's place (RFC 5861 4).
   */
  private Plan plan(Entry newest, List<Entry> standing, Function<Entry, String> store) {
    Plan plan = plan(newest, store.apply(newest));
    if (standing.size() == 1 || !newest.isFailure()) {
      return plan;
    }
    Optional<Entry> good = select(standing.stream().filter(each -> !each.isFailure()).toList());
    if (good.isEmpty()) {
      return plan;
    }
    Plan own = plan(good.get(), store.apply(good.get()));
    return plan instanceof Plan.Serve failure ? instead(own, failure) : own;
  }

  /** The plan where a failure is kept, and the server is not asked again so soon. */
  private Plan instead(Plan good, Plan.Serve failure) {
    Status status = failure.entry().stored().status();
    Object[] kept = {status.toString(), failure.freshness().age()};
    if (good instanceof Plan.Serve serve) {
      // As stale as it is, it may be used; that the server fails just now is known.
      return new Plan.Serve(
          serve.entry(),
          serve.part(),
          serve.freshness(),
          serve.store(),
          false,
          serve.because().butNot("the failure", CacheReason.FAILED_JUST_NOW, kept));
    }
    if (!(good instanceof Plan.Check check)) {
      return failure;
    }
    if (cache.isUnconfirmed(check.entry())) {
      return failure.but(check.because());
    }
    FailureVerdict verdict =
        FailureVerdict.decide(
            cache.policy(),
            wishes,
            check.entry().stored(),
            new FailureVerdict.Failure.Answered(status),
            cache.freshness(check.entry()));
    return verdict instanceof FailureVerdict.Serve serve
        ? new Plan.Serve(
            check.entry(),
            check.part(),
            serve.freshness(),
            check.store(),
            false,
            serve.because().butNot("the failure", CacheReason.FAILED_JUST_NOW, kept))
        : failure.but(verdict.because());
  }

  private Plan plan(Entry entry, String store) {
    ReuseVerdict verdict = verdict(entry);
    PartVerdict bytes = PartVerdict.decide(request.fields(), entry.stored());
    return switch (bytes) {
      case PartVerdict.Missing missing -> new Plan.Ask(missing.because());
      case PartVerdict.Resume resume -> new Plan.Complete(entry, resume.fields(), resume.because());
      case PartVerdict.Whole _ -> plan(entry, entry.stored().part(), verdict, store);
      case PartVerdict.Slice slice -> plan(entry, slice.part(), verdict, store);
    };
  }

  private ReuseVerdict verdict(Entry entry) {
    Upkeep.Standing standing = cache.upkeep().of(entry.key().url(), entry.stored());
    Freshness own = Freshness.of(cache.policy(), entry.stored(), cache.now());
    if (standing == Upkeep.Standing.GOOD) {
      return decided(entry, own);
    }
    Freshness counted = cache.freshness(entry);
    if (standing == Upkeep.Standing.UNCONFIRMED) {
      return new ReuseVerdict.Validate(counted, Because.of(CacheReason.UNCONFIRMED));
    }
    ReuseVerdict verdict = decided(entry, counted);
    return own.isFresh() && decided(entry, own) instanceof ReuseVerdict.Serve
        ? softened(verdict)
        : verdict;
  }

  private ReuseVerdict decided(Entry entry, Freshness freshness) {
    return ReuseVerdict.decide(cache.policy(), wishes, attitude(), entry.stored(), freshness);
  }

  /** A soft purge alone made it stale: it may be used as what is stale may (RFC 9111 4.2.4). */
  private static ReuseVerdict softened(ReuseVerdict verdict) {
    Freshness freshness = verdict.freshness();
    Because because = Because.of(CacheReason.PURGED_SOFTLY, freshness.staleness());
    return switch (verdict) {
      case ReuseVerdict.Serve s -> s;
      case ReuseVerdict.ServeAndRevalidate _ ->
          new ReuseVerdict.ServeAndRevalidate(freshness, because);
      case ReuseVerdict.Validate _ -> new ReuseVerdict.Validate(freshness, because);
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

  /** How the request is disposed towards what is stored. */
  ReuseVerdict.Attitude attitude() {
    return switch (asking.mode()) {
      case DEFAULT, NO_STORE, RELOAD -> ReuseVerdict.Attitude.DEFAULT;
      case NO_CACHE -> ReuseVerdict.Attitude.REVALIDATE;
      case FORCE_CACHE, ONLY_IF_CACHED -> ReuseVerdict.Attitude.FORCE;
    };
  }

  /** The request as it is sent: with the conditions, and with what a reload says (Fetch 4.6). */
  Request sent(List<Field> conditions) {
    Fields fields = request.fields();
    switch (asking.mode()) {
      case NO_STORE, RELOAD ->
          fields = fields.orElse("Pragma", "no-cache").orElse("Cache-Control", "no-cache");
      case NO_CACHE -> fields = fields.orElse("Cache-Control", "max-age=0");
      case DEFAULT, FORCE_CACHE, ONLY_IF_CACHED -> {}
    }
    if (conditions.isEmpty()) {
      return request.with(fields);
    }
    var all = new ArrayList<>(fields.list());
    all.addAll(conditions);
    return request.with(Fields.copyOf(all));
  }

  /** What would become of the request. */
  Outlook outlook() {
    Optional<Because> past = past();
    if (past.isPresent()) {
      return new Outlook(Outlook.What.PAST, "", past.get(), List.of());
    }
    Plan plan = plan(Trail.OFF);
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
              List.of(),
              Optional.of(s.entry())
                  .filter(entry -> !entry.key().equals(asking.key()))
                  .map(entry -> new Outlook.Same(entry.key().url(), sameSearch(entry))));
      case Plan.Check c ->
          new Outlook(
              c.conditions().isEmpty() ? Outlook.What.ASKED : Outlook.What.CHECKED,
              c.store(),
              c.because(),
              lines(c.conditions()));
      case Plan.Complete c ->
          new Outlook(
              Outlook.What.COMPLETED, c.entry().store(), c.because(), lines(c.conditions()));
      case Plan.Ask a -> new Outlook(Outlook.What.ASKED, "", elsewhere(a.because()), List.of());
    };
  }

  /** Why nothing is stored for this asker, though there is something for another site's pages. */
  private Because elsewhere(Because because) {
    if (because.reason() != CacheReason.NOTHING_STORED) {
      return because;
    }
    CacheKey key = asking.key();
    return cache.stores().all().stream()
        .map(Entry::key)
        .filter(other -> other.url().equals(key.url()))
        .filter(other -> !other.partition().equals(key.partition()))
        .findFirst()
        .map(other ->
            Because.of(
                CacheReason.OTHER_PARTITION, Clause.of("WHATWG Fetch", "2.8"), other.partition()))
        .orElse(because);
  }

  /** Fields as people read them. */
  static List<String> lines(List<Field> fields) {
    return fields.stream().map(Field::toString).toList();
  }
}
