package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;

/**
 * Which URLs' stored responses may not be used any more after a request (RFC 9111 4.4). Pure.
 *
 * @param urls the URL that was asked, and those of the same origin that the response names; empty
 *     when nothing changed
 * @param because why
 */
public record Invalidation(List<Url> urls, Because because) {
  private static final Invalidation NOTHING = new Invalidation(List.of(), Because.HAPPENED);

  /** Decides: a method that is not known to be safe, and an answer that is no error. */
  public static Invalidation decide(Url url, Method method, Status status, Fields response) {
    boolean succeeded = status.code() >= 200 && status.code() < 400;
    if (method.isSafe() || !succeeded) {
      return NOTHING;
    }
    var urls = new ArrayList<Url>();
    urls.add(url);
    for (String name : new String[] {"Location", "Content-Location"}) {
      for (String value : response.all(name)) {
        SameUrl.ofSameOrigin(url, value).filter(u -> !urls.contains(u)).ifPresent(urls::add);
      }
    }
    return new Invalidation(
        List.copyOf(urls),
        Because.of(CacheReason.UNSAFE_METHOD, Clause.rfc(9111, "4.4"), method.name()));
  }
}
