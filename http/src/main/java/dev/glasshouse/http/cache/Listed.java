package dev.glasshouse.http.cache;

import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Policy;
import dev.glasshouse.http.caching.Selected;
import dev.glasshouse.http.caching.Validation;
import dev.glasshouse.http.caching.Vary;
import java.time.Instant;
import java.util.List;

/**
 * An entry, as people are shown it.
 *
 * @param url the URL
 * @param partition the site in whose pages it may be used
 * @param credentials whether it was fetched with cookies
 * @param status its status code
 * @param bytes bytes of its body that are stored
 * @param whole whether that is all of it
 * @param store memory or disk
 * @param freshness its age and lifetime now
 * @param checked whether each use is checked with the server, fresh or not ({@code no-cache}, RFC
 *     9111 5.2.2.4)
 * @param validators the conditions that it can be checked with, {@code name: value}
 * @param vary the fields that a request must have, or must not have, again
 */
public record Listed(
    String url,
    String partition,
    boolean credentials,
    int status,
    long bytes,
    boolean whole,
    String store,
    Freshness freshness,
    boolean checked,
    List<String> validators,
    List<Selected> vary) {

  static Listed of(Policy policy, Entry entry, Instant now) {
    return new Listed(
        entry.key().url(),
        entry.key().partition(),
        entry.key().credentials(),
        entry.stored().status().code(),
        entry.content().length(),
        entry.stored().part().isWhole(),
        entry.store(),
        Freshness.of(policy, entry.stored(), now),
        entry.stored().control(policy).holdsForAll("no-cache"),
        Validation.conditions(entry.stored()).stream().map(Object::toString).toList(),
        Vary.selected(entry.stored()));
  }
}
