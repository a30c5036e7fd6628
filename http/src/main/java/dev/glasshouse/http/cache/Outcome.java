package dev.glasshouse.http.cache;

import dev.glasshouse.http.caching.CacheStatus;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the cache did with a request.
 *
 * @param forwarded why the network was asked; empty where what is stored answered alone
 * @param forwardedStatus what the network answered; empty where it was not asked, or did not answer
 * @param freshness of the stored answer that was used; empty where none was
 * @param storing whether the answer that came is stored as it goes by
 * @param collapsed whether it shares another request's answer
 */
public record Outcome(
    Optional<CacheStatus.Forwarded> forwarded,
    OptionalInt forwardedStatus,
    Optional<Freshness> freshness,
    Storing storing,
    boolean collapsed) {

  /** Whether what comes is stored as it goes by. */
  public enum Storing {
    /** It is not. */
    NOT,
    /** It is, unless it breaks off: its length is known, and there is room for it. */
    STORED,
    /** It is, unless it breaks off or turns out to be too large: its length is not known. */
    UNLESS_TOO_LARGE
  }

  /** What Cache-Status says where {@code stored} is not certain. */
  private static final String LENGTH_UNKNOWN = "length-unknown";

  /** Nothing is known yet. */
  static final Outcome NONE =
      new Outcome(Optional.empty(), OptionalInt.empty(), Optional.empty(), Storing.NOT, false);

  /** Whether what is stored answered, and nobody was asked. */
  public boolean isHit() {
    return forwarded.isEmpty() && freshness.isPresent();
  }

  /** Whether the answer that came is stored as it goes by. */
  public boolean stored() {
    return storing != Storing.NOT;
  }

  /** As the field Cache-Status has it (RFC 9211), under the cache's name. */
  public CacheStatus status(String cache) {
    OptionalLong ttl =
        freshness.map(f -> OptionalLong.of(f.left().toSeconds())).orElse(OptionalLong.empty());
    return new CacheStatus(
        cache,
        isHit(),
        forwarded,
        forwardedStatus,
        ttl,
        stored(),
        collapsed,
        "",
        storing == Storing.UNLESS_TOO_LARGE ? LENGTH_UNKNOWN : "");
  }

  Outcome forwarded(Because because) {
    return new Outcome(Optional.of(why(because)), forwardedStatus, freshness, storing, collapsed);
  }

  Outcome came(int status) {
    return new Outcome(forwarded, OptionalInt.of(status), freshness, storing, collapsed);
  }

  Outcome used(Freshness used) {
    return new Outcome(forwarded, forwardedStatus, Optional.of(used), storing, collapsed);
  }

  Outcome storing(Storing how) {
    return new Outcome(forwarded, forwardedStatus, freshness, how, collapsed);
  }

  Outcome joined(Because because, Freshness used) {
    return new Outcome(
        Optional.of(why(because)), OptionalInt.empty(), Optional.of(used), Storing.NOT, true);
  }

  /** A reason of ours as RFC 9211 2.2 names it. */
  private static CacheStatus.Forwarded why(Because because) {
    if (!(because.reason() instanceof CacheReason reason)) {
      return CacheStatus.Forwarded.BYPASS;
    }
    return switch (reason) {
      case NOTHING_STORED -> CacheStatus.Forwarded.URI_MISS;
      case VARY_DIFFERS, CREDENTIALS_DIFFER -> CacheStatus.Forwarded.VARY_MISS;
      case METHOD_NOT_STORED -> CacheStatus.Forwarded.METHOD;
      case REQUEST_NO_CACHE, REQUEST_MAX_AGE, REQUEST_MIN_FRESH, RELOAD, HARD_RELOAD ->
          CacheStatus.Forwarded.REQUEST;
      case PART_MISSING, RESUMED, NOT_ONE_RANGE -> CacheStatus.Forwarded.PARTIAL;
      case MODE_NO_STORE, OWN_CONDITION, UNKEYED -> CacheStatus.Forwarded.BYPASS;
      case STALE,
          STALE_AGED,
          STALE_HEURISTIC,
          NO_FRESHNESS,
          MUST_REVALIDATE,
          NO_CACHE,
          PURGED_SOFTLY,
          UNCONFIRMED,
          BEHIND ->
          CacheStatus.Forwarded.STALE;
      default -> CacheStatus.Forwarded.MISS;
    };
  }
}
