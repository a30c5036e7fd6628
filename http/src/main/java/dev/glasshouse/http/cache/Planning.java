package dev.glasshouse.http.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.caching.CacheControl;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.PartVerdict;
import dev.glasshouse.http.caching.Policy;
import dev.glasshouse.http.caching.Preconditions;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.http.caching.ReuseVerdict;
import dev.glasshouse.http.caching.SearchVariance;
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

/**
 * What is to become of one request, by what is stored (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, step 8.25; RFC 9111 4). Nothing is asked and nothing changed here.
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
    Optional<Entry> entry = select(found.entries());
    Plan plan =
        entry.isEmpty() ? miss(found.entries()) : plan(entry.get(), found.store(entry.get()));
    return plan instanceof Plan.Ask || plan instanceof Plan.Check
        ? ofAnotherUrl(trail).orElse(plan)
        : plan;
  }

  /** The entry that fits the request's fields, of those for one key. */
  Optional<Entry> select(List<Entry> entries) {
    return Vary.select(entries.stream().map(Entry::stored).toList(), request.fields())
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
          Because.of(
              CacheReason.SEARCH_SAME,
              Clause.of("No-Vary-Search", "6"),
              SearchVariance.shown(entry.get().stored().fields())));
    }
    return Optional.of(serve);
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

  /** Fields as people read them. */
  static List<String> lines(List<Field> fields) {
    return fields.stream().map(Field::toString).toList();
  }
}
