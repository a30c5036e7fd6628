package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;

/**
 * A zone that is signed while it is served, as a whole: name by name in the order of DNSSEC, with
 * the signatures and the chain of NSEC records that somebody without the key needs. Signatures are
 * made anew when a name's turn comes. The SOA record is left out, its signature is not.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-2">RFC 4035 section 2</a>
 */
final class SignedWalk implements Iterator<List<ZoneDiff.Item>> {
  private final Zone zone;
  private final ZoneSigner signer;
  private final int[] nodes;
  private int at;

  SignedWalk(Zone zone, ZoneSigner signer) {
    this.zone = zone;
    this.signer = signer;
    var all = new ArrayList<Named>();
    ZoneWalk.nodes(
        zone,
        node -> {
          if (zone.sets(node) > 0) {
            all.add(new Named(zone.name(node), node));
          }
        });
    all.sort((one, other) -> NameBytes.compare(one.name, other.name));
    nodes = all.stream().mapToInt(Named::node).toArray();
  }

  private record Named(byte[] name, int node) {}

  @Override
  public boolean hasNext() {
    return at < nodes.length;
  }

  @Override
  public List<ZoneDiff.Item> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the zone has no more names");
    }
    int node = nodes[at++];
    var items = new ArrayList<ZoneDiff.Item>();
    var set = new ArrayList<ZoneDiff.Item>();
    ZoneWalk.node(
        zone,
        node,
        (name, type, ttl, piece, from, length) -> {
          if (!set.isEmpty() && set.getFirst().type() != type) {
            add(node, set, items);
          }
          set.add(
              new ZoneDiff.Item(name, type, ttl, Arrays.copyOfRange(piece, from, from + length)));
        });
    add(node, set, items);
    if (isOurs(node)) {
      byte[] name = zone.name(node);
      TreeSet<Integer> types = OnlineProofs.types(zone, node);
      byte[] next = after();
      byte[] map = OnlineProofs.bitmap(types);
      byte[] data = Arrays.copyOf(next, next.length + map.length);
      System.arraycopy(map, 0, data, next.length, map.length);
      set.add(new ZoneDiff.Item(name, Responder.NSEC, zone.negativeTtl(), data));
      add(node, set, items);
    }
    return items;
  }

  /** Adds a set with its signature, and empties it. */
  private void add(int node, List<ZoneDiff.Item> set, List<ZoneDiff.Item> items) {
    ZoneDiff.Item first = set.getFirst();
    int type = first.type();
    if (type != RdataText.SOA) {
      items.addAll(set);
    }
    boolean cut = (zone.flags(node) & Zone.CUT) != 0;
    if (isOurs(node) && (!cut || type == Responder.DS || type == Responder.NSEC)) {
      byte[] rrsig =
          signer.anew(
              zone.apex(),
              first.name(),
              type,
              first.ttl(),
              set.stream().map(ZoneDiff.Item::data).toList());
      items.add(new ZoneDiff.Item(first.name(), Responder.RRSIG, first.ttl(), rrsig));
    }
    set.clear();
  }

  /** Not what lies below a delegation or a DNAME record. */
  private boolean isOurs(int node) {
    return (zone.flags(node) & Zone.OCCLUDED) == 0;
  }

  /** The name that the NSEC record of the one before {@link #at} points to. */
  private byte[] after() {
    for (int i = at; i < nodes.length; i++) {
      if (isOurs(nodes[i])) {
        return zone.name(nodes[i]);
      }
    }
    return zone.apex();
  }
}
