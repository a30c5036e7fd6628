package dev.glasshouse.dns.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * A zone as it is served: its records, and what is done beyond telling them.
 *
 * @param zone its records
 * @param diffs what made the last versions of each other, the newest last
 */
record ServedZone(Zone zone, List<ZoneDiff> diffs) {
  private static final int VERSIONS = 8;
  private static final int RECORDS = 20_000;

  static ServedZone of(Zone zone) {
    return new ServedZone(zone, List.of());
  }

  byte[] apex() {
    return zone.apex();
  }

  /** The same zone in a new version, with the way to it as far as that is worth keeping. */
  ServedZone next(Zone anew) {
    if (!OutTransfer.newer(anew.serial(), zone.serial())) {
      return of(anew);
    }
    return ZoneDiff.of(zone, anew, RECORDS)
        .map(diff -> {
          var all = new ArrayList<>(diffs);
          all.add(diff);
          while (all.size() > VERSIONS) {
            all.removeFirst();
          }
          return new ServedZone(anew, List.copyOf(all));
        })
        .orElseGet(() -> of(anew));
  }
}
