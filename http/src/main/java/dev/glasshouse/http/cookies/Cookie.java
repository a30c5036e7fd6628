package dev.glasshouse.http.cookies;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A cookie as it is kept (RFC 6265bis 5.7). Name, value and path are bytes, a character each, as
 * fields carry them; nothing is decoded.
 *
 * @param name the name; may be empty
 * @param value the value; may be empty
 * @param scope where it belongs
 * @param expires when it ends; empty when with the browser
 * @param secure whether it goes only where nobody can listen
 * @param httpOnly whether scripts may not see it
 * @param sameSite whether it goes with requests from other sites
 * @param created when it was made; kept when it is replaced
 */
public record Cookie(
    String name,
    String value,
    Scope scope,
    Optional<Instant> expires,
    boolean secure,
    boolean httpOnly,
    SameSite sameSite,
    Instant created) {

  /** The longest that a cookie holds: 400 days (RFC 6265bis 5.5). */
  public static final Duration LONGEST = Duration.ofDays(400);

  /**
   * Where a cookie belongs.
   *
   * @param domain the domain, lower case, without a leading dot
   * @param hostOnly whether it goes to that very host only
   * @param path the path under which it is sent
   * @param partition the site of the top page under which alone it is sent (CHIPS); empty when
   *     everywhere
   */
  public record Scope(String domain, boolean hostOnly, String path, String partition) {}

  /** What no two cookies have in common. */
  public record Key(String name, Scope scope) {}

  /** What tells it from all others. */
  public Key key() {
    return new Key(name, scope);
  }

  /** Its domain. */
  public String domain() {
    return scope.domain();
  }

  /** Its path. */
  public String path() {
    return scope.path();
  }

  /** Whether it has ended. */
  public boolean isOver(Instant now) {
    return expires.isPresent() && !expires.get().isAfter(now);
  }

  /** Its name for people: as UTF-8, what is none replaced. */
  public String shownName() {
    return shown(name);
  }

  /** Its value for people. */
  public String shownValue() {
    return shown(value);
  }

  /** How many bytes name and value have. */
  public int size() {
    return name.length() + value.length();
  }

  /** The same, made then. */
  public Cookie madeWhen(Instant moment) {
    return new Cookie(name, value, scope, expires, secure, httpOnly, sameSite, moment);
  }

  /** Bytes for people: as UTF-8, what is none replaced. */
  public static String shown(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
