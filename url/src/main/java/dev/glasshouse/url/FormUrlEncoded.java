package dev.glasshouse.url;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * application/x-www-form-urlencoded: what forms send, and what queries mostly are.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#application/x-www-form-urlencoded">URL standard,
 * 5</a>.
 */
public final class FormUrlEncoded {
  private FormUrlEncoded() {}

  /**
   * A name and its value, decoded.
   *
   * @param name may be empty
   * @param value may be empty
   */
  public record Pair(String name, String value) {}

  /** The pairs of a body or query, read as UTF-8. */
  public static List<Pair> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The pairs of a body or query, read as UTF-8.
   *
   * @see <a href="https://url.spec.whatwg.org/#concept-urlencoded-parser">parser</a>
   */
  public static List<Pair> parse(byte[] input) {
    List<Pair> out = new ArrayList<>();
    for (int start = 0; start <= input.length; ) {
      int end = indexOf(input, '&', start, input.length);
      // Step 3.1: nothing between two ampersands is no pair.
      if (end > start) {
        int equals = indexOf(input, '=', start, end);
        out.add(
            new Pair(decode(input, start, equals), decode(input, Math.min(equals + 1, end), end)));
      }
      start = end + 1;
    }
    return out;
  }

  private static int indexOf(byte[] input, char c, int start, int end) {
    int i = start;
    while (i < end && input[i] != c) {
      i++;
    }
    return i;
  }

  private static String decode(byte[] input, int start, int end) {
    byte[] part = new byte[end - start];
    for (int i = start; i < end; i++) {
      part[i - start] = input[i] == '+' ? (byte) ' ' : input[i];
    }
    return new String(PercentEncode.decode(part), StandardCharsets.UTF_8);
  }

  /** The text of the pairs, in UTF-8. */
  public static String serialize(List<Pair> pairs) {
    return serialize(pairs, StandardCharsets.UTF_8);
  }

  /**
   * The text of the pairs in the encoding of a form; what it cannot write becomes {@code &#N;}.
   *
   * @see <a href="https://url.spec.whatwg.org/#concept-urlencoded-serializer">serializer</a>
   */
  public static String serialize(List<Pair> pairs, Charset encoding) {
    StringBuilder out = new StringBuilder();
    for (Pair pair : pairs) {
      if (!out.isEmpty()) {
        out.append('&');
      }
      encode(pair.name(), encoding, out);
      out.append('=');
      encode(pair.value(), encoding, out);
    }
    return out.toString();
  }

  private static void encode(String text, Charset encoding, StringBuilder out) {
    StringBuilder part = new StringBuilder(text.length());
    if (encoding.equals(StandardCharsets.UTF_8)) {
      PercentEncode.encode(text, 0, text.length(), PercentEncodeSet.FORM, part);
    } else {
      QueryEncoder.encode(text, encoding, PercentEncodeSet.FORM, part);
    }
    // A space is %20 up to here, and nothing else is.
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) == '%' && part.charAt(i + 1) == '2' && part.charAt(i + 2) == '0') {
        out.append('+');
        i += 2;
      } else {
        out.append(part.charAt(i));
      }
    }
  }
}
