package dev.glasshouse.dns.zone;

/**
 * A zone as it is served: its records, and what is done beyond telling them.
 *
 * @param zone its records
 */
record ServedZone(Zone zone) {
  byte[] apex() {
    return zone.apex();
  }
}
