package dev.glasshouse.dom.html;

import dev.glasshouse.dom.encoding.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an encoding in the first bytes of a document before it is parsed.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding">HTML
 *     13.2.3.2</a>
 */
final class MetaPrescan {
  private final byte[] bytes;
  private final int length;
  private int at;
  private String name = "";
  private String value = "";

  private MetaPrescan(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** The encoding that a {@code meta} in the bytes names. */
  static Optional<Encoding> meta(byte[] bytes, int length) {
    return new MetaPrescan(bytes, length).scan();
  }

  /** The encoding of an XML declaration at the beginning ("get an XML encoding"). */
  static Optional<Encoding> xml(byte[] bytes, int length) {
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    if (head.startsWith("<\0?\0x\0")) {
      return Optional.of(Encoding.UTF_16LE);
    }
    if (head.startsWith("\0<\0?\0x")) {
      return Optional.of(Encoding.UTF_16BE);
    }
    int end = head.indexOf('>');
    int word = head.indexOf("encoding");
    if (!head.startsWith("<?xml") || end < 0 || word < 0 || word > end) {
      return Optional.empty();
    }
    int p = skipControls(head, word + 8);
    if (p >= length || head.charAt(p) != '=') {
      return Optional.empty();
    }
    p = skipControls(head, p + 1);
    if (p >= length || (head.charAt(p) != '"' && head.charAt(p) != '\'')) {
      return Optional.empty();
    }
    int close = head.indexOf(head.charAt(p), p + 1);
    if (close < 0 || head.substring(p + 1, close).chars().anyMatch(c -> c <= ' ')) {
      return Optional.empty();
    }
    return Encoding.forLabel(head.substring(p + 1, close)).map(MetaPrescan::readable);
  }

  private static int skipControls(String head, int from) {
    int p = from;
    while (p < head.length() && head.charAt(p) <= ' ') {
      p++;
    }
    return p;
  }

  /** The encoding itself, or what is meant where a page names one that it cannot be in. */
  static Encoding readable(Encoding named) {
    return switch (named) {
      case UTF_16BE, UTF_16LE -> Encoding.UTF_8;
      case X_USER_DEFINED -> Encoding.WINDOWS_1252;
      default -> named;
    };
  }

  /**
   * The encoding in the content of a {@code meta} of http-equiv Content-Type.
   *
   * @see <a
   *     href="https://html.spec.whatwg.org/multipage/urls-and-fetching.html#extracting-character-encodings-from-meta-elements">HTML
   *     2.4.5</a>
   */
  static Optional<Encoding> ofContent(String content) {
    String lower = content.toLowerCase(Locale.ROOT);
    int p = 0;
    while (true) {
      int word = lower.indexOf("charset", p);
      if (word < 0) {
        return Optional.empty();
      }
      p = skipSpaces(content, word + 7);
      if (p < content.length() && content.charAt(p) == '=') {
        break;
      }
    }
    p = skipSpaces(content, p + 1);
    if (p == content.length()) {
      return Optional.empty();
    }
    char quote = content.charAt(p);
    if (quote == '"' || quote == '\'') {
      int close = content.indexOf(quote, p + 1);
      return close < 0 ? Optional.empty() : Encoding.forLabel(content.substring(p + 1, close));
    }
    int end = p;
    while (end < content.length() && !isSpace(content.charAt(end)) && content.charAt(end) != ';') {
      end++;
    }
    return Encoding.forLabel(content.substring(p, end));
  }

  private static int skipSpaces(String text, int from) {
    int p = from;
    while (p < text.length() && isSpace(text.charAt(p))) {
      p++;
    }
    return p;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  private Optional<Encoding> scan() {
    while (at < length) {
      if (isAt("<!--")) {
        at = find("-->", at + 2, 3);
      } else if (isAt("<meta")
          && at + 5 < length
          && (isSpace(bytes[at + 5]) || bytes[at + 5] == '/')) {
        at += 6;
        Optional<Encoding> found = metaAttributes();
        if (found.isPresent()) {
          return found.map(MetaPrescan::readable);
        }
      } else if (isTag()) {
        skipTagName();
        while (attribute()) {
          // Its attributes are passed over.
        }
      } else if (isAt("<!") || isAt("</") || isAt("<?")) {
        at = find(">", at, 1);
      } else {
        at++;
      }
    }
    return Optional.empty();
  }

  private boolean isTag() {
    if (bytes[at] != '<' || at + 1 >= length) {
      return false;
    }
    int next = bytes[at + 1] == '/' ? at + 2 : at + 1;
    return next < length && CharClass.isAlpha((char) (bytes[next] & 0xFF));
  }

  private void skipTagName() {
    while (at < length && !isSpace(bytes[at]) && bytes[at] != '>') {
      at++;
    }
  }

  private Optional<Encoding> metaAttributes() {
    Set<String> seen = new HashSet<>();
    boolean gotPragma = false;
    boolean fromContent = false;
    boolean named = false;
    Optional<Encoding> charset = Optional.empty();
    while (attribute()) {
      if (!seen.add(name)) {
        continue;
      }
      switch (name) {
        case "http-equiv" -> gotPragma |= value.equals("content-type");
        case "content" -> {
          Optional<Encoding> found = ofContent(value);
          if (!named && found.isPresent()) {
            charset = found;
            named = true;
            fromContent = true;
          }
        }
        case "charset" -> {
          charset = Encoding.forLabel(value);
          named = true;
          fromContent = false;
        }
        default -> {
          // Says nothing of the encoding.
        }
      }
    }
    return named && (!fromContent || gotPragma) ? charset : Optional.empty();
  }

  private boolean isAt(String word) {
    if (at + word.length() > length) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      int b = bytes[at + i];
      if (b != word.charAt(i) && (b | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The place after the next occurrence; the end where there is none. */
  private int find(String word, int from, int skip) {
    for (int i = from; i + word.length() <= length; i++) {
      int same = 0;
      while (same < word.length() && bytes[i + same] == word.charAt(same)) {
        same++;
      }
      if (same == word.length()) {
        return i + skip;
      }
    }
    return length;
  }

  /** Reads an attribute into {@link #name} and {@link #value} ("get an attribute"). */
  private boolean attribute() {
    while (at < length && (isSpace(bytes[at]) || bytes[at] == '/')) {
      at++;
    }
    if (at >= length || bytes[at] == '>') {
      return false;
    }
    int start = at;
    while (at < length
        && (bytes[at] != '=' || at == start)
        && !isSpace(bytes[at])
        && bytes[at] != '/'
        && bytes[at] != '>') {
      at++;
    }
    name = lower(start, at);
    value = "";
    skipSpaces();
    if (at >= length) {
      return false;
    }
    if (bytes[at] != '=') {
      return true;
    }
    at++;
    skipSpaces();
    return at < length && attributeValue();
  }

  private boolean attributeValue() {
    byte quote = bytes[at];
    int start = at;
    if (quote == '"' || quote == '\'') {
      at++;
      while (at < length && bytes[at] != quote) {
        at++;
      }
      if (at >= length) {
        return false;
      }
      value = lower(start + 1, at++);
      return true;
    }
    while (at < length && !isSpace(bytes[at]) && bytes[at] != '>') {
      at++;
    }
    value = lower(start, at);
    return at < length;
  }

  private void skipSpaces() {
    while (at < length && isSpace(bytes[at])) {
      at++;
    }
  }

  private String lower(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }
}
