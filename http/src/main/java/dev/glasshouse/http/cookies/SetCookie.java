package dev.glasshouse.http.cookies;

import dev.glasshouse.http.FieldSyntax;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One Set-Cookie, read as it stands, before anything is decided (<a
 * href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.6">RFC
 * 6265bis 5.6</a>). Texts are bytes, a character each. Pure.
 *
 * @param name the name; may be empty
 * @param value the value
 * @param domain Domain without a leading dot, in lower case; empty when absent or empty
 * @param path Path when it starts with a slash
 * @param maxAge Max-Age, at least zero and at most {@link Cookie#LONGEST}
 * @param expires Expires
 * @param flags the attributes without values
 * @param sameSite SameSite
 */
public record SetCookie(
    String name,
    String value,
    Optional<String> domain,
    Optional<String> path,
    Optional<Duration> maxAge,
    Optional<Instant> expires,
    Flags flags,
    SameSite sameSite) {

  /**
   * The attributes without values.
   *
   * @param secure Secure
   * @param httpOnly HttpOnly
   * @param partitioned Partitioned
   */
  public record Flags(boolean secure, boolean httpOnly, boolean partitioned) {}

  /** Reads a field's value: the last attribute of a name wins. Anything is a Set-Cookie. */
  public static SetCookie parse(String text, CookieLimits limits) {
    return new Reading(limits.attribute()).read(text);
  }

  /** Where the reading is. */
  private static final class Reading {
    private final int longest;
    private Optional<String> domain = Optional.empty();
    private Optional<String> path = Optional.empty();
    private Optional<Duration> maxAge = Optional.empty();
    private Optional<Instant> expires = Optional.empty();
    private boolean secure;
    private boolean httpOnly;
    private boolean partitioned;
    private SameSite sameSite = SameSite.UNSET;

    private Reading(int longest) {
      this.longest = longest;
    }

    private SetCookie read(String text) {
      // Steps 2 to 4: the first pair is name and value; without = it is a value.
      int end = semicolon(text, 0);
      int equals = text.indexOf('=');
      boolean named = equals >= 0 && equals < end;
      String name = named ? FieldSyntax.trim(text.substring(0, equals)) : "";
      String value = FieldSyntax.trim(text.substring(named ? equals + 1 : 0, end));
      for (int from = end + 1; from <= text.length(); from = end + 1) {
        end = semicolon(text, from);
        attribute(text.substring(from, end));
      }
      return new SetCookie(
          name,
          value,
          domain,
          path,
          maxAge,
          expires,
          new Flags(secure, httpOnly, partitioned),
          sameSite);
    }

    private static int semicolon(String text, int from) {
      int at = text.indexOf(';', from);
      return at < 0 ? text.length() : at;
    }

    /** Steps 4 to 7 of the attributes. */
    private void attribute(String text) {
      int equals = text.indexOf('=');
      String name = FieldSyntax.trim(equals < 0 ? text : text.substring(0, equals));
      String its = equals < 0 ? "" : FieldSyntax.trim(text.substring(equals + 1));
      if (its.length() > longest) {
        return;
      }
      switch (name.toLowerCase(Locale.ROOT)) {
        case "expires" -> expires = CookieDate.parse(its).or(() -> expires);
        case "max-age" -> maxAge = maxAge(its).or(() -> maxAge);
        case "domain" -> domain = domain(its);
        case "path" -> path = its.startsWith("/") ? Optional.of(its) : Optional.empty();
        case "secure" -> secure = true;
        case "httponly" -> httpOnly = true;
        case "partitioned" -> partitioned = true;
        case "samesite" -> sameSite = SameSite.of(its).orElse(SameSite.UNSET);
        default -> {}
      }
    }

    /** 5.6.3: an empty one says that there is none. */
    private static Optional<String> domain(String its) {
      String bare = its.startsWith(".") ? its.substring(1) : its;
      return bare.isEmpty() ? Optional.empty() : Optional.of(bare.toLowerCase(Locale.ROOT));
    }

    /** 5.6.2: digits, perhaps after a minus; anything else is no number at all. */
    private static Optional<Duration> maxAge(String its) {
      boolean negative = its.startsWith("-");
      String digits = negative ? its.substring(1) : its;
      if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.empty();
      }
      if (negative) {
        return Optional.of(Duration.ZERO);
      }
      String significant = digits.replaceFirst("^0+", "");
      long longest = Cookie.LONGEST.toSeconds();
      if (significant.length() > Long.toString(longest).length()) {
        return Optional.of(Cookie.LONGEST);
      }
      long seconds = significant.isEmpty() ? 0 : Long.parseLong(significant);
      return Optional.of(Duration.ofSeconds(Math.min(seconds, longest)));
    }
  }
}
