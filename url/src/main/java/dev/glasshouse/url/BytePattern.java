package dev.glasshouse.url;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The signature of a file format.
 *
 * <p>Source: <a href="https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern">MIME
 * Sniffing standard, 6</a>.
 */
final class BytePattern {
  private final byte[] pattern;
  private final byte[] mask;
  private final boolean skipsWhitespace;
  private final boolean endsTag;
  private final MimeType result;

  private BytePattern(
      byte[] pattern, byte[] mask, boolean skipsWhitespace, boolean endsTag, MimeType result) {
    this.pattern = pattern;
    this.mask = mask;
    this.skipsWhitespace = skipsWhitespace;
    this.endsTag = endsTag;
    this.result = result;
  }

  /** Bytes in hexadecimal, {@code ..} for any byte. */
  static BytePattern hex(String bytes, String type) {
    String digits = bytes.replace(" ", "");
    return new BytePattern(
        HexFormat.of().parseHex(digits.replace('.', '0')),
        HexFormat.of().parseHex(digits.replaceAll("[^.]", "F").replace('.', '0')),
        false,
        false,
        mimeType(type));
  }

  /** Text after any white space: case does not matter, and what ends a tag must follow. */
  static BytePattern tag(String text) {
    byte[] pattern = ascii(text);
    byte[] mask = new byte[pattern.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (Ascii.isAlpha(pattern[i]) ? 0xDF : 0xFF);
    }
    return new BytePattern(pattern, mask, true, true, MimeType.HTML);
  }

  /** Text after any white space, to the letter. */
  static BytePattern afterWhitespace(String text, String type) {
    byte[] pattern = ascii(text);
    byte[] mask = new byte[pattern.length];
    Arrays.fill(mask, (byte) 0xFF);
    return new BytePattern(pattern, mask, true, false, mimeType(type));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MimeType mimeType(String text) {
    return MimeType.parse(text).orElseThrow();
  }

  /** The type of the first pattern that the bytes begin with. */
  static Optional<MimeType> first(List<BytePattern> table, byte[] input) {
    return table.stream().filter(p -> p.matches(input)).map(p -> p.result).findFirst();
  }

  /**
   * @see <a href="https://mimesniff.spec.whatwg.org/#pattern-matching-algorithm">pattern
   *     matching</a>
   */
  boolean matches(byte[] input) {
    int s = 0;
    while (skipsWhitespace && s < input.length && Ascii.isWhitespace(input[s])) {
      s++;
    }
    int length = pattern.length + (endsTag ? 1 : 0);
    if (input.length - s < length) {
      return false;
    }
    for (int p = 0; p < pattern.length; p++) {
      if ((input[s + p] & mask[p]) != pattern[p]) {
        return false;
      }
    }
    int after = endsTag ? input[s + pattern.length] : '>';
    return after == ' ' || after == '>';
  }
}
