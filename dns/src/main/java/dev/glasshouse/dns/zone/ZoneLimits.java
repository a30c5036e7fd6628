package dev.glasshouse.dns.zone;

/**
 * Every limit of reading and serving zones.
 *
 * @param fileBytes how large a zone file may be: 2,000,000,000 bytes, what one array holds
 * @param includes how deep files may include files: 10
 * @param generated how many records one {@code $GENERATE} may make: 1,000,000
 * @param faults how many faults are told; the rest is counted: 1000
 * @param nodeBytes how much one name may hold: 262,144 bytes, four times what a message can carry
 * @param aliases how many aliases in a row one answer follows: 16
 */
public record ZoneLimits(
    long fileBytes, int includes, long generated, int faults, int nodeBytes, int aliases) {
  /** The limits that hold where nobody says otherwise. */
  public static final ZoneLimits DEFAULT =
      new ZoneLimits(2_000_000_000L, 10, 1_000_000, 1000, 1 << 18, 16);
}
