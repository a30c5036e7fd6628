package dev.glasshouse.server.sessions;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.cookies.SameSite;
import java.time.Duration;
import java.util.Optional;

/**
 * How a program's sessions are.
 *
 * @param name of the cookie; the parameter in URLs is always called {@link #PARAMETER}
 * @param idle how long one is kept that nobody uses: 30 min
 * @param longest how long one is kept at most, however much it is used: 12 h
 * @param cookieLasts how long browsers keep the cookie; empty for as long as they run
 * @param secure when the cookie goes by TLS only
 * @param sameSite whether the cookie goes with requests of other sites
 * @param urls whether ids are taken from URLs where no cookie comes: off, since URLs are shown,
 *     sent on and written down
 * @param away what is done when the store is away
 * @param values bytes of a session's values together: 64 KiB
 * @param tries how often a request stores its changes again when others are faster: 16
 */
public record SessionRules(
    String name,
    Duration idle,
    Duration longest,
    Optional<Duration> cookieLasts,
    Secure secure,
    SameSite sameSite,
    boolean urls,
    WhenAway away,
    int values,
    int tries) {

  /** When the cookie goes by TLS only. */
  public enum Secure {
    /** When it was set by TLS. */
    AS_REQUEST,
    /** Always: for a server behind another one that ends TLS. */
    ALWAYS
  }

  /** What is done when the store is away. */
  public enum WhenAway {
    /** The client gets 503. */
    REFUSE,
    /** The program works with a session that is empty and not kept. */
    GO_WITHOUT
  }

  /** A name that no cookie has, or times that are none, are our caller's fault. */
  public SessionRules {
    if (!FieldSyntax.isToken(name)) {
      throw new IllegalArgumentException("not a cookie's name: " + name);
    }
    if (!idle.isPositive() || longest.compareTo(idle) < 0) {
      throw new IllegalArgumentException("a session is idle for " + idle + " of " + longest);
    }
  }

  /** The parameter's name in URLs, by which journeys and logs know what to shorten. */
  public static final String PARAMETER = "jsessionid";

  /** The usual ones. */
  public static final SessionRules USUAL =
      new SessionRules(
          "JSESSIONID",
          Duration.ofMinutes(30),
          Duration.ofHours(12),
          Optional.empty(),
          Secure.AS_REQUEST,
          SameSite.LAX,
          false,
          WhenAway.REFUSE,
          64 * 1024,
          16);

  /** The same with other times. */
  public SessionRules lasting(Duration newIdle, Duration newLongest) {
    return new SessionRules(
        name, newIdle, newLongest, cookieLasts, secure, sameSite, urls, away, values, tries);
  }

  /** The same, beyond the end of the browser. */
  public SessionRules keptByBrowser(Duration time) {
    return new SessionRules(
        name, idle, longest, Optional.of(time), secure, sameSite, urls, away, values, tries);
  }

  /** The same, with ids in URLs where clients take no cookies. */
  public SessionRules withUrls() {
    return new SessionRules(
        name, idle, longest, cookieLasts, secure, sameSite, true, away, values, tries);
  }

  /** The same, with a cookie that goes by TLS only. */
  public SessionRules behindTls() {
    return new SessionRules(
        name, idle, longest, cookieLasts, Secure.ALWAYS, sameSite, urls, away, values, tries);
  }

  /** The same for when the store is away. */
  public SessionRules whenAway(WhenAway newAway) {
    return new SessionRules(
        name, idle, longest, cookieLasts, secure, sameSite, urls, newAway, values, tries);
  }
}
