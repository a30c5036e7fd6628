package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.properties.ColorGrammar;
import dev.glasshouse.css.values.Rgba;
import java.util.Locale;
import java.util.Optional;

/** The values of old HTML attributes as CSS (HTML 2.3.4 and 2.3.6). */
final class LegacyValues {
  private LegacyValues() {}

  /**
   * A dimension such as {@code 50}, {@code 50%} or {@code 12.5px}, as CSS; empty where it is none
   * (<a
   * href="https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-dimension-values">HTML
   * 2.3.4.4</a>).
   */
  static String dimension(String value) {
    String s = value.strip();
    int i = 0;
    while (i < s.length() && Character.digit(s.charAt(i), 10) >= 0 && s.charAt(i) < 128) {
      i++;
    }
    if (i == 0 || i > 9) {
      return "";
    }
    int end = i;
    if (i + 1 < s.length() && s.charAt(i) == '.' && isDigit(s.charAt(i + 1))) {
      end = i + 1;
      while (end < s.length() && isDigit(s.charAt(end)) && end - i < 9) {
        end++;
      }
    }
    boolean percent = end < s.length() && s.charAt(end) == '%';
    return s.substring(0, end) + (percent ? "%" : "px");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A dimension that is not zero; empty where it is none. */
  static String nonzeroDimension(String value) {
    String d = dimension(value);
    return d.isEmpty() || Double.parseDouble(d.replaceAll("[^0-9.]", "")) == 0 ? "" : d;
  }

  /** A non-negative integer in px; empty where it is none. */
  static String pixels(String value) {
    String d = dimension(value);
    return d.endsWith("px") ? d : d.endsWith("%") ? d.substring(0, d.length() - 1) + "px" : "";
  }

  /** A signed integer; empty where it is none. */
  static Optional<Integer> integer(String value) {
    String s = value.strip();
    int i = !s.isEmpty() && (s.charAt(0) == '-' || s.charAt(0) == '+') ? 1 : 0;
    int end = i;
    while (end < s.length() && isDigit(s.charAt(end)) && end - i < 9) {
      end++;
    }
    return end == i
        ? Optional.empty()
        : Optional.of(Integer.parseInt(s.substring(s.startsWith("+") ? 1 : 0, end)));
  }

  /**
   * A colour as {@code #rrggbb}; anything at all is a colour, but the empty string and {@code
   * transparent} (<a
   * href="https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-a-legacy-colour-value">HTML
   * 2.3.6</a>).
   */
  static String color(String value) {
    String s = value.strip();
    if (s.isEmpty() || Ascii.equalsIgnoreCase(s, "transparent")) {
      return "";
    }
    boolean word = s.chars().allMatch(Character::isLetter);
    boolean shortHex = s.length() == 4 && s.charAt(0) == '#';
    if (word || shortHex) {
      Optional<Rgba> named =
          ColorGrammar.parse(s).filter(Rgba.class::isInstance).map(Rgba.class::cast);
      if (named.isPresent()) {
        return String.format(Locale.ROOT, "#%06x", named.get().argb() & 0xFFFFFF);
      }
    }
    return fromAnyText(s);
  }

  /** Steps 7 to 18: what is no hexadecimal digit counts as 0. */
  private static String fromAnyText(String s) {
    StringBuilder hex = new StringBuilder();
    String text = s.substring(0, Math.min(s.length(), 128));
    text.codePoints()
        .skip(text.startsWith("#") ? 1 : 0)
        .forEach(c ->
            hex.append(
                c > 0xFFFF
                    ? "00"
                    : Character.digit(c, 16) >= 0 && c < 128 ? Character.toString(c) : "0"));
    while (hex.isEmpty() || hex.length() % 3 != 0) {
      hex.append('0');
    }
    int length = hex.length() / 3;
    int from = Math.max(0, length - 8);
    while (length - from > 2 && leadingZero(hex, length, from)) {
      from++;
    }
    StringBuilder out = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      String part = hex.substring(i * length + from, (i + 1) * length);
      String two = part.length() > 2 ? part.substring(0, 2) : part;
      out.append(two.length() < 2 ? "0" + two : two);
    }
    return Ascii.lower(out.toString());
  }

  private static boolean leadingZero(StringBuilder hex, int length, int at) {
    return hex.charAt(at) == '0'
        && hex.charAt(length + at) == '0'
        && hex.charAt(2 * length + at) == '0';
  }

  /** {@code <font size>}: 1 to 7, or relative to 3, as a keyword; empty where it is none. */
  static String fontSize(String value) {
    String s = value.strip();
    Optional<Integer> n = integer(s);
    if (n.isEmpty()) {
      return "";
    }
    boolean relative = s.startsWith("+") || s.startsWith("-");
    int size = Math.max(1, Math.min(7, relative ? 3 + n.get() : n.get()));
    return switch (size) {
      case 1 -> "x-small";
      case 2 -> "small";
      case 3 -> "medium";
      case 4 -> "large";
      case 5 -> "x-large";
      case 6 -> "xx-large";
      default -> "xxx-large";
    };
  }
}
