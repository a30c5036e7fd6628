package dev.glasshouse.fetch;

/**
 * Every limit of this module.
 *
 * @param redirects redirects of one fetch: 20, as Fetch has it
 * @param body bytes of a decoded body that is not saved to a file: 2 GiB; a page's parts are far
 *     smaller, and what is larger is a download
 * @param fileName bytes of the name of a file that is saved: 200; file systems allow 255
 * @param listing entries of a directory that are listed: 10,000
 * @param cookie bytes of a cookie's name and value: 4,096 (RFC 6265bis 5.6)
 * @param attribute bytes of an attribute's value: 1,024 (RFC 6265bis 5.6)
 * @param cookiesPerDomain 180, as browsers have it; RFC 6265bis 6.1 asks for 50
 * @param cookies in all: 3,300; RFC 6265bis 6.1 asks for 3,000
 */
public record Limits(
    int redirects,
    long body,
    int fileName,
    int listing,
    int cookie,
    int attribute,
    int cookiesPerDomain,
    int cookies) {

  /** The limits that hold where nobody says otherwise. */
  public static final Limits DEFAULT = new Limits(20, 2L << 30, 200, 10_000, 4096, 1024, 180, 3300);
}
