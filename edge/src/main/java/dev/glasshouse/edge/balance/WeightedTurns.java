package dev.glasshouse.edge.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose turn it is, when each has as many turns as its weight says, spread evenly: at each turn
 * everybody gains its weight, and who has gained most pays all that was given out. The same
 * sequence for the same calls. Not safe for several threads.
 */
final class WeightedTurns {
  private final Map<String, Double> gained = new HashMap<>();

  /** The place in the list of whose turn it is. */
  int next(List<Standing> servers) {
    double all = 0;
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < servers.size(); i++) {
      Standing one = servers.get(i);
      double has = gained.merge(one.name(), one.counts(), Double::sum);
      all += one.counts();
      if (has > most + 1e-9) {
        most = has;
        best = i;
      }
    }
    gained.put(servers.get(best).name(), most - all);
    return best;
  }

  /** Forgets who is none of these. */
  void keep(java.util.Set<String> names) {
    gained.keySet().retainAll(names);
  }
}
