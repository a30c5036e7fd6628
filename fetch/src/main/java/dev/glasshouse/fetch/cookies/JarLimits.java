package dev.glasshouse.fetch.cookies;

import dev.glasshouse.http.cookies.CookieLimits;

/**
 * How much a jar holds.
 *
 * @param perSite cookies of one registrable domain (and, where they are partitioned, under one top
 *     page's site): 180, as browsers have it; RFC 6265bis 6.1 asks for 50 a domain
 * @param share cookies that a domain of a full site keeps, whatever the site's other hosts set: 50,
 *     the number that RFC 6265bis 5.7 names
 * @param partitionBytes bytes of the names and values of one site's partitioned cookies under one
 *     top page's site: 10,240 (CHIPS 4.1)
 * @param total cookies in all: 3,300; RFC 6265bis 6.1 asks for 3,000
 * @param file bytes of the file: 32 MiB, which the largest cookies in the largest number fit into
 * @param cookie how large one cookie may be
 */
public record JarLimits(
    int perSite, int share, int partitionBytes, int total, long file, CookieLimits cookie) {

  /** The limits that hold where nobody says otherwise. */
  public static final JarLimits DEFAULT =
      new JarLimits(180, 50, 10_240, 3_300, 32L << 20, CookieLimits.DEFAULT);
}
