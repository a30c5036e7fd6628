package dev.glasshouse.browser;

import dev.glasshouse.dom.encoding.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The characters of a style sheet's bytes ("decode", CSS Syntax 3, 3.2).
 *
 * @see <a href="https://www.w3.org/TR/css-syntax-3/#input-byte-stream">CSS Syntax 3, 3.2</a>
 */
final class SheetText {
  private static final String RULE = "@charset \"";
  private static final int RULE_BYTES = 1024;

  private SheetText() {}

  /**
   * Decodes a sheet.
   *
   * @param transport the charset parameter of Content-Type
   * @param document the encoding of what refers to it
   */
  static String decode(byte[] bytes, Optional<String> transport, String document) {
    // 1: a byte order mark wins over everything that is said.
    Optional<Encoding> mark = Encoding.ofByteOrderMark(bytes, bytes.length);
    if (mark.isPresent()) {
      String text = mark.get().decode(bytes);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
    // 2 to 4: the transport, an @charset at the very beginning, the document.
    Encoding encoding =
        transport
            .flatMap(Encoding::forLabel)
            .or(() -> ofRule(bytes))
            .or(() -> Encoding.forLabel(document))
            .orElse(Encoding.UTF_8);
    return encoding.decode(bytes);
  }

  private static Optional<Encoding> ofRule(byte[] bytes) {
    int length = Math.min(bytes.length, RULE_BYTES);
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int end = head.startsWith(RULE) ? head.indexOf("\";", RULE.length()) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    // A sheet whose rule can be read is not in UTF-16, whatever the rule says.
    return Encoding.forLabel(head.substring(RULE.length(), end))
        .map(e -> e.isAsciiCompatible() ? e : Encoding.UTF_8);
  }
}
