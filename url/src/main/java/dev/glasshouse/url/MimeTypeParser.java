package dev.glasshouse.url;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Text to MIME type.
 *
 * <p>Source: <a href="https://mimesniff.spec.whatwg.org/#parse-a-mime-type">MIME Sniffing standard,
 * 4.4</a>.
 */
final class MimeTypeParser {
  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

  private final String input;
  private int position;

  private MimeTypeParser(String input) {
    this.input = input;
  }

  static Optional<MimeType> parse(String text) {
    // Step 1.
    String input = trimEnd(text);
    int start = skipWhitespace(input, 0);
    // Steps 2 to 6.
    int slash = input.indexOf('/', start);
    if (slash < 0 || !isToken(input.substring(start, slash))) {
      return Optional.empty();
    }
    // Steps 7 to 9.
    int end = indexOf(input, ';', slash + 1);
    String subtype = trimEnd(input.substring(slash + 1, end));
    if (!isToken(subtype)) {
      return Optional.empty();
    }
    // Steps 10 to 12.
    MimeTypeParser parser = new MimeTypeParser(input);
    parser.position = end;
    Map<String, String> parameters = parser.parameters();
    return Optional.of(
        new MimeType(
            Ascii.toLower(input.substring(start, slash)), Ascii.toLower(subtype), parameters));
  }

  /** Step 11. */
  private Map<String, String> parameters() {
    Map<String, String> out = new LinkedHashMap<>();
    while (position < input.length()) {
      // Steps 11.1 to 11.4.
      int start = skipWhitespace(input, position + 1);
      int end = start;
      while (end < input.length() && input.charAt(end) != ';' && input.charAt(end) != '=') {
        end++;
      }
      String name = Ascii.toLower(input.substring(start, end));
      position = end;
      // Steps 11.5 and 11.6.
      if (end == input.length() || input.charAt(end) == ';') {
        continue;
      }
      position++;
      if (position >= input.length()) {
        break;
      }
      // Steps 11.7 to 11.9.
      boolean quoted = input.charAt(position) == '"';
      String value = quoted ? quotedValue() : plainValue();
      // Step 11.10.
      if ((quoted || !value.isEmpty()) && isToken(name) && isQuotable(value)) {
        out.putIfAbsent(name, value);
      }
    }
    return out;
  }

  private String plainValue() {
    int end = indexOf(input, ';', position);
    String value = trimEnd(input.substring(position, end));
    position = end;
    return value;
  }

  /**
   * The text inside of quotes, escapes undone; what follows up to the semicolon is dropped.
   *
   * @see <a href="https://fetch.spec.whatwg.org/#collect-an-http-quoted-string">HTTP quoted
   *     string</a>
   */
  private String quotedValue() {
    StringBuilder out = new StringBuilder();
    position++;
    while (position < input.length()) {
      char c = input.charAt(position++);
      if (c == '"') {
        break;
      }
      if (c == '\\' && position < input.length()) {
        c = input.charAt(position++);
      }
      out.append(c);
    }
    position = indexOf(input, ';', position);
    return out.toString();
  }

  private static int indexOf(String text, char c, int from) {
    int i = text.indexOf(c, from);
    return i < 0 ? text.length() : i;
  }

  private static int skipWhitespace(String text, int from) {
    int i = from;
    while (i < text.length() && isHttpWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && isHttpWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isHttpWhitespace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** Whether the text is one or more HTTP token code points; RFC 9110 5.6.2. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Ascii.isAlphanumeric(c) && TOKEN_PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether the text is HTTP quoted-string token code points alone. */
  private static boolean isQuotable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c == 0x7F || c > 0xFF)) {
        return false;
      }
    }
    return true;
  }
}
