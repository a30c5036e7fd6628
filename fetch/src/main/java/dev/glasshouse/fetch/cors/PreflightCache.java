package dev.glasshouse.fetch.cors;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What preflights allowed, as long as it holds (<a
 * href="https://fetch.spec.whatwg.org/#cors-preflight-cache">Fetch, "CORS-preflight cache"</a>).
 * Bounded: the key that was used the longest ago goes first. Safe for use by many threads.
 */
public final class PreflightCache {

  /**
   * Whom an answer holds for.
   *
   * @param partition the site of the page that a person sees
   * @param origin the origin that asks
   * @param url the URL
   * @param with whether credentials went with the request
   */
  public record Key(String partition, String origin, String url, CorsVerdict.With with) {
    private Key with(CorsVerdict.With other) {
      return new Key(partition, origin, url, other);
    }
  }

  /**
   * What is allowed until when.
   *
   * @param wild whether {@code *} stands for anything: not in answers to requests with credentials
   */
  private record Allowed(Map<String, Instant> methods, Map<String, Instant> names, boolean wild) {}

  /** Names under one key: a server that allows more is asked again for the rest. */
  private static final int NAMES = 100;

  private final Map<Key, Allowed> entries;

  /**
   * An empty one.
   *
   * @param most how many keys it holds
   */
  public PreflightCache(int most) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Allowed> eldest) {
            return size() > most;
          }
        };
  }

  /** Remembers what a preflight allowed. */
  public synchronized void put(Key key, Preflight.Verdict.Passed passed, Instant now) {
    Instant until = now.plus(passed.holds());
    Allowed allowed =
        entries.computeIfAbsent(
            key,
            _ ->
                new Allowed(
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    key.with() == CorsVerdict.With.NOTHING));
    put(allowed.methods(), passed.methods(), until, now);
    put(allowed.names(), passed.names(), until, now);
  }

  private static void put(
      Map<String, Instant> into, List<String> names, Instant until, Instant now) {
    into.values().removeIf(end -> !end.isAfter(now));
    for (String name : names) {
      if (into.size() < NAMES || into.containsKey(name)) {
        into.put(name, until);
      }
    }
  }

  /** How long the answers still hold that allow all of a preflight; empty when none do. */
  public synchronized Optional<Duration> covers(Key key, Preflight preflight, Instant now) {
    List<Allowed> allowed = of(key);
    Instant first = Instant.MAX;
    if (!SafeFields.isSafelisted(preflight.method())) {
      first = until(allowed, Allowed::methods, preflight.method().name(), true);
    }
    for (String name : preflight.unsafeNames()) {
      boolean anyName = !SafeFields.needsItsName(name);
      first = min(first, until(allowed, Allowed::names, name, anyName));
    }
    if (first.equals(Instant.MAX)) {
      // A preflight that was only demanded: any answer that holds will do.
      first = until(allowed, Allowed::methods, preflight.method().name(), true);
    }
    return first.isAfter(now) ? Optional.of(Duration.between(now, first)) : Optional.empty();
  }

  /**
   * What is allowed to a key ("cache entry match"): what a request with credentials may, one
   * without may, too.
   */
  private List<Allowed> of(Key key) {
    List<Key> keys =
        key.with() == CorsVerdict.With.CREDENTIALS
            ? List.of(key)
            : List.of(key, key.with(CorsVerdict.With.CREDENTIALS));
    return keys.stream().flatMap(its -> Optional.ofNullable(entries.get(its)).stream()).toList();
  }

  /** The end of what holds the longest; {@link Instant#MIN} where nothing does. */
  private static Instant until(
      List<Allowed> all,
      Function<Allowed, Map<String, Instant>> part,
      String name,
      boolean wildcard) {
    Instant last = Instant.MIN;
    for (Allowed allowed : all) {
      Map<String, Instant> ends = part.apply(allowed);
      last = max(last, ends.getOrDefault(name, Instant.MIN));
      if (wildcard && allowed.wild()) {
        last = max(last, ends.getOrDefault("*", Instant.MIN));
      }
    }
    return last;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /**
   * Forgets what was allowed to a key, with and without credentials ("clear cache entries"): the
   * request failed after all.
   */
  public synchronized void remove(Key key) {
    for (CorsVerdict.With with : CorsVerdict.With.values()) {
      entries.remove(key.with(with));
    }
  }

  /** How many keys it holds. */
  public synchronized int size() {
    return entries.size();
  }
}
