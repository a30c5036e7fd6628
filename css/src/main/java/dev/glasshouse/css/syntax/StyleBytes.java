package dev.glasshouse.css.syntax;

import dev.glasshouse.dom.encoding.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes of a style sheet as text (<a
 * href="https://drafts.csswg.org/css-syntax-3/#input-byte-stream">CSS Syntax 3, 3.2</a>).
 *
 * @param text the text, a byte order mark left out
 * @param encoding what the bytes were read as
 */
public record StyleBytes(String text, Encoding encoding) {
  private static final byte[] CHARSET = "@charset \"".getBytes(StandardCharsets.US_ASCII);
  private static final int LOOKED_AT = 1024;

  /**
   * Reads the bytes: a byte order mark decides, else the transport, else {@code @charset}, else the
   * environment, else it is UTF-8.
   *
   * @param transport label in the {@code charset} parameter of {@code Content-Type}
   * @param environment encoding of the document or sheet that refers to this one
   */
  public static StyleBytes decode(
      byte[] bytes, Optional<String> transport, Optional<Encoding> environment) {
    Encoding fallback =
        transport
            .flatMap(Encoding::forLabel)
            .or(() -> charset(bytes))
            .or(() -> environment)
            .orElse(Encoding.UTF_8);
    Encoding encoding = Encoding.ofByteOrderMark(bytes, bytes.length).orElse(fallback);
    return new StyleBytes(fallback.decode(bytes), encoding);
  }

  /** The encoding in an {@code @charset} of exactly the form that the standard asks for. */
  private static Optional<Encoding> charset(byte[] bytes) {
    int most = Math.min(bytes.length, LOOKED_AT);
    for (int i = 0; i < CHARSET.length; i++) {
      if (i >= most || bytes[i] != CHARSET[i]) {
        return Optional.empty();
      }
    }
    int end = CHARSET.length;
    while (end < most && bytes[end] != '"') {
      end++;
    }
    if (end + 1 >= most || bytes[end + 1] != ';') {
      return Optional.empty();
    }
    String label =
        new String(bytes, CHARSET.length, end - CHARSET.length, StandardCharsets.ISO_8859_1);
    // What could be read as ASCII is no UTF-16.
    return Encoding.forLabel(label)
        .map(e -> e == Encoding.UTF_16BE || e == Encoding.UTF_16LE ? Encoding.UTF_8 : e);
  }
}
