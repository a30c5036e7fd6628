package dev.glasshouse.conformance.replay;

import dev.glasshouse.dns.front.FrontSettings;
import dev.glasshouse.dns.front.FrontWords;
import dev.glasshouse.dns.front.OwnZone;
import dev.glasshouse.dns.front.ServerWords;
import dev.glasshouse.dns.recursive.Lifetimes;
import dev.glasshouse.dns.recursive.NetworkRange;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RecursorOptions.Feature;
import dev.glasshouse.dns.recursive.Stale;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.serve.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TTL;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/**
 * A scenario's configuration as our resolver's options: what of Unbound's settings we have, with
 * Unbound's values where the file says nothing.
 */
final class Configuration implements AutoCloseable {
  /** Settings that change nothing that a scenario could see, here. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "server",
          "verbosity",
          "log-servfail",
          "log-time-ascii",
          "log-time-iso",
          "val-log-level",
          "trust-anchor-signaling",
          "fake-sha1",
          "fake-dsa",
          "rrset-roundrobin",
          "directory",
          "use-syslog",
          "msg-cache-slabs",
          "discard-timeout",
          "harden-glue",
          "msg-cache-size",
          "rrset-cache-size",
          "val-max-restart");

  /** DNSSEC algorithms of old zones that the suite is signed with: DSA and RSA with SHA-1. */
  private static final Set<Integer> OLD_ALGORITHMS = Set.of(3, 5, 6, 7);

  private final Set<String> missing = new TreeSet<>();
  private final FrontWords front = new FrontWords();
  private Map<String, String> files = Map.of();
  private Optional<Path> folder = Optional.empty();
  private final ServerWords server = new ServerWords();
  private final List<Upstream> stubs = new ArrayList<>();
  private final List<Record> anchors = new ArrayList<>();
  private final List<Name> insecure = new ArrayList<>();
  private final List<NetworkRange> unasked = new ArrayList<>();
  private final List<NetworkRange> hidden = new ArrayList<>();
  private final List<Name> hiddenAllowed = new ArrayList<>();
  private final Set<Feature> features =
      EnumSet.of(
          Feature.IPV4,
          Feature.IPV6,
          Feature.MINIMAL_ANSWERS,
          Feature.AGGRESSIVE_NSEC,
          Feature.NOTHING_BELOW_NXDOMAIN);
  private RecursorOptions.Minimisation minimisation = RecursorOptions.Minimisation.RELAXED;
  private Optional<Instant> fixedNow = Optional.empty();
  private Instant latest = Instant.EPOCH;
  private boolean validates = true;
  private boolean localhostAsked;
  private final RecursorLimits.Builder limits = RecursorLimits.DEFAULT.but().nsec3Iterations(150);
  private long shortest;
  private long longest = 86_400;
  private long shortestNegative;
  private long longestNegative = 3600;
  private boolean stale;
  private boolean staleTold;
  private boolean staleRenewed;
  private long staleLongest = 86_400;
  private long stalePatience = 1800;
  private long staleTtl = 30;

  // the stub or forward zone that is being read
  private boolean stub;
  private Name zone = Name.root;
  private List<Name> names = new ArrayList<>();
  private List<InetSocketAddress> addresses = new ArrayList<>();
  private Set<Upstream.Manner> manners = EnumSet.noneOf(Upstream.Manner.class);

  private Configuration() {
    front.setting("ede", "no");
  }

  /** Reads a configuration; what we do not have is gathered. */
  static Configuration of(Scenario scenario) {
    var configuration = new Configuration();
    configuration.files = scenario.files();
    configuration.latest = latest(scenario);
    scenario.settings().forEach(configuration::setting);
    configuration.closeStub();
    return configuration;
  }

