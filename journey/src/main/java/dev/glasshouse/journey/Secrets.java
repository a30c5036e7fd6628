package dev.glasshouse.journey;

import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens what a journey must not give away: credentials and cookies. What is left, the first few
 * characters and the length, is enough to see whether two values are the same or a field was sent.
 */
public final class Secrets {
  /** What a shortened value looks like, so that none is shortened twice. */
  private static final Pattern SHORTENED = Pattern.compile(".{0,4}\\.\\.\\.\\([0-9]+\\)");

  /** A name, a colon and a password before the at sign of an authority. */
  private static final Pattern PASSWORD =
      Pattern.compile("^(\\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\\\]{0,4}[^/\\\\?#@:]*):[^/\\\\?#]*@");

  /** The parameter of a path that names a session, as servers of Java have it. */
  private static final Pattern SESSION_ID =
      Pattern.compile("(;jsessionid=)([^/?#;]*)", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /**
   * The value of a header field as it may stand in a journey: shortened for {@code Authorization},
   * {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie}, unchanged for all others.
   * The scheme of credentials, cookies' names and a cookie's attributes stay.
   */
  public static String shorten(String fieldName, String value) {
    String name = fieldName.strip();
    if (!areIn(name)) {
      return value;
    }
    // Their lengths tell the four apart.
    return switch (name.length()) {
      case 6 -> cookies(value);
      case 10 -> setCookie(value);
      default -> credentials(value);
    };
  }

  /** Whether the values of fields of this name have secrets in them. */
  static boolean areIn(String name) {
    // By its length first: most fields are none of these, and every field of every message is
    // asked.
    return switch (name.length()) {
      case 6 -> name.equalsIgnoreCase("cookie");
      case 10 -> name.equalsIgnoreCase("set-cookie");
      case 13 -> name.equalsIgnoreCase("authorization");
      case 19 -> name.equalsIgnoreCase("proxy-authorization");
      default -> false;
    };
  }

  /**
   * A URL, or what was typed for one, as it may stand in a journey: without the password that it
   * may carry between its scheme and its host.
   */
  public static String typed(String text) {
    return PASSWORD.matcher(text).replaceFirst("$1:***@");
  }

  /**
   * A path or a request's target as it may stand in a journey or a log: with the id of a session
   * that it may carry ({@code ;jsessionid=...}) shortened.
   */
  public static String target(String target) {
    if (target.indexOf(';') < 0) {
      return target;
    }
    Matcher id = SESSION_ID.matcher(target);
    return id.find() ? id.replaceAll(its -> its.group(1) + shorten(its.group(2))) : target;
  }

  /** A header field's line, {@code name: value}, as it may stand in a journey. */
  public static String shortenLine(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return line;
    }
    String value = line.substring(colon + 1);
    String shortened = shorten(line.substring(0, colon), value.strip());
    return shortened.equals(value.strip()) ? line : line.substring(0, colon) + ": " + shortened;
  }

  /**
   * A value of which only the beginning is shown: {@code abcd...(32)} has 32 characters. At most a
   * quarter of it, and never more than four characters, are shown.
   */
  public static String shorten(String value) {
    if (value.isEmpty() || SHORTENED.matcher(value).matches()) {
      return value;
    }
    int shown = Math.min(4, value.length() / 4);
    if (shown > 0 && Character.isHighSurrogate(value.charAt(shown - 1))) {
      shown--;
    }
    return value.substring(0, shown) + "...(" + value.length() + ")";
  }

  private static String credentials(String value) {
    int space = value.indexOf(' ');
    return space < 0
        ? shorten(value)
        : value.substring(0, space + 1) + shorten(value.substring(space + 1).strip());
  }

  private static String cookies(String value) {
    var pairs = new StringJoiner("; ");
    for (String pair : value.split(";", -1)) {
      pairs.add(pair(pair.strip()));
    }
    return pairs.toString();
  }

  private static String setCookie(String value) {
    int end = value.indexOf(';');
    return end < 0 ? pair(value) : pair(value.substring(0, end)) + value.substring(end);
  }

  private static String pair(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0
        ? shorten(pair)
        : pair.substring(0, equals + 1) + shorten(pair.substring(equals + 1).strip());
  }
}
