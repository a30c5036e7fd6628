package dev.glasshouse.edge.balance;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses servers by a rule: who stands how goes in, whose turn it is comes out, with the reason,
 * and for each of the others why it was not chosen. No socket, clock or thread; its turns are its
 * only memory. Not safe for several threads.
 */
final class Choosing {
  private final Rule rule;
  private final RandomGenerator random;
  private final WeightedTurns turns = new WeightedTurns();
  private HashRing ring = new HashRing(Map.of());

  /**
   * By a rule.
   *
   * @param random where {@link Rule#TWO_CHOICES} takes its two
   */
  Choosing(Rule rule, RandomGenerator random) {
    this.rule = rule;
    this.random = random;
  }

  /** From now on the pool's servers are these. */
  void servers(Map<String, Integer> weights) {
    turns.keep(weights.keySet());
    if (rule == Rule.CONSISTENT_HASH) {
      ring = new HashRing(weights);
    }
  }

  /**
   * What is to be chosen for.
   *
   * @param key what falls to a place on the ring
   * @param sticky the server that the client's cookie names; empty when none
   * @param tried servers that failed with this request before
   */
  record Wanted(String key, Optional<String> sticky, Set<String> tried) {}

  /**
   * A choice.
   *
   * @param index the server's place in the list; empty when none may have the request
   * @param rule the word for what decided
   * @param because why this one and not another, or why none
   */
  record Verdict(Optional<Integer> index, String rule, Because because) {}

  /**
   * Chooses.
   *
   * @param told whether anybody wants to know why not the others
   */
  Verdict choose(List<Standing> servers, Wanted wanted, boolean told) {
    List<Integer> may = eligible(servers, wanted.tried(), false);
    if (may.isEmpty()) {
      may = eligible(servers, wanted.tried(), true);
    }
    if (may.isEmpty()) {
      return verdict(
          servers, Optional.empty(), "", Because.of(EdgeReason.NONE_TO_BE_HAD), wanted, told);
    }
    Optional<Integer> stuck = stuck(servers, may, wanted);
    if (stuck.isPresent()) {
      return verdict(
          servers, stuck, "sticky cookie", Because.of(EdgeReason.STUCK_TO), wanted, told);
    }
    if (may.size() == 1) {
      return verdict(
          servers,
          Optional.of(may.getFirst()),
          "only",
          Because.of(EdgeReason.ONLY_SERVER),
          wanted,
          told);
    }
    var those = new ArrayList<Standing>(may.size());
    for (int i : may) {
      those.add(servers.get(i));
    }
    Chosen chosen = byRule(those, wanted);
    return verdict(
        servers, Optional.of(may.get(chosen.index())), rule.word(), chosen.because(), wanted, told);
  }

  private record Chosen(int index, Because because) {}

  private Chosen byRule(List<Standing> servers, Wanted wanted) {
    return switch (rule) {
      case ROUND_ROBIN -> {
        int index = turns.next(servers);
        int weight = servers.get(index).weight();
        int all = servers.stream().mapToInt(Standing::weight).sum();
        yield new Chosen(
            index,
            all == servers.size()
                ? Because.of(EdgeReason.ITS_TURN)
                : Because.of(EdgeReason.ITS_TURN_BY_WEIGHT, weight, all));
      }
      case LEAST_CONNECTIONS -> least(servers);
      case TWO_CHOICES -> ofTwo(servers);
      case CONSISTENT_HASH -> {
        int[] found = ring.withRoom(wanted.key(), servers);
        yield new Chosen(
            found[0],
            found[1] == 0
                ? Because.of(EdgeReason.NEXT_ON_RING, shown(wanted.key()))
                : Because.of(EdgeReason.NEXT_ON_RING_WITH_ROOM, shown(wanted.key()), found[1]));
      }
    };
  }

  private static String shown(String key) {
    return dev.glasshouse.http.Texts.shown(key);
  }

  /** Among equals it goes in turn, so that an idle pool does not ask the first one always. */
  private Chosen least(List<Standing> servers) {
    double least = servers.stream().mapToDouble(Standing::load).min().orElse(0);
    var equal = new ArrayList<Integer>();
    for (int i = 0; i < servers.size(); i++) {
      if (servers.get(i).load() <= least + 1e-9) {
        equal.add(i);
      }
    }
    int index = equal.get(turns.next(equal.stream().map(servers::get).toList()));
    return new Chosen(index, Because.of(EdgeReason.LEAST_BUSY, servers.get(index).underWay()));
  }

  private Chosen ofTwo(List<Standing> servers) {
    int a = random.nextInt(servers.size());
    int b = random.nextInt(servers.size() - 1);
    b = b >= a ? b + 1 : b;
    boolean first = servers.get(a).load() <= servers.get(b).load();
    int index = first ? a : b;
    int other = first ? b : a;
    return new Chosen(
        index,
        Because.of(
            EdgeReason.LESS_BUSY_OF_TWO,
            servers.get(index).underWay(),
            servers.get(other).underWay()));
  }

  private static List<Integer> eligible(List<Standing> servers, Set<String> tried, boolean backup) {
    var may = new ArrayList<Integer>(servers.size());
    for (int i = 0; i < servers.size(); i++) {
      Standing one = servers.get(i);
      if (one.backup() == backup && one.refusal().isEmpty() && !tried.contains(one.name())) {
        may.add(i);
      }
    }
    return may;
  }

  private static Optional<Integer> stuck(List<Standing> servers, List<Integer> may, Wanted wanted) {
    return wanted
        .sticky()
        .flatMap(name -> may.stream().filter(i -> servers.get(i).name().equals(name)).findFirst());
  }

  private static Verdict verdict(
      List<Standing> servers,
      Optional<Integer> index,
      String rule,
      Because because,
      Wanted wanted,
      boolean told) {
    Because all = because;
    for (int i = 0; told && i < servers.size(); i++) {
      Standing one = servers.get(i);
      if (index.isPresent() && index.get() == i) {
        continue;
      }
      if (wanted.tried().contains(one.name())) {
        all = all.butNot(one.name(), EdgeReason.TRIED_BEFORE);
      } else if (one.refusal().isPresent()) {
        Because why = one.refusal().get();
        all = all.butNot(one.name(), why.reason(), why.arguments().toArray());
      } else {
        all = all.butNot(one.name(), one.backup() ? EdgeReason.IS_BACKUP : EdgeReason.NOT_CHOSEN);
      }
    }
    return new Verdict(index, rule, all);
  }

  /** The weights of servers by their names, for {@link #servers}. */
  static Map<String, Integer> weights(List<Standing> servers) {
    var weights = new HashMap<String, Integer>();
    servers.forEach(one -> weights.put(one.name(), one.weight()));
    return weights;
  }

  /** Nothing tried yet. */
  static Set<String> nobody() {
    return new HashSet<>();
  }
}
