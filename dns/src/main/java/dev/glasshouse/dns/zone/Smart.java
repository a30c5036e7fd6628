package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.ZoneStep;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules of a zone, put to its sets. From any thread. */
final class Smart {
  static final Smart NONE = new Smart(SmartRules.NONE, Map.of(), _ -> false);

  private final SmartRules rules;
  private final Map<Integer, SmartRules.SmartSet> bySet;
  private final java.util.function.Predicate<Health.Watched> down;
  private final AtomicInteger turn = new AtomicInteger();

  private Smart(
      SmartRules rules,
      Map<Integer, SmartRules.SmartSet> bySet,
      java.util.function.Predicate<Health.Watched> down) {
    this.rules = rules;
    this.bySet = bySet;
    this.down = down;
  }

  static Smart of(Zone zone, SmartRules rules, Health health) {
    var bySet = new HashMap<Integer, SmartRules.SmartSet>();
    rules
        .sets()
        .forEach((key, set) -> {
          int at = place(zone, key);
          if (at != 0) {
            bySet.put(at, set);
          }
        });
    return new Smart(rules, bySet, health::isDown);
  }

  /** Where a zone has the set that rules are for; 0 when it has none. */
  private static int place(Zone zone, String key) {
    String[] words = key.split(" ");
    try {
      int node = zone.node(NameText.lower(words[0]));
      return node == 0 ? 0 : zone.set(node, words[1].equals("A") ? RdataText.A : RdataText.AAAA);
    } catch (BadText e) {
      // A name that no zone can have is in none.
      return 0;
    }
  }

  /** The addresses of the set that rules are for. */
  static List<InetAddress> addresses(Zone zone, String key) {
    int set = place(zone, key);
    return set == 0 ? List.of() : addresses(zone, set);
  }

  boolean isFor(int set) {
    return !bySet.isEmpty() && bySet.containsKey(set);
  }

  /** What has to be looked after. */
  Set<Health.Watched> watched(Zone zone) {
    var all = new HashSet<Health.Watched>();
    bySet.forEach((set, rule) ->
        rule.probe()
            .ifPresent(
                probe -> addresses(zone, set).forEach(a -> all.add(new Health.Watched(a, probe)))));
    return all;
  }

  /** The data of the records that a client gets. */
  List<byte[]> choose(ClientQuery query, Zone zone, int set, byte[] name) {
    SmartRules.SmartSet rule = bySet.get(set);
    if (rule == null) {
      return List.of();
    }
    List<InetAddress> all = addresses(zone, set);
    var failing = new HashSet<InetAddress>();
    rule.probe()
        .ifPresent(probe ->
            all.stream()
                .filter(a -> down.test(new Health.Watched(a, probe)))
                .forEach(failing::add));
    SmartVerdict verdict =
        SmartVerdict.of(
            rules,
            rule,
            all,
            new SmartVerdict.Asked(query.client().getAddress(), query.subnet()),
            failing,
            turn.getAndIncrement(),
            bound -> ThreadLocalRandom.current().nextInt(bound));
    query.scope(verdict.scope());
    if (query.trail().on()) {
      query
          .trail()
          .mark(
              new ZoneStep.RecordsChosen(
                  NameBytes.text(name),
                  zone.type(set) == RdataText.A ? "A" : "AAAA",
                  verdict.policy(),
                  verdict.given().stream().map(InetAddress::getHostAddress).toList(),
                  verdict.left().stream().map(InetAddress::getHostAddress).toList()),
              verdict.because());
    }
    return verdict.given().stream().map(InetAddress::getAddress).toList();
  }

  private static List<InetAddress> addresses(Zone zone, int set) {
    var all = new ArrayList<InetAddress>();
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET;
    for (int i = zone.count(set); i > 0; i--) {
      int length = Bytes.u16(piece, at);
      try {
        all.add(InetAddress.getByAddress(Arrays.copyOfRange(piece, at + 2, at + 2 + length)));
      } catch (UnknownHostException e) {
        // Data that is no address is not given.
      }
      at += 2 + length;
    }
    return all;
  }
}
