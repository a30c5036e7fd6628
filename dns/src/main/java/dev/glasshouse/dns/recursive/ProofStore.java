package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.utils.base32;

/**
 * NSEC and NSEC3 sets, zone by zone and in the zone's order. It holds so many bytes and no more:
 * what was used longest ago goes first, so a zone that makes up a proof for each question pushes
 * out its own.
 */
final class ProofStore {
  private static final base32 HASHES = new base32(base32.Alphabet.BASE32HEX, false, false);

  /** What a place in the two maps takes besides the set itself. */
  private static final int PLACE = 200;

  /** A zone's proofs. */
  static final class Zone {
    final TreeMap<Name, RecordSet> plain = new TreeMap<>();
    final TreeMap<Name, RecordSet> hashed = new TreeMap<>();
    int iterations;
    byte[] salt = new byte[0];

    private TreeMap<Name, RecordSet> of(RecordSet set) {
      return set.records().getFirst() instanceof NSEC3Record ? hashed : plain;
    }
  }

  private record Key(Name apex, int type, Name owner) {}

  private final long most;
  private final Map<Name, Zone> zones = new HashMap<>();
  // The longest unused first.
  private final LinkedHashMap<Key, RecordSet> order = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * An empty store.
   *
   * @param bytes how much it holds
   */
  ProofStore(long bytes) {
    this.most = bytes;
  }

  /** Whether there is no proof. */
  boolean isEmpty() {
    return zones.isEmpty();
  }

  /** Keeps an NSEC or NSEC3 set, under the zone that signed it. */
  void keep(RecordSet set) {
    if (set.signatures().isEmpty() || set.ttl() == 0) {
      return;
    }
    RRSIGRecord signature = set.signatures().getFirst();
    Name apex = signature.getSigner();
    // A denial that a wildcard made up says nothing of the name that it stands for.
    if (set.expanded() || !set.name().subdomain(apex) || coversOneHash(set)) {
      return;
    }
    Zone zone = zones.computeIfAbsent(apex, z -> new Zone());
    if (set.records().getFirst() instanceof NSEC3Record proof && !fits(apex, zone, proof, set)) {
      return;
    }
    RecordSet old = zone.of(set).get(set.name());
    if (old == null || set.security() == Security.SECURE || old.security() != Security.SECURE) {
      put(apex, zone, set);
    }
  }

  /**
   * Whether a proof goes with those that are there; validated ones begin anew where it does not.
   */
  private boolean fits(Name apex, Zone zone, NSEC3Record proof, RecordSet set) {
    byte[] salt = proof.getSalt() == null ? new byte[0] : proof.getSalt();
    if (proof.getIterations() == zone.iterations && Arrays.equals(salt, zone.salt)) {
      return true;
    }
    if (!zone.hashed.isEmpty() && set.security() != Security.SECURE) {
      return false;
    }
    // The zone is signed anew, with other parameters.
    zone.hashed.values().stream().toList().forEach(gone -> remove(apex, gone));
    zones.put(apex, zone);
    zone.iterations = proof.getIterations();
    zone.salt = salt;
    return true;
  }

  /**
   * Whether a proof was made up for one question (RFC 7129 appendix B): it covers one hash, which
   * nobody will ask for again.
   */
  private static boolean coversOneHash(RecordSet set) {
    if (!(set.records().getFirst() instanceof NSEC3Record proof)) {
      return false;
    }
    byte[] owner = HASHES.fromString(set.name().getLabelString(0));
    return owner != null
        && owner.length == proof.getNext().length
        && new BigInteger(1, proof.getNext())
            .subtract(new BigInteger(1, owner))
            .equals(BigInteger.TWO);
  }

  private void put(Name apex, Zone zone, RecordSet set) {
    remove(apex, set);
    zones.put(apex, zone);
    zone.of(set).put(set.name(), set);
    order.put(new Key(apex, set.type(), set.name()), set);
    bytes += weight(set);
    while (bytes > most && !order.isEmpty()) {
      Map.Entry<Key, RecordSet> eldest = order.entrySet().iterator().next();
      remove(eldest.getKey().apex, eldest.getValue());
    }
  }

  private void remove(Name apex, RecordSet set) {
    RecordSet gone = order.remove(new Key(apex, set.type(), set.name()));
    Zone zone = zones.get(apex);
    if (gone == null || zone == null) {
      return;
    }
    bytes -= weight(gone);
    zone.of(gone).remove(gone.name());
    if (zone.plain.isEmpty() && zone.hashed.isEmpty()) {
      zones.remove(apex);
    }
  }

  private static long weight(RecordSet set) {
    return set.weight() + PLACE;
  }

  /** A zone's proofs. */
  Optional<Zone> zone(Name apex) {
    return Optional.ofNullable(zones.get(apex));
  }

  /** A proof was of use. */
  void used(Name apex, RecordSet set) {
    order.get(new Key(apex, set.type(), set.name()));
  }

  /** About how many bytes it holds. */
  long weight() {
    return bytes;
  }

  /** How many proofs it holds. */
  int size() {
    return order.size();
  }
}
