package dev.glasshouse.edge.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * How many of the nodes that are known took what they were told to purge.
 *
 * @param took how many have said so, with the one that tells
 * @param known how many there are, and were lately without having said that they go
 * @param without the names of those who have not said so, in the order of their names
 */
public record Reach(int took, int known, List<String> without) {
  public Reach {
    without = List.copyOf(without);
  }

  /** Whether nobody is missing. */
  public boolean isWhole() {
    return without.isEmpty();
  }

  /** Those of two groups. */
  public Reach and(Reach other) {
    var all = new ArrayList<>(without);
    all.addAll(other.without);
    return new Reach(took + other.took, known + other.known, all.stream().sorted().toList());
  }
}
