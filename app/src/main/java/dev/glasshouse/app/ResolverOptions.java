package dev.glasshouse.app;

import dev.glasshouse.dns.dnssec.Anchors;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RecursorOptions.Feature;
import dev.glasshouse.dns.recursive.RootHints;
import dev.glasshouse.dns.recursive.Stale;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a resolver of ours finds answers, and what it keeps. */
final class ResolverOptions {
  /** What both caches of a resolver hold where nobody says otherwise: 96 MiB. */
  private static final long CACHE_BYTES = 96L << 20;

  private static final String BUILT_IN = "glasshouse.test";
  private static final long LEAST_BYTES = 1L << 20;
  private static final Pattern BYTES = Pattern.compile("(\\d{1,15})([KMG]?)");

  @Option(
      names = "--forward",
      paramLabel = "[tls://]ADDRESS[:PORT][#NAME]",
      split = ",",
      description = {
        "ask this resolver, and do not walk from the root; with tls:// inside TLS alone (port 853),",
        "where its certificate is for NAME, or for the address if none is said; repeatable"
      })
  private List<String> forwards = new ArrayList<>();

  @Option(
      names = "--forward-ca",
      paramLabel = "FILE",
      description = {
        "trust the authorities of this file (PEM) with servers inside TLS, besides the system's"
      })
  private @Nullable Path forwardCa;

  @Option(names = "--no-dnssec", description = "check no signatures")
  private boolean unchecked;

  @Option(
      names = {"--anchor", "--trust-anchor"},
      paramLabel = "FILE",
      description = "trust the DS and DNSKEY records of this file, not the root's keys")
  private @Nullable Path anchor;

  @Option(
      names = "--root-hints",
      paramLabel = "FILE",
      description = "walk from the root's servers that this file names (NS, A and AAAA records)")
  private @Nullable Path hints;

  @Option(
      names = "--built-in",
      description = "resolve the names of the built-in internet, which needs no network, alone")
  private boolean builtIn;

  @Option(
      names = "--cache-size",
      paramLabel = "BYTES",
      description = "how much is kept in memory, for example 512M; 96M when not said")
  private @Nullable String cacheSize;

  @Option(
      names = "--serve-stale",
      description = "answer what is up to a day over when the servers do not answer (RFC 8767)")
  private boolean stale;

  @Option(
      names = "--no-prefetch",
      description = "do not renew what is asked for shortly before its time is over")
  private boolean noPrefetch;

  @Option(
      names = "--random-case",
      description = "ask with letters of random case, which answers have to repeat (0x20)")
  private boolean randomCase;

  @Option(
      names = "--no-minimisation",
      description = "tell each server the whole name, not only what it needs (RFC 9156)")
  private boolean wholeNames;

  /** What of it makes no sense is a wrong use. */
  void check(Console console) {
    if (builtIn && !(forwards.isEmpty() && hints == null)) {
      throw console.wrong(
          "--built-in walks from a root of its own: it needs no --forward and no --root-hints");
    }
    if (hints != null && !forwards.isEmpty()) {
      throw console.wrong("--forward does not walk from the root: it needs no --root-hints");
    }
    if (unchecked && anchor != null) {
      throw console.wrong("--anchor is for checking signatures, which --no-dnssec forbids");
    }
    if (forwardCa != null && forwards.stream().allMatch(text -> !text.startsWith("tls://"))) {
      throw console.wrong("--forward-ca is for servers inside TLS: --forward tls://ADDRESS#NAME");
    }
    cacheBytes(console);
  }

  /**
   * Files of authorities that are trusted with servers inside TLS besides the system's.
   *
   * @param settings the one that the settings name
   * @throws IOException when one cannot be read, or holds none
   */
  List<Path> authorities(Optional<Path> settings) throws IOException {
    var all = new ArrayList<Path>();
    settings.ifPresent(all::add);
    if (forwardCa != null) {
      all.add(forwardCa);
    }
    for (Path file : all) {
      TrustStore _ = TrustStore.pem("", "").with(file);
    }
    return all;
  }

  /** Whether the names of the built-in internet are resolved, and no others. */
  boolean builtIn() {
    return builtIn;
  }

  /** The built-in internet, signed where its signatures are checked. */
  BuiltInInternet internet(Network beneath) {
    return builtIn && !unchecked ? BuiltInInternet.signed(beneath) : BuiltInInternet.over(beneath);
  }

  /** What both caches hold together. */
  long cacheBytes(Console console) {
    if (cacheSize == null) {
      return CACHE_BYTES;
    }
    Matcher said = BYTES.matcher(cacheSize.toUpperCase(Locale.ROOT));
    if (!said.matches()) {
      throw console.wrong("--cache-size is a number of bytes, K, M or G, not " + cacheSize);
    }
    int shift = 10 * " KMG".indexOf(said.group(2).isEmpty() ? " " : said.group(2));
    long number = Long.parseLong(said.group(1));
    if (number > Long.MAX_VALUE >> shift || number << shift < LEAST_BYTES) {
      throw console.wrong("--cache-size is at least 1M, not " + cacheSize);
    }
    return number << shift;
  }

  /**
   * The limits: a third of the cache is for records, the rest for messages that are ready. Where
   * the owners are asked and nothing is checked it is nearly two thirds: only what is asked for
   * again is made ready then.
   */
  RecursorLimits limits(Console console) {
    long bytes = cacheBytes(console);
    return RecursorLimits.DEFAULT
        .but()
        .recordCache(unchecked && forwards.isEmpty() ? bytes / 8 * 5 : bytes / 3)
        .build();
  }

  /**
   * The options of a resolver.
   *
   * @param internet the built-in one
   * @param zones what the settings have other resolvers asked for
   * @throws IOException when a file cannot be read
   */
  RecursorOptions options(BuiltInInternet internet, List<Upstream> zones, Console console)
      throws IOException {
    RecursorOptions.Builder options = RecursorOptions.builder();
    if (builtIn) {
      options.hints(internet.root(BUILT_IN));
    } else {
      options.hints(hints == null ? RootHints.standard() : HintsFile.read(hints));
    }
    if (anchor != null) {
      options.anchors(AnchorFile.read(anchor));
    } else if (!unchecked && builtIn) {
      options.anchors(internet.anchors());
    } else if (!unchecked && hints == null) {
      options.anchors(Anchors.root());
    }
    if (!forwards.isEmpty() && zones.stream().anyMatch(zone -> zone.zone().labels() == 1)) {
      throw console.wrong(
          "the settings have a forward-zone \".\": --forward says for the same whom to ask");
    }
    if (!forwards.isEmpty()) {
      options.upstreams(List.of(Forwarders.upstream(forwards, console)));
    }
    if (stale) {
      options.stale(Stale.RFC_8767);
    }
    if (noPrefetch) {
      options.without(Feature.PREFETCH);
    }
    if (randomCase) {
      options.with(Feature.RANDOM_CASE);
    }
    if (wholeNames) {
      options.minimisation(RecursorOptions.Minimisation.OFF);
    }
    return options.build().and(zones);
  }

  /** How answers are found, in words. */
  static String way(RecursorOptions options) {
    Optional<Upstream> root =
        options.upstreams().stream().filter(up -> up.zone().labels() == 1).findFirst();
    String way =
        root.map(up ->
                "asking "
                    + up.addresses().stream()
                        .map(server -> Forwarders.text(up, server))
                        .collect(Collectors.joining(", ")))
            .orElse("walking from the root");
    return way
        + (options.anchors().isEmpty() ? ", checking no signatures" : ", checking signatures");
  }
}
