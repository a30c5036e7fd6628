package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the addresses at a name are given to whom. A text of lines:
 *
 * <pre>
 * network telecom 202.96.0.0/12 219.128.0.0/11
 * www.site.test A for telecom 192.0.2.1
 * www.site.test A for unicom 192.0.2.2 192.0.2.3
 * www.site.test A weight 192.0.2.2=3 192.0.2.3=1
 * api.site.test A rotate
 * api.site.test A probe tcp 443
 * api.site.test AAAA probe http 80 /health
 * </pre>
 *
 * <p>First the client's network decides which addresses may be given; then what does not answer its
 * probe is left out; then weights choose one, or the order goes round.
 */
public final class SmartRules {
  /** Nobody gets anything special. */
  public static final SmartRules NONE = new SmartRules(Map.of(), Map.of());

  private final Map<String, List<AddressRange>> networks;
  private final Map<String, SmartSet> sets;

  private SmartRules(Map<String, List<AddressRange>> networks, Map<String, SmartSet> sets) {
    this.networks = networks;
    this.sets = sets;
  }

  /** How an address is looked after; its text is that of the rule. */
  public sealed interface Probe {
    /** The port. */
    int port();

    /** A connection can be made. */
    record Tcp(int port) implements Probe {
      @Override
      public String toString() {
        return "tcp " + port;
      }
    }

    /** A request for the path is answered with a status from 200 to 399. */
    record Http(int port, String path) implements Probe {
      @Override
      public String toString() {
        return "http " + port + " " + path;
      }
    }
  }

  /** The rules of one set of records. */
  record SmartSet(
      boolean rotate,
      Map<InetAddress, Integer> weights,
      Map<String, Set<InetAddress>> ofNetwork,
      Optional<Probe> probe) {}

  /**
   * Reads rules.
   *
   * @param file its name, for what is wrong in it
   * @throws ZoneException with all that is wrong
   */
  public static SmartRules parse(String text, String file) throws ZoneException {
    var networks = new LinkedHashMap<String, List<AddressRange>>();
    var sets = new HashMap<String, SmartSet>();
    var faults = new ArrayList<ZoneFault>();
    int line = 0;
    for (String each : text.lines().toList()) {
      line++;
      String[] words = each.replaceFirst("[;#].*", "").strip().split("\\s+");
      try {
        if (words[0].isEmpty()) {
          continue;
        }
        if (words[0].equals("network")) {
          if (words.length < 3) {
            throw new IllegalArgumentException("a network has a name and ranges");
          }
          for (int i = 2; i < words.length; i++) {
            networks
                .computeIfAbsent(words[1], _ -> new ArrayList<>())
                .add(AddressRange.of(words[i]));
          }
        } else {
          set(words, sets);
        }
      } catch (IllegalArgumentException e) {
        faults.add(
            new ZoneFault(file, line, ZoneFault.Weight.ERROR, String.valueOf(e.getMessage())));
      }
    }
    for (SmartSet set : sets.values()) {
      for (String network : set.ofNetwork().keySet()) {
        if (!networks.containsKey(network)) {
          faults.add(
              new ZoneFault(file, 0, ZoneFault.Weight.ERROR, "there is no network " + network));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new ZoneException(faults);
    }
    return new SmartRules(networks, sets);
  }

  private static void set(String[] words, Map<String, SmartSet> sets) {
    if (words.length < 3 || !words[1].equals("A") && !words[1].equals("AAAA")) {
      throw new IllegalArgumentException("a rule is: NAME A|AAAA for|weight|rotate|probe ...");
    }
    String name = words[0].toLowerCase(Locale.ROOT);
    String key = (name.endsWith(".") ? name : name + ".") + " " + words[1];
    SmartSet old =
        sets.getOrDefault(key, new SmartSet(false, Map.of(), Map.of(), Optional.empty()));
    SmartSet anew =
        switch (words[2]) {
          case "rotate" -> new SmartSet(true, old.weights(), old.ofNetwork(), old.probe());
          case "weight" -> new SmartSet(old.rotate(), weights(words), old.ofNetwork(), old.probe());
          case "for" -> {
            if (words.length < 5) {
              throw new IllegalArgumentException("for has a network and addresses");
            }
            var all = new LinkedHashMap<>(old.ofNetwork());
            var addresses = new HashSet<InetAddress>();
            for (int i = 4; i < words.length; i++) {
              addresses.add(address(words[i]));
            }
            all.put(words[3], addresses);
            yield new SmartSet(old.rotate(), old.weights(), all, old.probe());
          }
          case "probe" ->
              new SmartSet(old.rotate(), old.weights(), old.ofNetwork(), Optional.of(probe(words)));
          default -> throw new IllegalArgumentException("there is no rule " + words[2]);
        };
    sets.put(key, anew);
  }

  private static Map<InetAddress, Integer> weights(String[] words) {
    var all = new HashMap<InetAddress, Integer>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      int weight = equals < 0 ? -1 : number(words[i].substring(equals + 1), 1_000_000);
      if (weight < 0) {
        throw new IllegalArgumentException(words[i] + " is no ADDRESS=WEIGHT");
      }
      all.put(address(words[i].substring(0, equals)), weight);
    }
    if (all.values().stream().mapToInt(w -> w).sum() <= 0) {
      throw new IllegalArgumentException("all weights are 0");
    }
    return all;
  }

  private static Probe probe(String[] words) {
    int port = words.length < 5 ? -1 : number(words[4], 65535);
    if (port > 0 && words[3].equals("tcp") && words.length == 5) {
      return new Probe.Tcp(port);
    }
    if (port > 0 && words[3].equals("http") && words.length == 6 && words[5].startsWith("/")) {
      return new Probe.Http(port, words[5]);
    }
    throw new IllegalArgumentException("a probe is: tcp PORT, or http PORT /PATH");
  }

  private static int number(String text, int most) {
    return text.matches("\\d{1,7}") && Integer.parseInt(text) <= most ? Integer.parseInt(text) : -1;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + " is no address", e);
    }
  }

  boolean isEmpty() {
    return sets.isEmpty();
  }

  Map<String, SmartSet> sets() {
    return sets;
  }

  /** A network that an address belongs to, and how many bits say so. */
  record Match(String network, int bits) {}

  /** The network of an address by its longest prefix; empty when it is of none. */
  Optional<Match> network(InetAddress address) {
    Match best = new Match("", -1);
    byte[] bytes = address.getAddress();
    for (var each : networks.entrySet()) {
      for (AddressRange range : each.getValue()) {
        if (range.length() > best.bits() && range.has(bytes)) {
          best = new Match(each.getKey(), range.length());
        }
      }
    }
    return best.bits() < 0 ? Optional.empty() : Optional.of(best);
  }
}
