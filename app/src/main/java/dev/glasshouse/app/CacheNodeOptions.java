package dev.glasshouse.app;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.edge.nodes.GroupNodes;
import dev.glasshouse.edge.nodes.RedisNodes;
import dev.glasshouse.edge.nodes.Spread;
import dev.glasshouse.edge.seen.PurgeHandler;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether an edge keeps copies, how much, where, and with which other nodes. */
final class CacheNodeOptions {
  private static final int NODE_PORT = 7800;

  @Option(
      names = "--cache",
      paramLabel = "SIZE",
      description = {
        "keep copies of answers in up to this much memory: a number with K, M or G behind it"
      })
  private @Nullable String memory;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description = "keep them in a folder as well, where they are after the next start")
  private @Nullable Path folder;

  @Option(
      names = "--cache-disk",
      paramLabel = "SIZE",
      description = "how much may be in --cache-dir; 4G when not said")
  private String disk = "4G";

  @Option(
      names = "--cache-name",
      paramLabel = "NAME",
      description = {
        "what this node calls itself in Cache-Status and CDN-Loop, a token that no other node of",
        "the same CDN has; made up when not said"
      })
  private @Nullable String name;

  @Option(
      names = "--purge-token-file",
      paramLabel = "FILE",
      description = {
        "take orders to purge at --admin, POST /purge, from who knows the token in this file",
        "(Authorization: Bearer TOKEN): a line each of url URL, prefix BEGINNING, tag TAG, all,",
        "soft in front for what may still be used while it is stale"
      })
  private @Nullable Path token;

  @Option(
      names = "--purge-from",
      paramLabel = "RANGE",
      description = "take them from these addresses only, for example 10.0.0.0/8; repeatable")
  private List<String> from = new ArrayList<>();

  @Option(
      names = "--warm",
      paramLabel = "FILE",
      description = "fetch and keep the URLs in this file, a line each, at the start")
  private @Nullable Path warm;

  @Option(
      names = "--node",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "be one of several nodes that purge together, and listen for the others here, by TCP, on a",
        "network that only they reach; port " + NODE_PORT + " when not said"
      })
  private @Nullable String node;

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "ADDRESS[:PORT]",
      description = "where the other nodes are, separated by commas; repeatable")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--nodes-redis",
      paramLabel = "URL",
      description = "reach the other nodes by a Redis server instead: redis://HOST:PORT")
  private @Nullable URI redis;

  /** Whether there is a cache at all. */
  boolean wanted() {
    return memory != null || folder != null;
  }

  /** A cache at work. */
  record Node(
      SharedCache cache, Optional<Spread> spread, Optional<PurgeHandler> purging, List<String> warm)
      implements AutoCloseable {
    /** Fetches what is to be there before anybody asks, while others are served. */
    void warmAside() {
      if (!warm.isEmpty()) {
        Thread.ofVirtual().name("glass-warming").start(() -> cache.warm(warm, Trail.OFF));
      }
    }

    @Override
    public void close() {
      spread.ifPresent(Spread::close);
      cache.close();
    }
  }

  /** What is wrong with the options, before anything is opened. */
  void check(Console console, boolean admin) {
    boolean others =
        token != null || !from.isEmpty() || warm != null || node != null || redis != null;
    if (others && !wanted()) {
      throw console.wrong("options of the cache need --cache SIZE or --cache-dir DIR");
    }
    if (token != null && !admin) {
      throw console.wrong("--purge-token-file needs --admin, where orders are taken");
    }
    if (node != null && redis != null) {
      throw console.wrong("--node and --nodes-redis are two ways to the same: say one");
    }
    if (!nodes.isEmpty() && node == null) {
      throw console.wrong("--nodes needs --node, where this one listens");
    }
    if (name != null && !dev.glasshouse.http.FieldSyntax.isToken(name)) {
      throw console.wrong("--cache-name: " + name + " is no token");
    }
    if (memory != null) {
      bytes("--cache", memory, console);
    }
    bytes("--cache-disk", disk, console);
    addresses("--nodes", nodes, console);
    ranges(console);
  }

  /**
   * Opens the cache before an origin.
   *
   * @throws IOException when its folder, the token's file, the list or the other nodes cannot be
   *     had
   */
  Node open(Origin origin, Console console) throws IOException {
    long inMemory =
        memory == null ? CacheOptions.LIMITS.memory() : bytes("--cache", memory, console);
    String its =
        name == null
            ? "glass-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt())
            : name;
    CacheOptions options =
        CacheOptions.named(its).sized(inMemory, bytes("--cache-disk", disk, console));
    options = folder == null ? options : options.in(folder);
    String secret = token == null ? "" : Files.readString(token).strip();
    if (token != null && secret.isEmpty()) {
      throw new IOException("there is no token in " + token);
    }
    List<String> ahead = warm == null ? List.of() : Files.readAllLines(warm);
    SharedCache cache = SharedCache.before(origin, options, InstantSource.system());
    try {
      Optional<Spread> spread = spread(cache, console);
      PurgeHandler.Taker taker = spread.isPresent() ? spread.get()::purge : cache::purge;
      Optional<PurgeHandler> purging =
          token == null
              ? Optional.empty()
              : Optional.of(new PurgeHandler(taker, secret, ranges(console)));
      return new Node(cache, spread, purging, ahead);
    } catch (IOException e) {
      cache.close();
      throw e;
    }
  }

  private Optional<Spread> spread(SharedCache cache, Console console) throws IOException {
    URI server = redis;
    if (server != null) {
      return Optional.of(
          Spread.of(
              cache,
              hearing -> RedisNodes.join(cache.name(), server, hearing, InstantSource.system()),
              Trail.OFF));
    }
    if (node == null) {
      return Optional.empty();
    }
    InetSocketAddress here = addresses("--node", List.of(node), console).getFirst();
    List<InetSocketAddress> others = addresses("--nodes", nodes, console);
    return Optional.of(
        Spread.of(
            cache,
            hearing -> GroupNodes.join(cache.name(), here, others, hearing, InstantSource.system()),
            Trail.OFF));
  }

  private static List<InetSocketAddress> addresses(
      String option, List<String> texts, Console console) {
    return texts.stream()
        .map(text ->
            AddressText.parse(text, NODE_PORT)
                .orElseThrow(() -> console.wrong(option + ": " + text + " is no address")))
        .toList();
  }

  private List<AddressRange> ranges(Console console) {
    var ranges = new ArrayList<AddressRange>();
    for (String text : from) {
      try {
        ranges.add(AddressRange.of(text));
      } catch (IllegalArgumentException e) {
        throw console.wrong("--purge-from: " + e.getMessage());
      }
    }
    return ranges;
  }

  /** A number of bytes: 512M. */
  static long bytes(String option, String text, Console console) {
    String upper = text.toUpperCase(Locale.ROOT);
    int unit = "KMG".indexOf(upper.isEmpty() ? ' ' : upper.charAt(upper.length() - 1));
    String number = unit < 0 ? upper : upper.substring(0, upper.length() - 1);
    try {
      long value = Math.multiplyExact(Long.parseLong(number), 1L << (10 * (unit + 1)));
      if (value >= 1 << 20) {
        return value;
      }
    } catch (NumberFormatException | ArithmeticException _) {
      // Told below.
    }
    throw console.wrong(option + ": " + text + " is no size from 1M on, as 512M or 4G");
  }
}
