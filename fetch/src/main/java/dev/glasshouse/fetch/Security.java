package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.PreflightCache;
import dev.glasshouse.fetch.hsts.HstsStore;

/**
 * What a fetcher remembers for the sake of security.
 *
 * @param hsts hosts that demand HTTPS
 * @param certificates whether certificates are checked in this run
 * @param preflights what preflights allowed
 */
public record Security(
    HstsStore hsts, HstsStore.Certificate certificates, PreflightCache preflights) {

  /** Nothing yet. */
  public static Security fresh(Limits limits) {
    return new Security(
        new HstsStore(limits.rules().hstsHosts(), limits.rules().hstsHostsOfSite()),
        HstsStore.Certificate.CHECKED,
        new PreflightCache(limits.rules().preflights()));
  }

  /** The same in a run that takes any certificate. */
  public Security unchecked() {
    return new Security(hsts, HstsStore.Certificate.UNCHECKED, preflights);
  }
}
