package dev.glasshouse.dns.zone;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Where signatures, and proofs that something is not there, come from. */
interface Prover {
  /** Writes the signatures over a set; false when they do not fit. */
  boolean signatures(
      Zone zone, MessageWriter to, int node, int type, int owner, byte[] name, int ttl);

  /** Whether it signs whatever is given, and not only whole sets. */
  boolean signsParts();

  /** Writes a signature over some records of a set; only where {@link #signsParts}. */
  boolean signatures(
      Zone zone, MessageWriter to, int set, int owner, byte[] name, List<byte[]> data);

  /** The name exists, but not the type. */
  boolean noType(
      Zone zone, MessageWriter to, int node, int type, byte[] name, int length, Found found);

  /** Neither the name nor a wildcard for it exists. */
  boolean noName(Zone zone, MessageWriter to, byte[] name, int length, Found found);

  /** The answer came from a wildcard: nothing closer exists. */
  boolean expanded(Zone zone, MessageWriter to, byte[] name, int length, Found found);

  /** A wildcard stands for the name, but has not the type. */
  boolean noTypeAtWildcard(Zone zone, MessageWriter to, byte[] name, int length, Found found);

  /** Whether a name that is not there is answered as one without data (RFC 9824 section 3.1). */
  boolean hidesMissingNames();

  /**
   * The zone for a transfer, name by name, but its SOA record; empty when the zone's own records
   * are all that there is.
   */
  Optional<Iterator<List<ZoneDiff.Item>>> whole(Zone zone);
}
