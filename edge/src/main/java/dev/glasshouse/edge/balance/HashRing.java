package dev.glasshouse.edge.balance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Servers on a ring, each at many places: a key falls to the first that comes behind it. When a
 * server comes or goes, only the keys move that fall to it. With bounded loads no server gets more
 * than its fair share and a quarter (Mirrokni, Thorup, Zadimoghaddam: "Consistent Hashing with
 * Bounded Loads"). Immutable.
 */
final class HashRing {
  /** Places of a server of weight 1: enough that shares differ by some percent only. */
  private static final int PLACES = 160;

  /** How much more than its fair share a server may have under way. */
  private static final double ROOM = 1.25;

  private final TreeMap<Long, String> places = new TreeMap<>();

  /** A ring of servers by their names, with their weights. */
  HashRing(Map<String, Integer> weights) {
    weights.forEach((name, weight) -> {
      for (int i = 0; i < PLACES * weight; i++) {
        places.put(hash(name + '#' + i), name);
      }
    });
  }

  /** The servers in the order in which a key falls to them; each once. */
  List<String> order(String key) {
    if (places.isEmpty()) {
      return List.of();
    }
    var order = new java.util.LinkedHashSet<String>();
    long at = hash(key);
    order.addAll(places.tailMap(at, true).values());
    order.addAll(places.headMap(at, false).values());
    return List.copyOf(order);
  }

  /**
   * The first of an order that has room.
   *
   * @param order names, as {@link #order} gives them
   * @param servers who may be chosen
   * @return the place in {@code servers}, and how many were passed over for want of room
   */
  static int[] withRoom(List<String> order, List<Standing> servers) {
    double weight = servers.stream().mapToDouble(Standing::counts).sum();
    int underWay = servers.stream().mapToInt(Standing::underWay).sum();
    int passed = 0;
    int first = 0;
    for (String name : order) {
      for (int i = 0; i < servers.size(); i++) {
        Standing one = servers.get(i);
        if (one.name().equals(name)) {
          if (one.underWay() < Math.ceil(ROOM * (underWay + 1) * one.counts() / weight)) {
            return new int[] {i, passed};
          }
          first = passed == 0 ? i : first;
          passed++;
        }
      }
    }
    return new int[] {first, 0};
  }

  /** 64 bits of a text: FNV-1a, and the finish of SplitMix64 over it, so that all bits count. */
  static long hash(String text) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }
}
