package dev.glasshouse.url;

/**
 * IPv4 addresses in every spelling that a URL may have: {@code 127.0.0.1}, {@code 0x7f.1}, {@code
 * 017700000001}.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#concept-ipv4-parser">URL standard, 3.5</a>.
 */
final class Ipv4Text {
  private static final long INVALID = -1;

  /** Stands for every number that no address can hold. */
  private static final long HUGE = 1L << 40;

  private Ipv4Text() {}

  /**
   * Whether the last label of a domain is a number, so that the whole must be an address.
   *
   * @see <a href="https://url.spec.whatwg.org/#ends-in-a-number-checker">ends in a number</a>
   */
  static boolean endsInNumber(String domain) {
    int end = domain.length();
    // Steps 1 and 2: one dot at the end does not count; a lone empty label is no number.
    if (end > 0 && domain.charAt(end - 1) == '.') {
      end--;
    }
    int start = domain.lastIndexOf('.', end - 1) + 1;
    if (start >= end || !Ascii.isDigit(domain.charAt(start))) {
      return false;
    }
    // Steps 4 and 5.
    return isAllDigits(domain, start, end) || number(domain, start, end) != INVALID;
  }

  private static boolean isAllDigits(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Ascii.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The 32 bits of an address.
   *
   * @param offset where the text stands in the URL, for messages
   */
  static int parse(String text, int offset, UrlNotes notes) throws ParseFailure {
    int end = text.length();
    // Steps 1 and 2.
    if (text.charAt(end - 1) == '.') {
      notes.add(ValidationError.IPV4_EMPTY_PART, offset + end - 1);
      end--;
    }
    // Steps 3 to 9, in one pass: a part is only known to be the last when it ends the text.
    long address = 0;
    int count = 0;
    long last = 0;
    for (int start = 0; start <= end; ) {
      int dot = text.indexOf('.', start);
      int stop = dot < 0 || dot > end ? end : dot;
      if (++count > 4) {
        throw new ParseFailure(ValidationError.IPV4_TOO_MANY_PARTS, offset + start);
      }
      last = number(text, start, stop);
      if (last == INVALID) {
        throw new ParseFailure(ValidationError.IPV4_NON_NUMERIC_PART, offset + start);
      }
      if (stop - start > 1 && text.charAt(start) == '0') {
        notes.add(ValidationError.IPV4_NON_DECIMAL_PART, offset + start);
      }
      if (stop < end) {
        if (last > 255) {
          throw rangeOrLaterFailure(text, stop + 1, end, count, offset + start, offset);
        }
        address = address << 8 | last;
      }
      start = stop + 1;
    }
    // Steps 10 to 12: the last part fills what the others left.
    int room = 8 * (5 - count);
    if (last >= 1L << room) {
      throw new ParseFailure(ValidationError.IPV4_OUT_OF_RANGE_PART, offset);
    }
    return (int) ((room == 32 ? 0 : address << room) | last);
  }

  /** A part is too large: but the standard looks at the form of all parts before any range. */
  private static ParseFailure rangeOrLaterFailure(
      String text, int from, int end, int before, int place, int offset) {
    int count = before;
    int firstBad = -1;
    for (int start = from; start <= end; ) {
      int dot = text.indexOf('.', start);
      int stop = dot < 0 || dot > end ? end : dot;
      count++;
      if (firstBad < 0 && number(text, start, stop) == INVALID) {
        firstBad = start;
      }
      start = stop + 1;
    }
    if (count > 4) {
      return new ParseFailure(ValidationError.IPV4_TOO_MANY_PARTS, offset);
    }
    return firstBad >= 0
        ? new ParseFailure(ValidationError.IPV4_NON_NUMERIC_PART, offset + firstBad)
        : new ParseFailure(ValidationError.IPV4_OUT_OF_RANGE_PART, place);
  }

  /**
   * A part's value, decimal, octal (leading 0) or hexadecimal (leading 0x); {@link #INVALID} where
   * it is none, {@link #HUGE} for all that is above 2^40.
   *
   * @see <a href="https://url.spec.whatwg.org/#ipv4-number-parser">IPv4 number parser</a>
   */
  private static long number(String text, int start, int end) {
    // Step 1.
    if (start >= end) {
      return INVALID;
    }
    // Steps 2 to 5.
    int radix = 10;
    int from = start;
    if (end - start >= 2 && text.charAt(start) == '0') {
      boolean hex = (text.charAt(start + 1) | 0x20) == 'x';
      radix = hex ? 16 : 8;
      from = hex ? start + 2 : start + 1;
    }
    // Steps 6 to 9; "0x" alone is zero.
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = Ascii.hexValue(text.charAt(i));
      if (digit < 0 || digit >= radix) {
        return INVALID;
      }
      value = Math.min(value * radix + digit, HUGE);
    }
    return value;
  }
}
