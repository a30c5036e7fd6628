package dev.glasshouse.http.caching;

import dev.glasshouse.url.Url;
import java.util.Optional;

/** URLs that a message names, against the URL that was asked. */
final class SameUrl {
  private SameUrl() {}

  /** Whether a reference names the URL itself; fragments do not count. */
  static boolean is(String url, String reference) {
    Optional<Url> base = Url.tryParse(url);
    return base.flatMap(b -> Url.tryParse(reference, b))
        .filter(named -> named.hrefWithoutFragment().equals(base.get().hrefWithoutFragment()))
        .isPresent();
  }

  /** The URL that a reference names, where it has the same origin. */
  static Optional<Url> ofSameOrigin(Url base, String reference) {
    return Url.tryParse(reference, base)
        .filter(named -> named.origin().isSameOrigin(base.origin()));
  }
}
