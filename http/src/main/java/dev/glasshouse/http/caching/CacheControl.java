package dev.glasshouse.http.caching;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The directives of a message's Cache-Control (RFC 9111 5.2). Names are compared without regard to
 * case; arguments may be tokens or quoted strings; of a directive that stands twice, the first
 * counts (4.2.1); what is not understood is left alone (5.2.3).
 *
 * <p>A number of seconds that is no number is read in the safe way: a freshness lifetime of zero
 * (4.2.1), a permission that is not given, a demand at its strictest.
 */
public final class CacheControl {
  private static final String FIELD = "Cache-Control";

  /** No directives. */
  public static final CacheControl NONE = new CacheControl(Map.of(), FIELD);

  /** The largest number of seconds: what is larger means this (RFC 9111 1.2.2). */
  static final long MOST_SECONDS = 1L << 31;

  /** Directives of one message; more are not looked at. */
  private static final int MOST_DIRECTIVES = 128;

  private final Map<String, Optional<String>> directives;
  private final String field;

  /**
   * Directives.
   *
   * @param field the name of the field that they stand in
   */
  CacheControl(Map<String, Optional<String>> directives, String field) {
    this.directives = directives;
    this.field = field;
  }

  /** The directives of a message's fields. */
  public static CacheControl of(Fields fields) {
    return of(fields, FIELD);
  }

  /**
   * The directives of a response that count for a kind of cache: for a shared one those of the
   * first targeted field that can be used (RFC 9213 2.2), else those of Cache-Control.
   */
  public static CacheControl of(Policy policy, Fields fields) {
    return policy == Policy.SHARED
        ? TargetedControl.of(fields).orElseGet(() -> of(fields))
        : of(fields);
  }

  /** The directives of a field that is written as Cache-Control is. */
  private static CacheControl of(Fields fields, String name) {
    if (!fields.has(name)) {
      return NONE;
    }
    var directives = new LinkedHashMap<String, Optional<String>>();
    for (String element : fields.elements(name)) {
      if (directives.size() >= MOST_DIRECTIVES) {
        break;
      }
      int equals = element.indexOf('=');
      String directive = (equals < 0 ? element : element.substring(0, equals));
      Optional<String> argument =
          equals < 0 ? Optional.empty() : Optional.of(unquoted(element.substring(equals + 1)));
      directives.putIfAbsent(key(directive), argument);
    }
    return new CacheControl(directives, name);
  }

  /**
   * The directives of a request: where there is no Cache-Control, {@code Pragma: no-cache} counts
   * as no-cache (RFC 9111 5.4).
   */
  public static CacheControl ofRequest(Fields fields) {
    if (!fields.has(FIELD) && fields.hasElement("Pragma", "no-cache")) {
      return new CacheControl(Map.of("no-cache", Optional.empty()), FIELD);
    }
    return of(fields);
  }

  /** A name with white space before the equals sign is a name too, to be as careful as can be. */
  private static String key(String directive) {
    return directive.strip().toLowerCase(Locale.ROOT);
  }

  /** A quoted string's content; anything else as it stands. */
  private static String unquoted(String argument) {
    if (argument.length() < 2 || !argument.startsWith("\"") || !argument.endsWith("\"")) {
      return argument;
    }
    if (argument.indexOf('\\') < 0) {
      return argument.substring(1, argument.length() - 1);
    }
    var text = new StringBuilder();
    for (int i = 1; i < argument.length() - 1; i++) {
      char c = argument.charAt(i);
      text.append(c == '\\' && i + 2 < argument.length() ? argument.charAt(++i) : c);
    }
    return text.toString();
  }

  /** Whether a directive is there, with or without an argument. */
  public boolean has(String directive) {
    return directives.containsKey(directive);
  }

  /** Whether it stood in a targeted field, beside which Expires does not count (RFC 9213 2.2). */
  boolean isTargeted() {
    return !field.equals(FIELD);
  }

  /** Whether there is none at all. */
  public boolean isEmpty() {
    return directives.isEmpty();
  }

  /**
   * The seconds of a freshness lifetime; 0 where they are no number (RFC 9111 4.2.1); empty where
   * the directive is absent.
   */
  public OptionalLong lifetime(String directive) {
    return has(directive) ? OptionalLong.of(seconds(directive).orElse(0)) : OptionalLong.empty();
  }

  /** The seconds that a directive gives; empty where it is absent or they are no number. */
  public OptionalLong seconds(String directive) {
    return directives
        .getOrDefault(directive, Optional.empty())
        .map(CacheControl::number)
        .orElse(OptionalLong.empty());
  }

  /** Whether a directive has an argument. */
  public boolean hasArgument(String directive) {
    return directives.getOrDefault(directive, Optional.empty()).isPresent();
  }

  /**
   * The fields that {@code no-cache="..."} or {@code private="..."} names; empty where the
   * directive is absent, or holds for the whole response.
   */
  public List<String> fieldNames(String directive) {
    Optional<String> argument = directives.getOrDefault(directive, Optional.empty());
    if (argument.isEmpty()) {
      return List.of();
    }
    var names = new ArrayList<String>();
    for (String name : argument.get().split(",", -1)) {
      String stripped = name.strip();
      if (FieldSyntax.isToken(stripped)) {
        names.add(stripped);
      } else if (!stripped.isEmpty()) {
        return List.of();
      }
    }
    return names;
  }

  /** Whether no-cache or private stands there for the whole response, and not for some fields. */
  public boolean holdsForAll(String directive) {
    return has(directive) && fieldNames(directive).isEmpty();
  }

  /** A directive as people read it: {@code Cache-Control: max-age=60}. */
  public String shown(String directive) {
    Optional<String> argument = directives.getOrDefault(directive, Optional.empty());
    return field + ": " + directive + argument.map(value -> "=" + value).orElse("");
  }

  /** A number of seconds: digits only; what is too large is the largest (RFC 9111 1.2.2). */
  static OptionalLong number(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    int from = 0;
    while (from < text.length() - 1 && text.charAt(from) == '0') {
      from++;
    }
    return OptionalLong.of(
        text.length() - from > 10
            ? MOST_SECONDS
            : Math.min(MOST_SECONDS, Long.parseLong(text, from, text.length(), 10)));
  }
}
