package dev.glasshouse.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One Set-Cookie, read as it stands, before anything is decided (RFC 6265bis 5.6). Pure.
 *
 * @param name the name; may be empty
 * @param value the value
 * @param domain Domain without a leading dot, in lower case; empty when absent or empty
 * @param path Path when it starts with a slash
 * @param lifetime Max-Age
 * @param expires Expires
 * @param secure Secure
 * @param httpOnly HttpOnly
 * @param sameSite SameSite
 */
record SetCookie(
    String name,
    String value,
    Optional<String> domain,
    Optional<String> path,
    Optional<Duration> lifetime,
    Optional<Instant> expires,
    boolean secure,
    boolean httpOnly,
    Cookie.SameSite sameSite) {

  /** The last attribute of a name wins; one whose value is too long is passed over. */
  static SetCookie parse(String text, int attributeLimit) {
    String[] parts = text.split(";", -1);
    int equals = parts[0].indexOf('=');
    String name = equals < 0 ? "" : trim(parts[0].substring(0, equals));
    String value = trim(equals < 0 ? parts[0] : parts[0].substring(equals + 1));
    var cookie =
        new SetCookie(
            name,
            value,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            Cookie.SameSite.UNSET);
    for (int i = 1; i < parts.length; i++) {
      int at = parts[i].indexOf('=');
      String attribute = trim(at < 0 ? parts[i] : parts[i].substring(0, at));
      String its = at < 0 ? "" : trim(parts[i].substring(at + 1));
      if (its.length() <= attributeLimit) {
        cookie = cookie.with(attribute.toLowerCase(Locale.ROOT), its);
      }
    }
    return cookie;
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
      to--;
    }
    return text.substring(from, to);
  }

  private SetCookie with(String attribute, String its) {
    return switch (attribute) {
      case "domain" -> withDomain(its);
      case "path" -> withPath(its.startsWith("/") ? Optional.of(its) : Optional.empty());
      case "max-age" -> maxAge(its).map(this::withLifetime).orElse(this);
      case "expires" -> CookieDate.parse(its).map(this::withExpires).orElse(this);
      case "secure" ->
          new SetCookie(name, value, domain, path, lifetime, expires, true, httpOnly, sameSite);
      case "httponly" ->
          new SetCookie(name, value, domain, path, lifetime, expires, secure, true, sameSite);
      case "samesite" ->
          new SetCookie(name, value, domain, path, lifetime, expires, secure, httpOnly, site(its));
      default -> this;
    };
  }

  private SetCookie withDomain(String its) {
    String bare = (its.startsWith(".") ? its.substring(1) : its).toLowerCase(Locale.ROOT);
    Optional<String> named = bare.isEmpty() ? Optional.empty() : Optional.of(bare);
    return new SetCookie(name, value, named, path, lifetime, expires, secure, httpOnly, sameSite);
  }

  private SetCookie withPath(Optional<String> its) {
    return new SetCookie(name, value, domain, its, lifetime, expires, secure, httpOnly, sameSite);
  }

  private SetCookie withLifetime(Duration its) {
    return new SetCookie(
        name, value, domain, path, Optional.of(its), expires, secure, httpOnly, sameSite);
  }

  private SetCookie withExpires(Instant its) {
    return new SetCookie(
        name, value, domain, path, lifetime, Optional.of(its), secure, httpOnly, sameSite);
  }

  private static Cookie.SameSite site(String its) {
    return switch (its.toLowerCase(Locale.ROOT)) {
      case "strict" -> Cookie.SameSite.STRICT;
      case "lax" -> Cookie.SameSite.LAX;
      case "none" -> Cookie.SameSite.NONE;
      default -> Cookie.SameSite.UNSET;
    };
  }

  /** Digits, perhaps after a minus; anything else is no number at all. */
  private static Optional<Duration> maxAge(String its) {
    boolean negative = its.startsWith("-");
    String digits = negative ? its.substring(1) : its;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    if (negative) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(
        digits.length() > 12 ? Cookie.LONGEST : Duration.ofSeconds(Long.parseLong(digits)));
  }
}
