package dev.glasshouse.server.answers;

import dev.glasshouse.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What caches may do with an answer: the directives of Cache-Control (RFC 9111 5.2.2), put together
 * from one of four beginnings, so that none contradicts another.
 */
public final class CacheRules {
  private final List<String> directives;

  private CacheRules(List<String> directives) {
    this.directives = List.copyOf(directives);
  }

  /** Nobody keeps it. */
  public static CacheRules never() {
    return new CacheRules(List.of("no-store"));
  }

  /** Whoever keeps it asks each time whether it is still good. */
  public static CacheRules asking() {
    return new CacheRules(List.of("no-cache"));
  }

  /** The client alone keeps it, for so long. */
  public static CacheRules ownFor(Duration time) {
    return new CacheRules(List.of("private", "max-age=" + time.toSeconds()));
  }

  /** Everybody keeps it, for so long. */
  public static CacheRules sharedFor(Duration time) {
    return new CacheRules(List.of("public", "max-age=" + time.toSeconds()));
  }

  /** It never changes under its URL (RFC 8246). */
  public static CacheRules forever() {
    return new CacheRules(
        List.of("public", "max-age=" + Duration.ofDays(365).toSeconds(), "immutable"));
  }

  private CacheRules plus(String directive) {
    var all = new ArrayList<>(directives);
    all.add(directive);
    return new CacheRules(all);
  }

  /** Shared caches keep it for another time (s-maxage). */
  public CacheRules atEdgesFor(Duration time) {
    return plus("s-maxage=" + time.toSeconds());
  }

  /** Once it is stale it is not served without asking. */
  public CacheRules mustAsk() {
    return plus("must-revalidate");
  }

  /** It may be served for so long while it is asked for anew (RFC 5861 3). */
  public CacheRules whileAskingFor(Duration time) {
    return plus("stale-while-revalidate=" + time.toSeconds());
  }

  /** It may be served for so long when this server fails (RFC 5861 4). */
  public CacheRules onFailureFor(Duration time) {
    return plus("stale-if-error=" + time.toSeconds());
  }

  /** Nobody on the way codes it otherwise. */
  public CacheRules asItIs() {
    return plus("no-transform");
  }

  /** The value of Cache-Control. */
  public String text() {
    return String.join(", ", directives);
  }

  /** A response with it. */
  public Response on(Response response) {
    return response.with("Cache-Control", text());
  }
}
