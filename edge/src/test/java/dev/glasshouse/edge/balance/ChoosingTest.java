package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which server is chosen, which not, and why. */
class ChoosingTest {
  private static final Choosing.Wanted ANY = wanted("/", Optional.empty(), Set.of());

  private static Choosing.Wanted wanted(String key, Optional<String> sticky, Set<String> tried) {
    return new Choosing.Wanted(key, sticky, tried);
  }

  private static Standing up(String name, int weight, int underWay) {
    return new Standing(name, weight, 1, underWay, Optional.empty(), false);
  }

  /** Weights of a thousand cost neither the memory nor the time of a thousand servers. */
  @Test
  void heavyServersHaveNoMorePlacesThanTheRingHolds() {
    var heavy = new HashRing(Map.of("a", 1000, "b", 500, "c", 1));
    assertThat(heavy.places()).isEqualTo(16 * 1501);
    assertThat(new HashRing(Map.of("a", 2, "b", 1)).places()).isEqualTo(160 * 3);
    List<Standing> servers = List.of(up("a", 1000, 0), up("b", 500, 0), up("c", 1, 0));
    int[] got = new int[3];
    for (int i = 0; i < 3000; i++) {
      got[heavy.withRoom("/" + i, servers)[0]]++;
    }
    assertThat(got[0]).isBetween(1800, 2200);
    assertThat(got[1]).isBetween(800, 1200);
  }

  private static Standing ill(String name) {
    return new Standing(
        name, 1, 1, 0, Optional.of(Because.of(EdgeReason.IS_DOWN, "a test")), false);
  }

  private static Choosing choosing(Rule rule, List<Standing> servers) {
    var choosing = new Choosing(rule, new Random(7));
    choosing.servers(Choosing.weights(servers));
    return choosing;
  }

