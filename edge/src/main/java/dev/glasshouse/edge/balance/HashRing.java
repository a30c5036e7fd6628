package dev.glasshouse.edge.balance;

import java.util.HashMap;
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

  /** Places that one server has at most, in all, whatever its weight: some megabytes. */
  private static final int MOST_PLACES = 16_000;

  /** How much more than its fair share a server may have under way. */
  private static final double ROOM = 1.25;

  private final TreeMap<Long, String> places = new TreeMap<>();

  /** A ring of servers by their names, with their weights. */
  HashRing(Map<String, Integer> weights) {
    int heaviest = weights.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    int places = Math.min(PLACES, MOST_PLACES / heaviest);
    weights.forEach((name, weight) -> {
      for (int i = 0; i < places * weight; i++) {
        this.places.put(hash(name + '#' + i), name);
      }
    });
  }

  /**
   * The first to whom a key falls that has room. The ring is walked as far as that alone: mostly a
   * place or two.
   *
   * @param servers who may be chosen
   * @return the place in {@code servers}, and how many were passed over for want of room
   */
  int[] withRoom(String key, List<Standing> servers) {
    double weight = servers.stream().mapToDouble(Standing::counts).sum();
    int underWay = servers.stream().mapToInt(Standing::underWay).sum();
    var may = new HashMap<String, Integer>();
    for (int i = 0; i < servers.size(); i++) {
      may.put(servers.get(i).name(), i);
    }
    long at = hash(key);
    int passed = 0;
    int first = 0;
    for (Map<Long, String> arc : List.of(places.tailMap(at, true), places.headMap(at, false))) {
      for (String name : arc.values()) {
        Integer i = may.remove(name);
        if (i != null) {
          Standing one = servers.get(i);
          if (one.underWay() < Math.ceil(ROOM * (underWay + 1) * one.counts() / weight)) {
            return new int[] {i, passed};
          }
          first = passed == 0 ? i : first;
          passed++;
        }
        if (may.isEmpty()) {
          return new int[] {first, 0};
        }
      }
    }
    return new int[] {first, 0};
  }

  /** How many places there are on it. */
  int places() {
    return places.size();
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
