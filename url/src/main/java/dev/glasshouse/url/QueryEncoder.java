package dev.glasshouse.url;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The query of a URL that stands in a document of an old encoding.
 *
 * <p>What the encoding cannot write becomes {@code &#N;}, percent-encoded. The encoders are the
 * JDK's, of the vendor's superset that the Encoding standard means by a label. Source: <a
 * href="https://url.spec.whatwg.org/#string-percent-encode-after-encoding">percent-encode after
 * encoding</a>.
 */
final class QueryEncoder {
  private final StringBuilder out;
  private final PercentEncodeSet set;
  private final CharsetEncoder encoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(64);

  private QueryEncoder(CharsetEncoder encoder, PercentEncodeSet set, StringBuilder out) {
    this.encoder = encoder;
    this.set = set;
    this.out = out;
  }

  /** Appends the text, encoded; an encoding that cannot write at all is taken as UTF-8. */
  static void encode(String text, Charset charset, PercentEncodeSet set, StringBuilder out) {
    Charset output = outputEncoding(charset);
    CharsetEncoder encoder =
        output
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    new QueryEncoder(encoder, set, out).run(adjust(scalars(text), output));
  }

  private static Charset outputEncoding(Charset charset) {
    String name = charset.name().toLowerCase(Locale.ROOT);
    String better =
        switch (name) {
          case "shift_jis" -> "windows-31j";
          case "euc-kr" -> "x-windows-949";
          case "big5" -> "Big5-HKSCS";
          case "gb2312" -> "GBK";
          case "iso-8859-1", "us-ascii" -> "windows-1252";
          case "iso-8859-9" -> "windows-1254";
          default -> name;
        };
    // "Get an output encoding": UTF-16 and the like write UTF-8.
    if (name.startsWith("utf-") || !Charset.isSupported(better)) {
      return StandardCharsets.UTF_8;
    }
    Charset found = Charset.forName(better);
    return found.canEncode() ? found : StandardCharsets.UTF_8;
  }

  /**
   * The text with U+FFFD for every half of a surrogate pair: an encoder would wait for the rest.
   */
  private static String scalars(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = PercentEncode.scalarAt(text, i, text.length());
      out.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /** Differences between the JDK's encoders and the Encoding standard's, settled beforehand. */
  private static String adjust(String text, Charset charset) {
    String name = charset.name().toLowerCase(Locale.ROOT);
    return switch (name) {
      // Shift_JIS encoder, step 6 and its like: the minus sign is the full-width one.
      case "windows-31j", "euc-jp", "iso-2022-jp" -> text.replace('\u2212', '\uFF0D');
      default -> text;
    };
  }

  private void run(String text) {
    CharBuffer in = CharBuffer.wrap(text);
    while (in.hasRemaining()) {
      int stop = nextRefused(text, in.position());
      in.limit(stop);
      while (true) {
        CoderResult result = encoder.encode(in, bytes, false);
        drain();
        if (result.isUnderflow()) {
          break;
        }
        if (result.isError()) {
          int c = PercentEncode.scalarAt(text, in.position(), text.length());
          in.position(in.position() + result.length());
          reference(c);
        }
      }
      in.limit(text.length());
      if (stop < text.length()) {
        // The encoder's own errors: an escape character must not get into ISO-2022-JP.
        int c = text.charAt(stop);
        in.position(stop + 1);
        reference(c == '\uE5E5' ? c : 0xFFFD);
      }
    }
    encoder.encode(in, bytes, true);
    while (encoder.flush(bytes).isOverflow()) {
      drain();
    }
    drain();
  }

  /** The next character that the Encoding standard refuses although the JDK writes it. */
  private int nextRefused(String text, int from) {
    String name = encoder.charset().name();
    boolean stateful = name.equalsIgnoreCase("ISO-2022-JP");
    boolean gb = name.equalsIgnoreCase("GB18030") || name.equalsIgnoreCase("GBK");
    for (int i = from; (stateful || gb) && i < text.length(); i++) {
      char c = text.charAt(i);
      if (stateful ? c == 0x0E || c == 0x0F || c == 0x1B : c == '\uE5E5') {
        return i;
      }
    }
    return text.length();
  }

  private void reference(int c) {
    out.append("%26%23").append(c).append("%3B");
  }

  private void drain() {
    bytes.flip();
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 255;
      if (set.contains(b)) {
        PercentEncode.appendByte(b, out);
      } else {
        out.append((char) b);
      }
    }
    bytes.clear();
  }
}
