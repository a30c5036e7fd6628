package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A zone as it is served: its records, and what is done beyond telling them.
 *
 * @param zone its records
 * @param diffs what made the last versions of each other, the newest last
 * @param prover where signatures and proofs come from
 * @param smart which records are for whom
 */
record ServedZone(Zone zone, List<ZoneDiff> diffs, Prover prover, Smart smart) {
  private static final int VERSIONS = 8;
  private static final int RECORDS = 20_000;

  static ServedZone of(Zone zone) {
    return new ServedZone(zone, List.of(), Proofs.SIGNED, Smart.NONE);
  }

  /** A zone that is signed while it is served: its keys are added to it. */
  static ServedZone signed(Zone zone, ZoneSigner signer) {
    var builder = new ZoneBuilder();
    builder.apex(zone.apex());
    builder.file("");
    ZoneWalk.nodes(
        zone,
        node ->
            ZoneWalk.node(
                zone,
                node,
                (name, type, ttl, piece, from, length) -> {
                  byte[] data = Arrays.copyOfRange(piece, from, from + length);
                  if (type == RdataText.SOA) {
                    int serial = length - 20;
                    Bytes.put32(data, serial, (int) (Bytes.u32(data, serial) + signer.raise()));
                  }
                  builder.add(name, name.length, type, ttl, data, length, 0, 0);
                }));
    for (ZoneDiff.Item item : signer.keys(zone.apex(), zone.ttl(zone.soa()))) {
      builder.add(
          item.name(),
          item.name().length,
          item.type(),
          item.ttl(),
          item.data(),
          item.data().length,
          0,
          0);
    }
    Zone whole = ZoneMaker.make(builder, ZoneLimits.DEFAULT, new ArrayList<>());
    return new ServedZone(whole, List.of(), new OnlineProofs(signer), Smart.NONE);
  }

  /** The same with rules. */
  ServedZone with(SmartRules rules, Health health) {
    return new ServedZone(zone, diffs, prover, Smart.of(zone, rules, health));
  }

  boolean isSigned() {
    return zone.isSigned() || prover.hidesMissingNames();
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
          return new ServedZone(anew, List.copyOf(all), Proofs.SIGNED, Smart.NONE);
        })
        .orElseGet(() -> of(anew));
  }
}
