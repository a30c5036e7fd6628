package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cookies.JarLimits;

/**
 * Every limit of this module.
 *
 * @param redirects redirects of one fetch: 20, as Fetch has it
 * @param body bytes of a decoded body that is not saved to a file: 2 GiB; a page's parts are far
 *     smaller, and what is larger is a download
 * @param fileName bytes of the name of a file that is saved: 200; file systems allow 255
 * @param listing entries of a directory that are listed: 10,000
 * @param jar of the cookies
 * @param rules of what is remembered for the sake of security
 */
public record Limits(
    int redirects, long body, int fileName, int listing, JarLimits jar, Rules rules) {

  /**
   * Limits of what is remembered for the sake of security, and of what a page may send.
   *
   * @param hstsHosts hosts that demand HTTPS: 10,000; a person visits far fewer
   * @param hstsHostsOfSite of one registrable domain: 100, so that no site pushes out the others
   * @param preloaded hosts of a list of such hosts that is named: 1,000,000; browsers' lists have
   *     150,000
   * @param preflights answers of preflights: 1,000 URLs
   * @param protections places that asked for credentials: 100
   * @param keepalive bytes that the keepalive fetches of a page send together: 64 KiB, as Fetch has
   *     it
   * @param integrity bytes that are held back until their hash is known: 64 MiB
   * @param reports reports of one page's violations that are sent: 100
   */
  public record Rules(
      int hstsHosts,
      int hstsHostsOfSite,
      int preloaded,
      int preflights,
      int protections,
      long keepalive,
      int integrity,
      int reports) {
    /** The limits that hold where nobody says otherwise. */
    public static final Rules DEFAULT =
        new Rules(10_000, 100, 1_000_000, 1000, 100, 64 << 10, 64 << 20, 100);
  }

  /** The limits that hold where nobody says otherwise. */
  public static final Limits DEFAULT =
      new Limits(20, 2L << 30, 200, 10_000, JarLimits.DEFAULT, Rules.DEFAULT);
}
