package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Signatures, and proofs that something is not there, out of a zone that came signed (RFC 4035
 * section 3.1, RFC 5155 section 7.2).
 */
final class Proofs implements Prover {
  /** There is nothing to remember. */
  static final Proofs SIGNED = new Proofs();

  private Proofs() {}

  @Override
  public boolean signatures(
      Zone zone, MessageWriter to, int node, int type, int owner, byte[] name, int ttl) {
    int set = zone.set(node, Responder.RRSIG);
    if (set == 0) {
      return true;
    }
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET;
    boolean fits = true;
    for (int i = zone.count(set); i > 0; i--) {
      int size = Bytes.u16(piece, at);
      if (Bytes.u16(piece, at + 2) == type) {
        fits &= to.one(owner, name, Responder.RRSIG, ttl, piece, at + 2, size);
      }
      at += 2 + size;
    }
    return fits;
  }

  @Override
  public boolean noType(
      Zone zone, MessageWriter to, int node, int type, byte[] name, int length, Found found) {
    if (Nsec3Proofs.applies(zone)) {
      return new Nsec3Proofs(zone, to).noType(name, length, type);
    }
    if (zone.set(node, Responder.NSEC) != 0) {
      return denial(zone, to, node);
    }
    // A name that only has names below it has no NSEC record; the one before it covers it.
    return covering(zone, to, name, length, 0);
  }

  @Override
  public boolean noName(Zone zone, MessageWriter to, byte[] name, int length, Found found) {
    if (Nsec3Proofs.applies(zone)) {
      return new Nsec3Proofs(zone, to).noName(name, length, found);
    }
    int first = coveringNode(zone, name, length);
    boolean fits = denial(zone, to, first);
    byte[] wildcard = wildcardOf(zone, found);
    int second = coveringNode(zone, wildcard, wildcard.length);
    return second == first ? fits : fits & denial(zone, to, second);
  }

  @Override
  public boolean expanded(Zone zone, MessageWriter to, byte[] name, int length, Found found) {
    to.section(1);
    return Nsec3Proofs.applies(zone)
        ? new Nsec3Proofs(zone, to).nothingCloser(name, length, found)
        : covering(zone, to, name, length, 0);
  }

  @Override
  public boolean noTypeAtWildcard(
      Zone zone, MessageWriter to, byte[] name, int length, Found found) {
    if (Nsec3Proofs.applies(zone)) {
      return new Nsec3Proofs(zone, to).noTypeAtWildcard(name, length, found);
    }
    boolean fits = denial(zone, to, found.wildcard);
    return fits & covering(zone, to, name, length, found.wildcard);
  }

  @Override
  public boolean signsParts() {
    return false;
  }

  @Override
  public boolean signatures(
      Zone zone, MessageWriter to, int set, int owner, byte[] name, java.util.List<byte[]> data) {
    throw new IllegalStateException("what came signed came whole");
  }

  @Override
  public boolean hidesMissingNames() {
    return false;
  }

  /** The zone has all of it. */
  @Override
  public Optional<Iterator<List<ZoneDiff.Item>>> whole(Zone zone) {
    return Optional.empty();
  }

  private static boolean covering(Zone zone, MessageWriter to, byte[] name, int length, int but) {
    int node = coveringNode(zone, name, length);
    return node == but || denial(zone, to, node);
  }

  private static byte[] wildcardOf(Zone zone, Found found) {
    byte[] encloser = zone.name(found.node);
    byte[] wildcard = new byte[encloser.length + 2];
    wildcard[0] = 1;
    wildcard[1] = '*';
    System.arraycopy(encloser, 0, wildcard, 2, encloser.length);
    return wildcard;
  }

  /** Writes a denial record with its signature. */
  static boolean denial(Zone zone, MessageWriter to, int node) {
    if (node == 0) {
      return true;
    }
    int type = zone.set(node, Responder.NSEC) != 0 ? Responder.NSEC : Responder.NSEC3;
    int set = zone.set(node, type);
    if (set == 0) {
      return true;
    }
    byte[] name = zone.name(node);
    to.section(1);
    boolean fits = to.set(zone, set, -1, name, zone.ttl(set));
    return fits & SIGNED.signatures(zone, to, node, type, -1, name, zone.ttl(set));
  }

  /** The name with an NSEC record that comes before a name that is not there. */
  private static int coveringNode(Zone zone, byte[] name, int length) {
    byte[] wanted = Arrays.copyOf(name, length);
    int[] order = zone.order();
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (NameBytes.compare(zone.name(order[middle]), wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low - 1; i >= 0; i--) {
      if (zone.set(order[i], Responder.NSEC) != 0) {
        return order[i];
      }
    }
    return 0;
  }
}
