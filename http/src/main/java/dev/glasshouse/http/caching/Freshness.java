package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How old a stored response is, and for how long it is fresh: the arithmetic of RFC 9111 4.2 as
 * data. Ages and lifetimes are compared in whole seconds, as the fields give them.
 *
 * @param stored how long ago it was stored, or validated last
 * @param before how old it was then: its Age, its Date and the time on the way (4.2.3)
 * @param lifetime for how long it is fresh, from its origin on
 * @param basis what says so
 * @param decidedBy the field that decided, as people read it; empty where none did
 */
public record Freshness(
    Duration stored, Duration before, Duration lifetime, Basis basis, String decidedBy) {

  /** The longest lifetime that a heuristic gives: a week. */
  public static final Duration MOST_HEURISTIC = Duration.ofDays(7);

  /** What gives the freshness lifetime, the first that is there (RFC 9111 4.2.1). */
  public enum Basis {
    /** s-maxage, in a shared cache. */
    S_MAXAGE,
    /** max-age. */
    MAX_AGE,
    /** Expires less Date. */
    EXPIRES,
    /** A tenth of the time since Last-Modified (4.2.2). */
    HEURISTIC,
    /** Nothing does: it is never fresh. */
    NONE
  }

  /** The freshness of a stored response at a moment. */
  public static Freshness of(Policy policy, Stored stored, Instant now) {
    Duration resident = atLeastZero(Duration.between(stored.responseTime(), now));
    Lifetime lifetime =
        lifetime(
            policy,
            stored.status(),
            stored.fields(),
            stored.control(policy),
            stored.responseTime());
    return new Freshness(
        resident,
        initialAge(stored.fields(), stored.requestTime(), stored.responseTime()),
        lifetime.duration(),
        lifetime.basis(),
        lifetime.decidedBy());
  }

  /** The current age (RFC 9111 4.2.3). */
  public Duration age() {
    return before.plus(stored);
  }

  /** The age in whole seconds, as Age has it. */
  public long ageSeconds() {
    return Math.min(CacheControl.MOST_SECONDS, age().toSeconds());
  }

  /** How much of the lifetime is left; negative when it is stale. */
  public Duration left() {
    return lifetime.minus(age());
  }

  /** Whether it is fresh: the lifetime is larger than the age. */
  public boolean isFresh() {
    return lifetime.toSeconds() > age().toSeconds();
  }

  /** For how long it has been stale; zero when it is not. */
  public Duration staleness() {
    return atLeastZero(age().minus(lifetime));
  }

  /** The same, of what counts as stale from a moment on, whatever its fields say. */
  public Freshness staleSince(Instant moment, Instant now) {
    Duration until = atLeastZero(age().minus(atLeastZero(Duration.between(moment, now))));
    return until.compareTo(lifetime) < 0
        ? new Freshness(stored, before, until, basis, decidedBy)
        : this;
  }

  /** Why it is fresh or stale, with the arithmetic. */
  public Because because() {
    if (basis == Basis.NONE) {
      return Because.of(CacheReason.NO_FRESHNESS, Clause.rfc(9111, "4.2.1"), stored);
    }
    if (basis == Basis.HEURISTIC) {
      return because(
          isFresh() ? CacheReason.FRESH_HEURISTIC : CacheReason.STALE_HEURISTIC,
          Clause.rfc(9111, "4.2.2"),
          MOST_HEURISTIC);
    }
    boolean aged = countsBefore();
    CacheReason reason =
        isFresh()
            ? aged ? CacheReason.FRESH_AGED : CacheReason.FRESH
            : aged ? CacheReason.STALE_AGED : CacheReason.STALE;
    return Because.of(reason, Clause.rfc(9111, "4.2"), arguments(stored, before));
  }

  /**
   * Whether the age that it came with is worth telling: without it the difference that is told
   * would not come out, to the three digits that durations are told with.
   */
  private boolean countsBefore() {
    Duration difference = isFresh() ? left() : staleness();
    return !before.isZero() && before.compareTo(difference.dividedBy(200)) >= 0;
  }

  /**
   * Another reason with the same arithmetic, from its age on: places 0 to 3, then what is given.
   */
  Because because(CacheReason reason, Clause clause, Object... more) {
    return Because.of(reason, clause, arguments(age(), more));
  }

  private Object[] arguments(Duration since, Object... more) {
    var all = new Object[4 + more.length];
    all[0] = since;
    all[1] = lifetime;
    all[2] = decidedBy.isEmpty() ? "-" : decidedBy;
    all[3] = isFresh() ? left() : staleness();
    System.arraycopy(more, 0, all, 4, more.length);
    return all;
  }

  /** A freshness lifetime and what gave it. */
  record Lifetime(Duration duration, Basis basis, String decidedBy) {
    static final Lifetime NONE = new Lifetime(Duration.ZERO, Basis.NONE, "");

    /** Whether the origin said it, and not a heuristic. */
    boolean isExplicit() {
      return basis != Basis.NONE && basis != Basis.HEURISTIC;
    }
  }

  /**
   * The freshness lifetime of a response (RFC 9111 4.2.1): the first that is there of s-maxage (in
   * a shared cache), max-age, Expires, and a heuristic.
   */
  static Lifetime lifetime(
      Policy policy, Status status, Fields fields, CacheControl control, Instant responseTime) {
    OptionalLong shared = control.lifetime("s-maxage");
    if (policy == Policy.SHARED && shared.isPresent()) {
      return seconds(shared.getAsLong(), Basis.S_MAXAGE, control.shown("s-maxage"));
    }
    OptionalLong maxAge = control.lifetime("max-age");
    if (maxAge.isPresent()) {
      return seconds(maxAge.getAsLong(), Basis.MAX_AGE, control.shown("max-age"));
    }
    Instant date = date(fields, responseTime);
    if (fields.has("Expires") && !control.isTargeted()) {
      return expires(fields, date);
    }
    return heuristic(status, fields, control, date);
  }

  private static Lifetime seconds(long seconds, Basis basis, String decidedBy) {
    return new Lifetime(Duration.ofSeconds(seconds), basis, decidedBy);
  }

  /** Expires (RFC 9111 5.3): a date that is none, and dates that differ, lie in the past. */
  private static Lifetime expires(Fields fields, Instant date) {
    List<String> all = fields.all("Expires").stream().distinct().toList();
    Optional<Instant> moment =
        all.size() == 1 ? HttpDate.parse(all.getFirst(), date) : Optional.empty();
    Duration lifetime = moment.map(m -> Duration.between(date, m)).orElse(Duration.ZERO);
    return new Lifetime(atLeastZero(lifetime), Basis.EXPIRES, "Expires: " + String.join(", ", all));
  }

  /** A tenth of the time since the last change, a week at most (RFC 9111 4.2.2). */
  private static Lifetime heuristic(
      Status status, Fields fields, CacheControl control, Instant date) {
    Optional<Instant> modified =
        fields.first("Last-Modified").flatMap(text -> HttpDate.parse(text, date));
    boolean allowed = isHeuristicallyCacheable(status) || control.has("public");
    if (!allowed || modified.isEmpty() || !modified.get().isBefore(date)) {
      return Lifetime.NONE;
    }
    Duration tenth = Duration.between(modified.get(), date).dividedBy(10);
    return new Lifetime(
        tenth.compareTo(MOST_HEURISTIC) > 0 ? MOST_HEURISTIC : tenth,
        Basis.HEURISTIC,
        "Last-Modified: " + fields.first("Last-Modified").orElse(""));
  }

  /** The statuses that may be stored without explicit freshness (RFC 9110 15.1). */
  static boolean isHeuristicallyCacheable(Status status) {
    return switch (status.code()) {
      case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  /** The response's Date; when it came, where it has none that is one (RFC 9110 6.6.1). */
  static Instant date(Fields fields, Instant responseTime) {
    return fields
        .first("Date")
        .flatMap(text -> HttpDate.parse(text, responseTime))
        .orElse(responseTime);
  }

  /** How old a response was when it came (RFC 9111 4.2.3, corrected_initial_age). */
  static Duration initialAge(Fields fields, Instant requestTime, Instant responseTime) {
    Duration apparent = atLeastZero(Duration.between(date(fields, responseTime), responseTime));
    Duration delay = atLeastZero(Duration.between(requestTime, responseTime));
    Duration corrected = Duration.ofSeconds(ageValue(fields)).plus(delay);
    return apparent.compareTo(corrected) > 0 ? apparent : corrected;
  }

  /** The first value of Age; 0 where it is no number (RFC 9111 5.1). */
  static long ageValue(Fields fields) {
    return fields
        .first("Age")
        .map(value -> value.split(",", 2)[0].strip())
        .map(CacheControl::number)
        .orElse(OptionalLong.empty())
        .orElse(0);
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
