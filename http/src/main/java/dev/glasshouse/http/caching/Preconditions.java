package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import java.time.Instant;
import java.util.Optional;

/**
 * A client's own validation request, answered from what is stored (RFC 9111 4.3.2): whether 304 is
 * the answer.
 */
public final class Preconditions {
  private Preconditions() {}

  /** Whether a request has a condition, of any kind (RFC 9110 13.1). */
  public static Optional<String> condition(Fields request) {
    for (String name :
        new String[] {
          "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range"
        }) {
      if (request.has(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the client has what is stored already: If-None-Match decides where it is there,
   * If-Modified-Since else (RFC 9110 13.2.2).
   */
  public static boolean notModified(Fields request, Stored stored) {
    if (request.has("If-None-Match")) {
      Optional<EntityTag> ours = stored.tag();
      return request.elements("If-None-Match").stream()
          .anyMatch(each ->
              each.equals("*")
                  || EntityTag.parse(each)
                      .filter(tag -> ours.isPresent() && ours.get().matchesWeakly(tag))
                      .isPresent());
    }
    Instant now = stored.responseTime();
    Optional<Instant> since =
        request.first("If-Modified-Since").flatMap(text -> HttpDate.parse(text, now));
    // RFC 9111 4.3.2: without Last-Modified, Date stands for it, and then the time it came.
    Instant modified =
        stored
            .fields()
            .first("Last-Modified")
            .flatMap(text -> HttpDate.parse(text, now))
            .orElseGet(() -> Freshness.date(stored.fields(), stored.responseTime()));
    return since.isPresent() && !modified.isAfter(since.get());
  }
}
