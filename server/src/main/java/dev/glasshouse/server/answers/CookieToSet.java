package dev.glasshouse.server.answers;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieField;
import dev.glasshouse.http.cookies.SameSite;
import java.time.Duration;
import java.util.Optional;

/**
 * A cookie that a response sets (RFC 6265bis 4.1). What it is made with is what is safe: only by
 * TLS, not for scripts, not with requests of other sites, for the host that sets it.
 *
 * @param name a token
 * @param value visible ASCII without quotes, commas, semicolons and backslashes; programs encode
 *     what they want to say
 * @param path under which it is sent back
 * @param domain for whose hosts it is; empty for the very host that sets it
 * @param maxAge how long it is kept; empty for as long as the browser runs
 * @param secure whether it goes only by TLS
 * @param httpOnly whether scripts may not see it
 * @param sameSite whether it goes with requests of other sites
 */
public record CookieToSet(
    String name,
    String value,
    String path,
    Optional<String> domain,
    Optional<Duration> maxAge,
    boolean secure,
    boolean httpOnly,
    SameSite sameSite) {

  /** What may not be sent, or what every browser refuses, is our caller's fault. */
  public CookieToSet {
    if (!FieldSyntax.isToken(name) || !isValue(value)) {
      throw new IllegalArgumentException("not a cookie that can be set: " + name);
    }
    if (!path.startsWith("/")
        || !isAttribute(path)
        || !domain.map(CookieToSet::isAttribute).orElse(true)) {
      throw new IllegalArgumentException("not a place for the cookie " + name);
    }
    if (sameSite == SameSite.NONE && !secure) {
      throw new IllegalArgumentException("SameSite=None needs Secure: " + name);
    }
    boolean host = name.startsWith("__Host-");
    if ((host || name.startsWith("__Secure-")) && !secure) {
      throw new IllegalArgumentException("this name needs Secure: " + name);
    }
    if (host && (domain.isPresent() || !path.equals("/"))) {
      throw new IllegalArgumentException("this name needs no Domain, and the Path /: " + name);
    }
    if (maxAge.isPresent() && maxAge.get().compareTo(Cookie.LONGEST) > 0) {
      throw new IllegalArgumentException("no browser keeps it for more than 400 days: " + name);
    }
  }

  /** A cookie for as long as the browser runs. */
  public static CookieToSet of(String name, String value) {
    return new CookieToSet(
        name, value, "/", Optional.empty(), Optional.empty(), true, true, SameSite.LAX);
  }

  /** What takes a cookie away again. */
  public static CookieToSet gone(String name) {
    return of(name, "").lasting(Duration.ZERO);
  }

  /** The value of a cookie that a request brings; empty where it brings none of that name. */
  public static Optional<String> read(Request request, String name) {
    return CookieField.parse(request.fields().all("Cookie")).stream()
        .filter(pair -> pair.name().equals(name))
        .map(CookieField.Pair::value)
        .findFirst();
  }

  private static boolean isValue(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0);
  }

  private static boolean isAttribute(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ';');
  }

  /** The same, kept for so long. */
  public CookieToSet lasting(Duration time) {
    return new CookieToSet(
        name, value, path, domain, Optional.of(time), secure, httpOnly, sameSite);
  }

  /** The same under another path. */
  public CookieToSet under(String newPath) {
    return new CookieToSet(name, value, newPath, domain, maxAge, secure, httpOnly, sameSite);
  }

  /** The same for a domain and all hosts in it. */
  public CookieToSet forDomain(String newDomain) {
    return new CookieToSet(
        name, value, path, Optional.of(newDomain), maxAge, secure, httpOnly, sameSite);
  }

  /** The same, with Secure or without. */
  public CookieToSet secure(boolean only) {
    return new CookieToSet(name, value, path, domain, maxAge, only, httpOnly, sameSite);
  }

  /** The same, for scripts to see. */
  public CookieToSet forScripts() {
    return new CookieToSet(name, value, path, domain, maxAge, secure, false, sameSite);
  }

  /** The same with another SameSite. */
  public CookieToSet with(SameSite newSameSite) {
    return new CookieToSet(name, value, path, domain, maxAge, secure, httpOnly, newSameSite);
  }

  /** The value of Set-Cookie. */
  public String text() {
    var text = new StringBuilder(name).append('=').append(value).append("; Path=").append(path);
    domain.ifPresent(its -> text.append("; Domain=").append(its));
    maxAge.ifPresent(its -> text.append("; Max-Age=").append(its.toSeconds()));
    if (secure) {
      text.append("; Secure");
    }
    if (httpOnly) {
      text.append("; HttpOnly");
    }
    if (sameSite != SameSite.UNSET) {
      text.append("; SameSite=").append(sameSite);
    }
    return text.toString();
  }

  /** A response that sets it. */
  public Response on(Response response) {
    return response.with(response.fields().plus("Set-Cookie", text()));
  }
}
