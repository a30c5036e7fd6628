package dev.glasshouse.css.syntax;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code U+from-to}: the code points that a font face is for (<a
 * href="https://drafts.csswg.org/css-syntax-3/#urange">CSS Syntax 3, 7</a>).
 *
 * @param from first code point
 * @param to last code point, itself included
 */
public record UnicodeRange(int from, int to) {
  private static final Pattern FORM =
      Pattern.compile(
          "[uU]\\+(?:([0-9a-fA-F]{0,6})(\\?{0,6})|([0-9a-fA-F]{1,6})-([0-9a-fA-F]{1,6}))");

  /** Exactly one range; the tokens are glued back to text first, as the standard does. */
  public static Optional<UnicodeRange> parse(List<ComponentValue> values) {
    return parse(Serializer.text(values).replace("/**/", "").strip());
  }

  /** Exactly one range, as text. */
  public static Optional<UnicodeRange> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    if (m.group(3) != null) {
      return range(Integer.parseInt(m.group(3), 16), Integer.parseInt(m.group(4), 16));
    }
    String digits = m.group(1);
    String wild = m.group(2);
    int length = digits.length() + wild.length();
    if (length == 0 || length > 6) {
      return Optional.empty();
    }
    return range(
        Integer.parseInt(digits + "0".repeat(wild.length()), 16),
        Integer.parseInt(digits + "F".repeat(wild.length()), 16));
  }

  private static Optional<UnicodeRange> range(int from, int to) {
    return from > to || to > 0x10FFFF ? Optional.empty() : Optional.of(new UnicodeRange(from, to));
  }
}
