package dev.glasshouse.dns.zone;

/** What a lookup in a zone came to. Used again for each. */
final class Found {
  /** Where the lookup ended. */
  enum Outcome {
    /** The name is there; it may have nothing of the type, or nothing at all. */
    NODE,
    /** The name is where other servers take over: only DS and what proves it is ours. */
    AT_CUT,
    /** The name is below where other servers take over. */
    CUT,
    /** The name is below a DNAME record. */
    DNAME,
    /** The name is not there, but a wildcard stands for it. */
    WILDCARD,
    /** Neither. */
    NOTHING
  }

  Outcome outcome = Outcome.NOTHING;

  /** The name, the cut, the owner of the DNAME, or the closest encloser. */
  int node;

  /** The wildcard. */
  int wildcard;

  /** How many labels of the name are not there: 0 when it is. */
  int missing;

  /** How many labels the name has below the zone's own. */
  int labels;

  /** Where each of them begins. */
  final int[] starts = new int[128];

  final int[] hashes = new int[128];
}
