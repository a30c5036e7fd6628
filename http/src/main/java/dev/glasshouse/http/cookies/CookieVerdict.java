package dev.glasshouse.http.cookies;

import dev.glasshouse.journey.Because;

/**
 * Whether a cookie is kept, as far as it itself says (RFC 6265bis 5.6, 5.7): what other cookies
 * there are is the jar's part.
 */
public sealed interface CookieVerdict {
  /** Its name, for the journey. */
  String name();

  /** Why. */
  Because because();

  /** It is kept; one that is over already only deletes. */
  record Kept(Cookie cookie, Because because) implements CookieVerdict {
    @Override
    public String name() {
      return cookie.shownName();
    }
  }

  /** It is refused. */
  record Refused(String name, Because because) implements CookieVerdict {}
}
