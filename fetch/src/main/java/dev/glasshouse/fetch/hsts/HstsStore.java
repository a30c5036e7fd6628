package dev.glasshouse.fetch.hsts;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.PublicSuffix;
import dev.glasshouse.url.Url;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts that demand HTTPS (RFC 6797 8): what was put in and the {@code now} that is passed
 * decide, nothing else. Bounded; safe for use by many threads.
 */
public final class HstsStore {
  private final int most;
  private final int mostOfSite;
  private final Map<String, HstsHost> hosts = new HashMap<>();
  private final Map<String, Set<String>> namesOfSite = new HashMap<>();

  /** Hosts that were learned or forgotten since the store was filled from a file. */
  private final Set<String> touched = new HashSet<>();

  private PreloadList preloaded = PreloadList.NONE;

  /**
   * An empty store.
   *
   * @param most how many hosts it holds; past that the one that ends first goes
   * @param mostOfSite how many of one registrable domain: nobody pushes others out, or counts
   *     visitors with many names
   */
  public HstsStore(int most, int mostOfSite) {
    this.most = most;
    this.mostOfSite = mostOfSite;
  }

  /** How a certificate was looked at when a field came. */
  public enum Certificate {
    /** It was checked, and is right. */
    CHECKED,
    /** Nobody looked, because that was asked for. */
    UNCHECKED
  }

  /**
   * Takes in the field of an answer (RFC 6797 8.1).
   *
   * @param url where the answer came from
   * @param value the first field of that name: others do not count
   */
  public synchronized HstsVerdict take(
      Url url, String value, Certificate certificate, Instant now) {
    String host = name(url);
    Clause received = Clause.rfc(6797, "8.1");
    if (!url.scheme().equals("https")) {
      return new HstsVerdict.Ignored(host, Because.of(PolicyReason.HSTS_INSECURE, received));
    }
    if (!(url.host().orElse(Host.Empty.EMPTY) instanceof Host.Domain)) {
      return new HstsVerdict.Ignored(
          host, Because.of(PolicyReason.HSTS_ADDRESS, Clause.rfc(6797, "8.1.1")));
    }
    if (isThisMachine(url)) {
      return new HstsVerdict.Ignored(host, Because.of(PolicyReason.HSTS_LOCALHOST));
    }
    if (certificate == Certificate.UNCHECKED) {
      return new HstsVerdict.Ignored(host, Because.of(PolicyReason.HSTS_UNVERIFIED, received));
    }
    HstsField.Read read = HstsField.read(value);
    if (read.field().isEmpty()) {
      return new HstsVerdict.Ignored(
          host, Because.of(PolicyReason.HSTS_SYNTAX, Clause.rfc(6797, "6.1"), read.problem()));
    }
    HstsField field = read.field().get();
    touched.add(host);
    if (field.maxAge().isZero()) {
      remove(host);
      return new HstsVerdict.Forgotten(
          host, Because.of(PolicyReason.HSTS_ZERO, Clause.rfc(6797, "6.1.1")));
    }
    var known = new HstsHost(host, field.subDomains(), now.plus(field.maxAge()));
    put(known, now);
    return new HstsVerdict.Kept(known, Because.of(PolicyReason.HSTS_FIELD, received));
  }

  /** Takes a list of hosts that demand HTTPS, in the place of one that was taken before. */
  public synchronized void preload(PreloadList list) {
    preloaded = list;
  }

  /** The list that was taken. */
  public synchronized PreloadList preloaded() {
    return preloaded;
  }

