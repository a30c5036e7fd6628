package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  public static final SmartRules NONE = new SmartRules("", Map.of(), Map.of());

  private final String file;
  private final Map<String, List<AddressRange>> networks;
  private final Map<String, SmartSet> sets;

  private SmartRules(
      String file, Map<String, List<AddressRange>> networks, Map<String, SmartSet> sets) {
    this.file = file;
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

  /**
   * The rules of one set of records.
   *
   * @param line where the first of them stands
   */
  record SmartSet(
      int line,
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
          set(line, words, sets);
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
    return new SmartRules(file, networks, sets);
  }

  private static void set(int line, String[] words, Map<String, SmartSet> sets) {
    if (words.length < 3 || !words[1].equals("A") && !words[1].equals("AAAA")) {
      throw new IllegalArgumentException("a rule is: NAME A|AAAA for|weight|rotate|probe ...");
    }
    String name = words[0].toLowerCase(Locale.ROOT);
    String key = (name.endsWith(".") ? name : name + ".") + " " + words[1];
    SmartSet old =
        sets.getOrDefault(key, new SmartSet(line, false, Map.of(), Map.of(), Optional.empty()));
    SmartSet anew =
        switch (words[2]) {
          case "rotate" ->
              new SmartSet(old.line(), true, old.weights(), old.ofNetwork(), old.probe());
          case "weight" ->
              new SmartSet(old.line(), old.rotate(), weights(words), old.ofNetwork(), old.probe());
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
            yield new SmartSet(old.line(), old.rotate(), old.weights(), all, old.probe());
          }
          case "probe" ->
              new SmartSet(
                  old.line(),
                  old.rotate(),
                  old.weights(),
                  old.ofNetwork(),
                  Optional.of(probe(words)));
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
    if (all.values().stream().mapToLong(w -> w).sum() <= 0) {
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

  /** What of them does nothing: names and addresses that none of these zones has. */
  public List<ZoneFault> idle(Collection<Zone> zones) {
    var faults = new ArrayList<ZoneFault>();
    sets.forEach((key, set) -> {
      String what = key.substring(key.indexOf(' ') + 1) + " record at " + key.split(" ")[0];
      List<InetAddress> there =
          zones.stream().flatMap(zone -> Smart.addresses(zone, key).stream()).toList();
      if (there.isEmpty()) {
        faults.add(warning(set, "no zone of a file has an " + what));
        return;
      }
      var named = new LinkedHashSet<>(set.weights().keySet());
      set.ofNetwork().values().forEach(named::addAll);
      there.forEach(named::remove);
      named.forEach(
          address -> faults.add(warning(set, "no " + what + " is " + address.getHostAddress())));
    });
    faults.sort(Comparator.comparing(ZoneFault::line).thenComparing(ZoneFault::reason));
    return faults;
  }

  private ZoneFault warning(SmartSet set, String what) {
    return new ZoneFault(file, set.line(), ZoneFault.Weight.WARNING, what);
  }

  Map<String, SmartSet> sets() {
    return sets;
  }

  /**
   * The network that an address belongs to.
   *
   * @param network its name; empty when it is of none
   * @param scope for how many bits of the address this holds: all addresses that share them are of
   *     the same network (RFC 7871 section 7.2.1), so that resolvers may answer them alike
   */
  record Match(String network, int scope) {}

  /** The network of an address by its longest prefix. */
  Match network(InetAddress address) {
    byte[] bytes = address.getAddress();
    String network = "";
    int longest = -1;
    int scope = 0;
    for (var each : networks.entrySet()) {
      for (AddressRange range : each.getValue()) {
        int shared = range.shared(bytes);
        if (shared >= 0 && shared < range.length()) {
          // One bit more than is shared tells them apart.
          scope = Math.max(scope, shared + 1);
        } else if (shared >= 0 && range.length() > longest) {
          network = each.getKey();
          longest = range.length();
        }
      }
    }
    return new Match(network, Math.max(scope, longest));
  }
}
