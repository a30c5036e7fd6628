package dev.glasshouse.http.caching;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a cache did with a request, as one member of the field Cache-Status (RFC 9211).
 *
 * @param cache the cache's name
 * @param hit whether a stored response answered, without asking on
 * @param forwarded why it asked on; empty when it did not
 * @param forwardedStatus the status code that came from there, where it differs from the answer's
 * @param ttl seconds of freshness left; negative when stale
 * @param stored whether the answer that came was stored
 * @param collapsed whether it shared another request's answer
 * @param key what the entry is kept by; empty when it is not told
 * @param detail anything else; empty when nothing
 */
public record CacheStatus(
    String cache,
    boolean hit,
    Optional<Forwarded> forwarded,
    OptionalInt forwardedStatus,
    OptionalLong ttl,
    boolean stored,
    boolean collapsed,
    String key,
    String detail) {

  /** Why a request went on (RFC 9211 2.2). */
  public enum Forwarded {
    /** The cache was told to let it pass. */
    BYPASS,
    /** Its method demands it. */
    METHOD,
    /** Nothing is stored for the URL. */
    URI_MISS,
    /** What is stored for the URL fits no request with these fields. */
    VARY_MISS,
    /** Nothing is stored that could be used, and no more is known. */
    MISS,
    /** The request's own fields demand it. */
    REQUEST,
    /** What is stored is stale. */
    STALE,
    /** A part of it is not stored. */
    PARTIAL;

    /** As the field has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A stored response answered. */
  public static CacheStatus hit(String cache, Freshness freshness) {
    return new CacheStatus(
        cache,
        true,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.of(freshness.left().toSeconds()),
        false,
        false,
        "",
        "");
  }

  /** The request went on. */
  public static CacheStatus forwarded(String cache, Forwarded why, int status, boolean stored) {
    return new CacheStatus(
        cache,
        false,
        Optional.of(why),
        OptionalInt.of(status),
        OptionalLong.empty(),
        stored,
        false,
        "",
        "");
  }

  /** The member: a token or a string with its parameters. */
  @Override
  public String toString() {
    var text = new StringBuilder(item(cache));
    if (hit) {
      text.append("; hit");
    }
    forwarded.ifPresent(why -> text.append("; fwd=").append(why));
    forwardedStatus.ifPresent(status -> text.append("; fwd-status=").append(status));
    ttl.ifPresent(seconds -> text.append("; ttl=").append(seconds));
    if (stored) {
      text.append("; stored");
    }
    if (collapsed) {
      text.append("; collapsed");
    }
    if (!key.isEmpty()) {
      text.append("; key=").append(string(key));
    }
    if (!detail.isEmpty()) {
      text.append("; detail=").append(item(detail));
    }
    return text.toString();
  }

  /**
   * These fields with the member at the end of Cache-Status: the cache nearest to the user last.
   */
  public Fields addTo(Fields fields) {
    String member = toString();
    return fields.with(
        "Cache-Status",
        fields.combined("Cache-Status").map(before -> before + ", " + member).orElse(member));
  }

  /** A token where it may be one (RFC 9651 3.3.4), else a string. */
  private static String item(String text) {
    boolean token =
        !text.isEmpty()
            && (Character.isLetter(text.charAt(0)) || text.charAt(0) == '*')
            && text.chars().allMatch(c -> FieldSyntax.isTokenChar(c) || c == ':' || c == '/');
    return token ? text : string(text);
  }

  /** A string (RFC 9651 3.3.3): printable ASCII; what is not is left out. */
  private static String string(String text) {
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      if (c >= ' ' && c < 0x7f) {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
