package dev.glasshouse.dns.zone;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ZoneReason;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Which addresses a client gets, and why. Pure.
 *
 * @param given those, in order
 * @param left the others
 * @param policy what decided: network, subnet, health, weight, round robin
 * @param because the reason, with what was left out
 * @param scope for how many bits of the client's subnet this holds
 */
record SmartVerdict(
    List<InetAddress> given, List<InetAddress> left, String policy, Because because, int scope) {

  /** What is known of a question. */
  record Asked(InetAddress client, Optional<InetAddress> subnet) {}

  /**
   * Decides.
   *
   * @param all the addresses that the zone has; not empty
   * @param down those that do not answer their probe
   * @param turn counts the questions, for the order
   * @param dice a number from 0 below its argument
   */
  static SmartVerdict of(
      SmartRules rules,
      SmartRules.SmartSet set,
      List<InetAddress> all,
      Asked asked,
      Set<InetAddress> down,
      int turn,
      IntUnaryOperator dice) {
    var given = new ArrayList<>(all);
    String policy = "round robin";
    Because because = Because.of(ZoneReason.BY_TURN);
    int scope = 0;
    if (!set.ofNetwork().isEmpty()) {
      InetAddress of = asked.subnet().orElse(asked.client());
      SmartRules.Match match = rules.network(of);
      scope = match.scope();
      String network = match.network();
      Set<InetAddress> its = set.ofNetwork().getOrDefault(network, Set.of());
      var kept = new ArrayList<>(given);
      kept.retainAll(its);
      if (!kept.isEmpty()) {
        given = kept;
        policy = asked.subnet().isPresent() ? "subnet" : "network";
        String who = of.getHostAddress();
        because =
            asked.subnet().isPresent()
                ? Because.of(ZoneReason.CLIENT_SUBNET, Clause.rfc(7871, "7.2.1"), who, network)
                : Because.of(ZoneReason.CLIENT_NETWORK, who, network);
      }
    }
    var up = new ArrayList<>(given);
    up.removeAll(down);
    if (up.isEmpty()) {
      policy = "health";
      because = Because.of(ZoneReason.ALL_PROBES_FAILED);
    } else if (up.size() < given.size()) {
      for (InetAddress address : given) {
        if (!up.contains(address)) {
          because = because.butNot(address.getHostAddress(), ZoneReason.PROBE_FAILED);
        }
      }
      policy = policy.equals("round robin") ? "health" : policy;
      given = up;
    }
    int total = given.stream().mapToInt(a -> set.weights().getOrDefault(a, 0)).sum();
    if (total > 0) {
      int thrown = dice.applyAsInt(total);
      InetAddress chosen = given.getFirst();
      for (InetAddress address : given) {
        thrown -= set.weights().getOrDefault(address, 0);
        if (thrown < 0) {
          chosen = address;
          break;
        }
      }
      given = new ArrayList<>(List.of(chosen));
      if (policy.equals("round robin")) {
        policy = "weight";
        because = Because.of(ZoneReason.BY_WEIGHT);
      }
    } else if (set.rotate()) {
      Collections.rotate(given, -Math.floorMod(turn, given.size()));
    }
    var left = new ArrayList<>(all);
    left.removeAll(given);
    return new SmartVerdict(given, left, policy, because, scope);
  }
}