  /** Whether a host demands HTTPS, and why (RFC 6797 8.2 and 8.3); empty when it does not. */
  public synchronized Optional<Because> demands(Url url, Instant now) {
    if (!(url.host().orElse(Host.Empty.EMPTY) instanceof Host.Domain)) {
      return Optional.empty();
    }
    String name = name(url);
    Clause clause = Clause.rfc(6797, "8.3");
    String learned = isThisMachine(url) ? "" : name;
    for (String at = learned; !at.isEmpty(); at = above(at)) {
      HstsHost known = hosts.get(at);
      boolean congruent = at.equals(name);
      if (known != null && known.expires().isAfter(now) && (congruent || known.subDomains())) {
        String until = known.expires().toString();
        return Optional.of(
            congruent
                ? Because.of(PolicyReason.HSTS_KNOWN, clause, at, until)
                : Because.of(PolicyReason.HSTS_KNOWN_ABOVE, clause, at, until));
      }
    }
    Optional<String> listed = preloaded.demands(name);
    if (listed.isPresent()) {
      return Optional.of(
          Because.of(
              PolicyReason.HSTS_PRELOADED,
              Clause.rfc(6797, "12.3"),
              preloaded.file(),
              listed.get()));
    }
    String top = name.substring(name.lastIndexOf('.') + 1);
    return !top.equals(name) && TopLevels.demandHttps(top)
        ? Optional.of(Because.of(PolicyReason.HSTS_TOP_LEVEL, Clause.rfc(6797, "12.3"), top))
        : Optional.empty();
  }

  /** The URL over https (RFC 6797 8.3): port 80 becomes 443, another stays. */
  public static Url secured(Url url) {
    return Url.parse("https" + url.href().substring(url.scheme().length()));
  }

  /**
   * As in Chromium, no program of this machine may say for all others there that they speak TLS; a
   * list that the user names may.
   */
  private static boolean isThisMachine(Url url) {
    return url.host().filter(Host::isLocalhost).isPresent();
  }

  private static String name(Url url) {
    String host = url.hostname();
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  static String above(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /** The hosts, by name; those whose time is over are left out. */
  public synchronized List<HstsHost> hosts(Instant now) {
    return hosts.values().stream()
        .filter(host -> host.expires().isAfter(now))
        .sorted(Comparator.comparing(HstsHost::name))
        .toList();
  }

  /** Whether this run learned or forgot anything. */
  public synchronized boolean hasChanged() {
    return !touched.isEmpty();
  }

  /** What changed in this run: names, with the host where it is still known. */
  synchronized Map<String, Optional<HstsHost>> changes() {
    var changes = new HashMap<String, Optional<HstsHost>>();
    for (String name : touched) {
      changes.put(name, Optional.ofNullable(hosts.get(name)));
    }
    return changes;
  }

  /** Puts in a host that an earlier run knew. */
  synchronized void restore(HstsHost host, Instant now) {
    if (host.expires().isAfter(now) && !touched.contains(host.name())) {
      put(host, now);
    }
  }

  private void put(HstsHost host, Instant now) {
    hosts.put(host.name(), host);
    Set<String> names = namesOfSite.computeIfAbsent(site(host.name()), _ -> new HashSet<>());
    names.add(host.name());
    if (names.size() > mostOfSite) {
      drop(names, host, now);
    }
    if (hosts.size() > most) {
      drop(hosts.keySet(), host, now);
    }
  }

  /** Drops what is over, or else what ends first, but not what just came. */
  private void drop(Set<String> names, HstsHost newest, Instant now) {
    List<HstsHost> others =
        names.stream()
            .filter(name -> !name.equals(newest.name()))
            .flatMap(name -> Optional.ofNullable(hosts.get(name)).stream())
            .sorted(Comparator.comparing(HstsHost::expires))
            .toList();
    List<HstsHost> over = others.stream().filter(host -> !host.expires().isAfter(now)).toList();
    (over.isEmpty() ? others.stream().limit(1).toList() : over)
        .forEach(host -> remove(host.name()));
  }

  private void remove(String name) {
    hosts.remove(name);
    String site = site(name);
    Set<String> names = namesOfSite.get(site);
    if (names != null) {
      names.remove(name);
      if (names.isEmpty()) {
        namesOfSite.remove(site);
      }
    }
  }

  private static String site(String name) {
    return PublicSuffix.registrableDomain(new Host.Domain(name))
        .map(Host.Domain::name)
        .orElse(name);
  }
}