  /** When the last signature of a scenario begins to hold. */
  private static Instant latest(Scenario scenario) {
    return scenario.ranges().stream()
        .flatMap(range -> range.entries().stream())
        .flatMap(entry -> entry.message().getSection(Section.ANSWER).stream())
        .filter(RRSIGRecord.class::isInstance)
        .map(signature -> ((RRSIGRecord) signature).getTimeSigned())
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** What of it we do not have, by the name of the setting. */
  Set<String> missing() {
    return missing;
  }

  /** The time of day when signatures are checked, where it is fixed. */
  Optional<Instant> fixedNow() {
    return fixedNow;
  }

  /** The limits, Unbound's where they are not ours. */
  RecursorLimits.Builder limits() {
    return limits;
  }

  /** What stands before the resolver. */
  FrontSettings front() {
    return front.settings(validates ? anchors : List.of()).with(copies());
  }

  private List<OwnZone> copies() {
    try {
      for (var file : files.entrySet()) {
        if (!file.getValue().isEmpty()) {
          Files.writeString(folder().resolve(file.getKey()), file.getValue());
        }
      }
      return front.copies();
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Where the scenario's files are while it is played. */
  private Path folder() {
    if (folder.isEmpty()) {
      try {
        folder = Optional.of(Files.createTempDirectory("scenario"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return folder.get();
  }

  /** Removes the scenario's files. */
  @Override
  public void close() {
    folder.ifPresent(its -> {
      try (var all = Files.walk(its)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
    folder = Optional.empty();
  }

  /** How the server behaves that the clients ask. */
  NameServer.Settings server() {
    return server.settings(NameServer.Settings.DEFAULT);
  }

  RecursorOptions options() {
    var asked = new ArrayList<>(stubs);
    asked.addAll(front.forwards());
    if (front.settings(List.of()).nat64().isPresent()) {
      // servers with IPv4 addresses are asked, by IPv6
      features.add(Feature.IPV4);
    }
    if (!localhostAsked) {
      unasked.add(network("127.0.0.0/8"));
      unasked.add(network("::1/128"));
    }
    var options =
        RecursorOptions.builder()
            .without(Feature.values())
            .with(features.toArray(Feature[]::new))
            .upstreams(asked)
            .insecure(insecure)
            .unasked(unasked)
            .hidden(hidden, hiddenAllowed)
            .minimisation(minimisation)
            .oldAlgorithms(OLD_ALGORITHMS)
            .lifetimes(
                new Lifetimes(
                    Duration.ofSeconds(shortest),
                    Duration.ofSeconds(longest),
                    Duration.ofSeconds(shortestNegative),
                    Duration.ofSeconds(longestNegative),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60)));
    if (validates) {
      options.anchors(anchors);
    }
    if (stale) {
      options.stale(
          new Stale(
              true,
              Duration.ofSeconds(staleLongest),
              Duration.ofMillis(stalePatience),
              Duration.ofSeconds(staleTtl),
              staleTold,
              staleRenewed));
    }
    return options.build();
  }

  private void setting(Scenario.Setting setting) {
    String key = setting.key();
    boolean file = key.equals("zonefile");
    String value = file ? folder().resolve(setting.value()).toString() : setting.value();
    if (front.setting(key, value)) {
      if (key.equals("ede")) {
        feature(Feature.EXTENDED_ERRORS, yes(value));
      }
      return;
    }
    if (WITHOUT_EFFECT.contains(key)
        || zoneSetting(key, value)
        || cacheSetting(key, value)
        || server.setting(key, value)) {
      return;
    }
    switch (key) {
      case "module-config" -> modules(value);
      case "trust-anchor" -> anchors.add(record(value));
      case "domain-insecure" -> insecure.add(name(value));
      case "val-override-date" -> date(value);
      case "target-fetch-policy" ->
          feature(Feature.EAGER_TARGETS, !value.replaceAll("[ 0]", "").isEmpty());
      case "max-global-quota" -> limits.sent(Integer.parseInt(value));
      case "num-queries-per-thread" -> limits.clients(Integer.parseInt(value));
      case "max-query-restarts" -> limits.restarts(Integer.parseInt(value));
      case "outbound-msg-retry" -> limits.tries(Math.max(1, Integer.parseInt(value)));
      case "val-nsec3-keysize-iterations" -> {
        String[] words = value.split("\\s+");
        limits.nsec3Iterations(Integer.parseInt(words[words.length - 1]));
      }
      case "qname-minimisation" -> {
        if (!yes(value)) {
          minimisation = RecursorOptions.Minimisation.OFF;
        }
      }
      case "qname-minimisation-strict" -> {
        if (yes(value)) {
          minimisation = RecursorOptions.Minimisation.STRICT;
        }
      }
      case "minimal-responses" -> feature(Feature.MINIMAL_ANSWERS, yes(value));
      case "iter-scrub-promiscuous" -> feature(Feature.UNASKED_AUTHORITY, !yes(value));
      case "aggressive-nsec" -> feature(Feature.AGGRESSIVE_NSEC, yes(value));
      case "prefetch" -> feature(Feature.PREFETCH, yes(value));
      case "prefetch-key" -> feature(Feature.PREFETCH_KEY, yes(value));
      case "do-ip4" -> feature(Feature.IPV4, yes(value));
      case "do-ip6" -> feature(Feature.IPV6, yes(value));
      case "harden-below-nxdomain" -> feature(Feature.NOTHING_BELOW_NXDOMAIN, yes(value));
      case "harden-unknown-additional" -> feature(Feature.NO_UNKNOWN_ADDITIONAL, yes(value));
      case "harden-unverified-glue" -> feature(Feature.VERIFIED_GLUE, yes(value));
      case "harden-algo-downgrade" -> feature(Feature.ALL_ALGORITHMS, yes(value));
      case "serve-original-ttl" -> feature(Feature.ORIGINAL_TTL, yes(value));
      case "tcp-upstream" -> feature(Feature.TCP_ONLY, yes(value));
      case "disable-edns-do" -> feature(Feature.NO_SIGNATURES_ASKED, yes(value));
      case "do-not-query-localhost" -> localhostAsked = !yes(value);
      case "do-not-query-address" -> unasked.add(network(value));
      case "private-address" -> hidden.add(network(value));
      case "private-domain" -> hiddenAllowed.add(name(value));
      case "harden-referral-path" -> {
        if (yes(value)) {
          missing.add(key);
        }
      }
      default -> missing.add(key);
    }
  }

  private boolean zoneSetting(String key, String value) {
    switch (key) {
      case "stub-zone" -> {
        closeStub();
        stub = true;
      }
      case "name" -> zone = name(value);
      case "stub-addr" -> addresses.add(server(value));
      case "stub-host" -> names.add(name(value));
      case "stub-first" -> manner(Upstream.Manner.FIRST, yes(value));
      case "stub-prime" -> manner(Upstream.Manner.PRIME, yes(value));
      case "stub-no-cache" -> manner(Upstream.Manner.NO_CACHE, yes(value));
      case "stub-tcp-upstream" -> manner(Upstream.Manner.TCP, yes(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean cacheSetting(String key, String value) {
    switch (key) {
      case "cache-min-ttl" -> shortest = Long.parseLong(value);
      case "cache-max-ttl" -> longest = Long.parseLong(value);
      case "cache-min-negative-ttl" -> shortestNegative = Long.parseLong(value);
      case "cache-max-negative-ttl" -> longestNegative = Long.parseLong(value);
      case "serve-expired" -> stale = yes(value);
      case "ede-serve-expired" -> staleTold = yes(value);
      case "serve-expired-ttl" -> staleLongest = Long.parseLong(value);
      case "serve-expired-ttl-reset" -> staleRenewed = yes(value);
      case "serve-expired-client-timeout" -> stalePatience = Long.parseLong(value);
      case "serve-expired-reply-ttl" -> staleTtl = Long.parseLong(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void modules(String value) {
    validates = value.contains("validator");
    for (String module : value.split("\\s+")) {
      if (!Set.of("validator", "iterator", "dns64", "respip").contains(module)) {
        missing.add("module " + module);
      }
    }
  }

  private void date(String value) {
    String digits = value.replace("'", "");
    if (digits.length() == 14) {
      fixedNow =
          Optional.of(
              LocalDateTime.parse(digits, DateTimeFormatter.ofPattern("yyyyMMddHHmmss"))
                  .toInstant(ZoneOffset.UTC));
    } else if (!digits.equals("-1")) {
      fixedNow = Optional.of(Instant.ofEpochSecond(Long.parseLong(digits)));
    } else {
      // dates do not count: one at which all signatures hold stands for that
      fixedNow = Optional.of(latest);
    }
  }

  private void feature(Feature feature, boolean on) {
    if (on) {
      features.add(feature);
    } else {
      features.remove(feature);
    }
  }

  private void manner(Upstream.Manner manner, boolean on) {
    if (on) {
      manners.add(manner);
    }
  }

  private void closeStub() {
    // For Unbound, a stub for the root is what we call hints: asked first who the servers are.
    if (stub) {
      manner(Upstream.Manner.PRIME, zone.equals(Name.root));
      stubs.add(new Upstream(zone, Upstream.Kind.STUB, names, addresses, manners));
    }
    stub = false;
    names = new ArrayList<>();
    addresses = new ArrayList<>();
    manners = EnumSet.noneOf(Upstream.Manner.class);
  }

  private static boolean yes(String value) {
    return value.equals("yes");
  }

  private static InetSocketAddress server(String text) {
    int at = text.indexOf('@');
    int port = at < 0 ? 53 : Integer.parseInt(text.substring(at + 1));
    return new InetSocketAddress(ScenarioReader.address(text), port);
  }

  private static NetworkRange network(String text) {
    String[] parts = text.split("/");
    InetAddress address = InetAddress.ofLiteral(parts[0].equals("::0") ? "::" : parts[0]);
    return new NetworkRange(
        address, parts.length > 1 ? Integer.parseInt(parts[1]) : address.getAddress().length * 8);
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Record record(String text) {
    try (var tokens = new Tokenizer(text)) {
      Name owner = name(tokens.getIdentifier());
      long ttl = 0;
      String word = tokens.getString();
      while (Type.value(word) < 0) {
        ttl = DClass.value(word) < 0 ? TTL.parseTTL(word) : ttl;
        word = tokens.getString();
      }
      int type = Type.value(word);
      var data = new StringBuilder();
      Tokenizer.Token token = tokens.get();
      while (!token.isEOL()) {
        data.append(' ').append(EntryReader.algorithm(type, token.value()));
        token = tokens.get();
      }
      return Record.fromString(owner, type, DClass.IN, ttl, data.toString(), Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
    }
  }
}
