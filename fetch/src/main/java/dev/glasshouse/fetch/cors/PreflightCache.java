package dev.glasshouse.fetch.cors;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public record Key(String partition, String origin, String url, CorsVerdict.With with) {}

  private record Allowed(Map<String, Instant> methods, Map<String, Instant> names) {}

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
            key, _ -> new Allowed(new LinkedHashMap<>(), new LinkedHashMap<>()));
    put(allowed.methods(), passed.methods(), until);
    put(allowed.names(), passed.names(), until);
  }

  private static void put(Map<String, Instant> into, List<String> names, Instant until) {
    for (String name : names) {
      if (into.size() < NAMES || into.containsKey(name)) {
        into.put(name, until);
      }
    }
  }

  /** How long the answer still holds that allows all of a preflight; empty when none does. */
  public synchronized Optional<Duration> covers(Key key, Preflight preflight, Instant now) {
    Allowed allowed = entries.get(key);
    if (allowed == null) {
      return Optional.empty();
    }
    boolean wild = key.with() == CorsVerdict.With.NOTHING;
    Instant first = Instant.MAX;
    if (!SafeFields.isSafelisted(preflight.method())) {
      first = min(first, until(allowed.methods(), preflight.method().name(), wild));
    }
    for (String name : preflight.unsafeNames()) {
      boolean wildName = wild && !SafeFields.needsItsName(name);
      first = min(first, until(allowed.names(), name, wildName));
    }
    if (first.equals(Instant.MAX)) {
      // A preflight that was only demanded: any answer that holds will do.
      first = until(allowed.methods(), preflight.method().name(), wild);
    }
    return first.isAfter(now) ? Optional.of(Duration.between(now, first)) : Optional.empty();
  }

  private static Instant until(Map<String, Instant> entries, String name, boolean wild) {
    Instant named = entries.getOrDefault(name, Instant.MIN);
    Instant any = wild ? entries.getOrDefault("*", Instant.MIN) : Instant.MIN;
    return named.isAfter(any) ? named : any;
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Forgets what was allowed to a key: its answer was refused after all. */
  public synchronized void remove(Key key) {
    entries.remove(key);
  }

  /** How many keys it holds. */
  public synchronized int size() {
    return entries.size();
  }
}
