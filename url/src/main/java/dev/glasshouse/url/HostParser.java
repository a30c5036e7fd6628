package dev.glasshouse.url;

import java.nio.charset.StandardCharsets;

/**
 * Text to host.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#host-parsing">URL standard, 3.5</a>.
 */
final class HostParser {
  private HostParser() {}

  /**
   * The host written from {@code start} to {@code end}.
   *
   * @see <a href="https://url.spec.whatwg.org/#concept-host-parser">host parser</a>
   */
  static Host parse(String input, int start, int end, boolean opaque, UrlNotes notes, Limits limits)
      throws ParseFailure {
    // Step 1: an IPv6 address stands in brackets.
    if (start < end && input.charAt(start) == '[') {
      if (input.charAt(end - 1) != ']') {
        throw new ParseFailure(ValidationError.IPV6_UNCLOSED, start);
      }
      return Ipv6Text.parse(input, start + 1, end - 1);
    }
    // Step 2.
    if (opaque) {
      return parseOpaque(input, start, end, notes);
    }
    // Steps 3 to 6.
    String domain = plainDomain(input, start, end);
    if (domain.isEmpty()) {
      domain = internationalDomain(input.substring(start, end), start, limits);
    }
    // Steps 7 and 8.
    if (Ipv4Text.endsInNumber(domain)) {
      return new Host.Ipv4(Ipv4Text.parse(domain, start, notes));
    }
    return new Host.Domain(domain);
  }

  /**
   * The lowered text where domain-to-ASCII does nothing else: ASCII only, no %, no forbidden code
   * point. Empty where the long way must be gone. It keeps ICU out of the start of a program that
   * meets no international name.
   */
  private static String plainDomain(String input, int start, int end) {
    boolean upper = false;
    for (int i = start; i < end; i++) {
      char c = input.charAt(i);
      if (c >= 128 || UrlCodePoint.isForbiddenInDomain(c)) {
        return "";
      }
      upper |= c >= 'A' && c <= 'Z';
    }
    String text = input.substring(start, end);
    return upper ? Ascii.toLower(text) : text;
  }

  private static String internationalDomain(String text, int start, Limits limits)
      throws ParseFailure {
    // Step 4: UTF-8 decode without BOM of the percent-decoding.
    String domain =
        text.indexOf('%') < 0
            ? text
            : new String(PercentEncode.decode(text), StandardCharsets.UTF_8);
    if (domain.length() > limits.idnaLength() && !Ascii.isAscii(domain)) {
      throw new ParseFailure(ValidationError.DOMAIN_TO_ASCII, start);
    }
    // Step 5; the check for forbidden code points is part of it.
    return switch (Idna.toAscii(domain, Idna.Strictness.LAX)) {
      case Idna.Name(String name) -> name;
      case Idna.Refused(ValidationError error, int index) ->
          throw new ParseFailure(error, index < 0 || !domain.equals(text) ? start : start + index);
    };
  }

  /**
   * @see <a href="https://url.spec.whatwg.org/#concept-opaque-host-parser">opaque-host parser</a>
   */
  private static Host parseOpaque(String input, int start, int end, UrlNotes notes)
      throws ParseFailure {
    if (start == end) {
      return Host.Empty.EMPTY;
    }
    for (int i = start; i < end; i++) {
      int c = PercentEncode.scalarAt(input, i, end);
      // Step 1.
      if (UrlCodePoint.isForbiddenInHost(c)) {
        throw new ParseFailure(ValidationError.HOST_INVALID_CODE_POINT, i);
      }
      // Steps 2 and 3.
      if (c == '%' ? !isEncodedByte(input, i, end) : !UrlCodePoint.is(c)) {
        notes.add(ValidationError.INVALID_URL_UNIT, i);
      }
      i += Character.charCount(c) - 1;
    }
    // Step 4.
    StringBuilder out = new StringBuilder(end - start);
    PercentEncode.encode(input, start, end, PercentEncodeSet.C0_CONTROL, out);
    return new Host.Opaque(out.toString());
  }

  /** Whether a % at this index is followed by two hexadecimal digits. */
  static boolean isEncodedByte(String input, int index, int end) {
    return index + 2 < end
        && Ascii.isHexDigit(input.charAt(index + 1))
        && Ascii.isHexDigit(input.charAt(index + 2));
  }
}
