package dev.glasshouse.http.cookies;

/**
 * How large a cookie may be.
 *
 * @param nameAndValue bytes of both together: 4,096 (RFC 6265bis 5.6, step 5)
 * @param attribute bytes of one attribute's value, a longer one is passed over: 1,024 (5.6, step 6
 *     of the attributes)
 */
public record CookieLimits(int nameAndValue, int attribute) {
  /** The limits of the specification. */
  public static final CookieLimits DEFAULT = new CookieLimits(4096, 1024);
}
