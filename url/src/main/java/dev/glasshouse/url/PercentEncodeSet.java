package dev.glasshouse.url;

import org.jspecify.annotations.Nullable;

/**
 * Which characters must be percent-encoded in which part of a URL.
 *
 * <p>Every set has the C0 controls, U+007F and all that is not ASCII; the sets grow one out of
 * another. Source: <a href="https://url.spec.whatwg.org/#percent-encoded-bytes">URL standard,
 * section 1.3</a>.
 */
public enum PercentEncodeSet {
  /** Opaque hosts and opaque paths. */
  C0_CONTROL(null, ""),
  /** Fragments. */
  FRAGMENT(C0_CONTROL, " \"<>`"),
  /** Queries of schemes that are not special. */
  QUERY(C0_CONTROL, " \"#<>"),
  /** Queries of special schemes. */
  SPECIAL_QUERY(QUERY, "'"),
  /** Path segments. */
  PATH(QUERY, "?^`{}"),
  /** User names and passwords. */
  USERINFO(PATH, "/:;=@[\\]|"),
  /** What {@code encodeURIComponent} of JavaScript encodes. */
  COMPONENT(USERINFO, "$%&+,"),
  /** application/x-www-form-urlencoded, but for the space, which becomes a plus there. */
  FORM(COMPONENT, "!'()~");

  /** The ASCII members below 64, and the ones from 64, a bit each. */
  private final long low;

  private final long high;

  /** ASCII characters that are URL code points and outside of the set: nothing to do, or to say. */
  private final long plainLow;

  private final long plainHigh;

  PercentEncodeSet(@Nullable PercentEncodeSet parent, String more) {
    long first = parent == null ? 0xFFFF_FFFFL : parent.low;
    long second = parent == null ? Long.MIN_VALUE : parent.high;
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (c < 64) {
        first |= 1L << c;
      } else {
        second |= 1L << (c - 64);
      }
    }
    low = first;
    high = second;
    long plain = 0;
    long plainUpper = 0;
    for (int c = 0; c < 64; c++) {
      plain |= UrlCodePoint.is(c) ? 1L << c : 0;
      plainUpper |= UrlCodePoint.is(c + 64) ? 1L << c : 0;
    }
    plainLow = plain & ~first;
    plainHigh = plainUpper & ~second;
  }

  /** Whether the character (a code point, or a code unit of one) is in the set. */
  public boolean contains(int c) {
    return c >= 128 || ((c < 64 ? low >>> c : high >>> (c - 64)) & 1) != 0;
  }

  /** Whether the character is ASCII, a URL code point, and stays as it is. */
  boolean isPlain(int c) {
    return c < 128 && ((c < 64 ? plainLow >>> c : plainHigh >>> (c - 64)) & 1) != 0;
  }
}
