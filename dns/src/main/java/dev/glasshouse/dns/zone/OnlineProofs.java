package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Signatures and proofs that are made when they are asked for. A name that is not there is said to
 * be there with nothing but the mark that it is not, which needs one record and tells nothing of
 * its neighbours.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9824#section-3">RFC 9824 section 3</a>
 */
final class OnlineProofs implements Prover {
  private static final int NXNAME = 128;

  private final ZoneSigner signer;

  OnlineProofs(ZoneSigner signer) {
    this.signer = signer;
  }

  @Override
  public boolean signatures(
      Zone zone, MessageWriter to, int node, int type, int owner, byte[] name, int ttl) {
    int set = zone.set(node, type);
    var data = new ArrayList<byte[]>();
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET;
    for (int i = zone.count(set); i > 0; i--) {
      int length = Bytes.u16(piece, at);
      data.add(Arrays.copyOfRange(piece, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return write(zone, to, type, owner, name, ttl, zone.ttl(set), data);
  }

  @Override
  public boolean signsParts() {
    return true;
  }

  @Override
  public boolean signatures(
      Zone zone, MessageWriter to, int set, int owner, byte[] name, List<byte[]> data) {
    return write(zone, to, zone.type(set), owner, name, zone.ttl(set), zone.ttl(set), data);
  }

  private boolean write(
      Zone zone,
      MessageWriter to,
      int type,
      int owner,
      byte[] name,
      int ttl,
      int original,
      List<byte[]> data) {
    byte[] full = Arrays.copyOf(name, NameBytes.length(name, 0));
    byte[] rrsig = signer.rrsig(zone.apex(), full, type, original, data);
    return to.one(owner, name, Responder.RRSIG, ttl, rrsig, 0, rrsig.length);
  }

  @Override
  public boolean noType(
      Zone zone, MessageWriter to, int node, int type, byte[] name, int length, Found found) {
    return denial(zone, to, Arrays.copyOf(name, length), types(zone, node));
  }

  @Override
  public boolean noName(Zone zone, MessageWriter to, byte[] name, int length, Found found) {
    var types = new TreeSet<Integer>(List.of(Responder.RRSIG, Responder.NSEC, NXNAME));
    return denial(zone, to, Arrays.copyOf(name, length), types);
  }

  /** What came from a wildcard is signed for the very name: there is nothing to prove. */
  @Override
  public boolean expanded(Zone zone, MessageWriter to, byte[] name, int length, Found found) {
    return true;
  }

  @Override
  public boolean noTypeAtWildcard(
      Zone zone, MessageWriter to, byte[] name, int length, Found found) {
    return denial(zone, to, Arrays.copyOf(name, length), types(zone, found.wildcard));
  }

  @Override
  public boolean hidesMissingNames() {
    return true;
  }

  @Override
  public Optional<Iterator<List<ZoneDiff.Item>>> whole(Zone zone) {
    return Optional.of(new SignedWalk(zone, signer));
  }

  /** What an NSEC record says of a name. */
  static TreeSet<Integer> types(Zone zone, int node) {
    var types = new TreeSet<Integer>(List.of(Responder.RRSIG, Responder.NSEC));
    boolean cut = (zone.flags(node) & Zone.CUT) != 0;
    int set = zone.firstSet(node);
    for (int i = zone.sets(node); i > 0; i--, set = zone.nextSet(set)) {
      int type = zone.type(set);
      // Of what is at a cut, only NS and DS are the zone's own matter.
      if (!cut || type == RdataText.NS || type == Responder.DS) {
        types.add(type);
      }
    }
    return types;
  }

  private boolean denial(Zone zone, MessageWriter to, byte[] name, TreeSet<Integer> types) {
    byte[] next = next(name);
    byte[] map = bitmap(types);
    byte[] data = Arrays.copyOf(next, next.length + map.length);
    System.arraycopy(map, 0, data, next.length, map.length);
    int ttl = zone.negativeTtl();
    byte[] rrsig = signer.rrsig(zone.apex(), name, Responder.NSEC, ttl, List.of(data));
    to.section(1);
    return to.one(-1, name, Responder.NSEC, ttl, data, 0, data.length)
        & to.one(-1, name, Responder.RRSIG, ttl, rrsig, 0, rrsig.length);
  }

  /** The name right behind this one: with a label of one zero byte before it, where that fits. */
  private static byte[] next(byte[] name) {
    if (name.length + 2 <= NameBytes.LONGEST) {
      byte[] next = new byte[name.length + 2];
      next[0] = 1;
      System.arraycopy(name, 0, next, 2, name.length);
      return next;
    }
    byte[] next = name.clone();
    int last = next[0] & 0xff;
    while (last > 1 && next[last] == -1) {
      last--;
    }
    next[last]++;
    return next;
  }

  /** RFC 4034 section 4.1.2. */
  static byte[] bitmap(TreeSet<Integer> types) {
    var out = new java.io.ByteArrayOutputStream();
    for (int window = 0; window < 256; window++) {
      var its = types.subSet(window << 8, window + 1 << 8);
      if (!its.isEmpty()) {
        byte[] bits = new byte[(its.last() & 0xff) / 8 + 1];
        for (int type : its) {
          bits[(type & 0xff) / 8] |= (byte) (0x80 >> (type & 7));
        }
        out.write(window);
        out.write(bits.length);
        out.writeBytes(bits);
      }
    }
    return out.toByteArray();
  }
}