  private static String turns(Choosing choosing, List<Standing> servers, int n) {
    var text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(servers.get(choosing.choose(servers, ANY, false).index().orElseThrow()).name());
    }
    return text.toString();
  }

  @Test
  void eachHasItsTurn() {
    var servers = List.of(up("a", 1, 0), up("b", 1, 0), up("c", 1, 0));
    assertThat(turns(choosing(Rule.ROUND_ROBIN, servers), servers, 7)).isEqualTo("abcabca");
  }

  @Test
  void turnsGoByWeightAndAreSpread() {
    var servers = List.of(up("a", 5, 0), up("b", 1, 0), up("c", 1, 0));
    assertThat(turns(choosing(Rule.ROUND_ROBIN, servers), servers, 7)).isEqualTo("aabacaa");
  }

  @Test
  void whoComesBackGetsLessThanItsShare() {
    var servers = List.of(up("a", 1, 0), new Standing("b", 1, 0.1, 0, Optional.empty(), false));
    String turns = turns(choosing(Rule.ROUND_ROBIN, servers), servers, 110);
    assertThat(turns.chars().filter(c -> c == 'b').count()).isBetween(9L, 11L);
  }

  @Test
  void theLeastBusyForItsWeightIsChosen() {
    var servers = List.of(up("a", 1, 3), up("b", 4, 7), up("c", 1, 2));
    Choosing.Verdict verdict = choosing(Rule.LEAST_CONNECTIONS, servers).choose(servers, ANY, true);
    assertThat(verdict.index()).contains(1);
    assertThat(verdict.because().reason()).isEqualTo(EdgeReason.LEAST_BUSY);
  }

  @Test
  void equalsAreTakenInTurn() {
    var servers = List.of(up("a", 1, 0), up("b", 1, 0));
    assertThat(turns(choosing(Rule.LEAST_CONNECTIONS, servers), servers, 4)).isEqualTo("abab");
  }

  @Test
  void ofTwoTheBusierIsNeverChosen() {
    var servers = List.of(up("a", 1, 9), up("b", 1, 0));
    assertThat(turns(choosing(Rule.TWO_CHOICES, servers), servers, 50)).isEqualTo("b".repeat(50));
  }

  @Test
  void aKeyFallsToTheSameServerAndFewMoveWhenOneGoes() {
    var three = List.of(up("a", 1, 0), up("b", 1, 0), up("c", 1, 0));
    var two = List.of(up("a", 1, 0), up("b", 1, 0));
    Choosing all = choosing(Rule.CONSISTENT_HASH, three);
    Choosing less = choosing(Rule.CONSISTENT_HASH, two);
    int moved = 0;
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      var key = wanted("/page/" + i, Optional.empty(), Set.of());
      String before = three.get(all.choose(three, key, false).index().orElseThrow()).name();
      String after = two.get(less.choose(two, key, false).index().orElseThrow()).name();
      shares.merge(before, 1, Integer::sum);
      if (!before.equals("c")) {
        moved += before.equals(after) ? 0 : 1;
      }
    }
    assertThat(moved).isZero();
    assertThat(shares.values()).allMatch(n -> n > 700 && n < 1300);
  }

  @Test
  void aFullServerPassesItsKeysOn() {
    var servers = new ArrayList<>(List.of(up("a", 1, 0), up("b", 1, 0)));
    Choosing choosing = choosing(Rule.CONSISTENT_HASH, servers);
    int first = choosing.choose(servers, ANY, false).index().orElseThrow();
    servers.set(first, up(servers.get(first).name(), 1, 10));
    Choosing.Verdict verdict = choosing.choose(servers, ANY, true);
    assertThat(verdict.index()).contains(1 - first);
    assertThat(verdict.because().reason()).isEqualTo(EdgeReason.NEXT_ON_RING_WITH_ROOM);
  }

  @Test
  void whyNotTheOthersIsTold() {
    var servers =
        List.of(
            up("a", 1, 0),
            ill("b"),
            up("c", 1, 0),
            new Standing("d", 1, 1, 0, Optional.empty(), true));
    Choosing.Verdict verdict =
        choosing(Rule.ROUND_ROBIN, servers)
            .choose(servers, wanted("/", Optional.empty(), Set.of("c")), true);
    assertThat(verdict.index()).contains(0);
    assertThat(verdict.because().reason()).isEqualTo(EdgeReason.ONLY_SERVER);
    assertThat(verdict.because().refused())
        .extracting(Because.Refused::alternative, Because.Refused::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", EdgeReason.IS_DOWN),
            org.assertj.core.groups.Tuple.tuple("c", EdgeReason.TRIED_BEFORE),
            org.assertj.core.groups.Tuple.tuple("d", EdgeReason.IS_BACKUP));
  }

  @Test
  void aBackupIsForWhenNoOtherIsThere() {
    var servers = List.of(ill("a"), new Standing("d", 1, 1, 0, Optional.empty(), true));
    assertThat(choosing(Rule.ROUND_ROBIN, servers).choose(servers, ANY, false).index()).contains(1);
  }

  @Test
  void aCookieLeadsToItsServerWhileThatIsThere() {
    var servers = List.of(up("a", 1, 0), up("b", 1, 0), up("c", 1, 0));
    Choosing choosing = choosing(Rule.ROUND_ROBIN, servers);
    var sticky = wanted("/", Optional.of("c"), Set.of());
    assertThat(choosing.choose(servers, sticky, false).index()).contains(2);
    var gone = List.of(up("a", 1, 0), up("b", 1, 0), ill("c"));
    assertThat(choosing.choose(gone, sticky, false).index().orElseThrow()).isLessThan(2);
  }

  @Test
  void nobodyIsChosenWhenNobodyMay() {
    var servers = List.of(ill("a"), ill("b"));
    Choosing.Verdict verdict = choosing(Rule.TWO_CHOICES, servers).choose(servers, ANY, true);
    assertThat(verdict.index()).isEmpty();
    assertThat(verdict.because().refused()).hasSize(2);
  }
}
