package dev.glasshouse.app;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.balance.Discovery;
import dev.glasshouse.edge.balance.DnsServers;
import dev.glasshouse.edge.balance.FileServers;
import dev.glasshouse.edge.balance.HashKey;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ProbeOptions;
import dev.glasshouse.edge.balance.Rule;
import dev.glasshouse.edge.balance.ServerList;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.balance.StickyCookie;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.edge.setup.EdgeSettings;
import dev.glasshouse.edge.setup.Waits;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which servers stand behind an edge, and how they are asked. */
final class EdgeOptions {
  private static final String POOL = "servers";

  /** The versions that can be asked of the servers. */
  enum Spoken {
    /** HTTP/1.1. */
    H1(VersionDemand.HTTP_1_1),
    /** HTTP/2. */
    H2(VersionDemand.HTTP_2),
    /** HTTP/3. */
    H3(VersionDemand.HTTP_3);

    private final VersionDemand version;

    Spoken(VersionDemand version) {
      this.version = version;
    }
  }

  /** Ways to choose. */
  enum Balance {
    /** In turn, by weight. */
    TURNS(Rule.ROUND_ROBIN),
    /** The least busy. */
    LEAST(Rule.LEAST_CONNECTIONS),
    /** The less busy of two. */
    TWO(Rule.TWO_CHOICES),
    /** By a key. */
    HASH(Rule.CONSISTENT_HASH);

    private final Rule rule;

    Balance(Rule rule) {
      this.rule = rule;
    }
  }

  @Option(
      names = "--to",
      split = ",",
      paramLabel = "URL",
      description = {
        "the servers, separated by commas; repeatable. A space and weight=N or backup may follow",
        "each, in quotes"
      })
  private List<String> to = new ArrayList<>();

  @Option(
      names = "--to-file",
      paramLabel = "FILE",
      description = "a file with a server in each line, which is watched")
  private @Nullable Path file;

  @Option(
      names = "--to-name",
      paramLabel = "NAME:PORT",
      description = "a server of plain HTTP at each address of a name, asked again by its TTL")
  private @Nullable String name;

  @Option(
      names = "--to-srv",
      paramLabel = "NAME",
      description = "the servers that the SRV records of a name have, asked again by their TTL")
  private @Nullable String service;

  @Option(
      names = "--balance",
      paramLabel = "RULE",
      description = {
        "who is chosen: turns (by weight), least (the least busy), two (the less busy of two taken",
        "at random), hash (by --key, on a ring); turns when not said"
      })
  private Balance balance = Balance.TURNS;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "what --balance hash goes by: target, client, or a field's name; target if not said")
  private String key = "target";

  @Option(
      names = "--sticky",
      paramLabel = "COOKIE",
      description = "set a cookie of this name, which leads a client to the same server again")
  private @Nullable String sticky;

  @Option(
      names = "--redirect",
      description = "send clients to the server that was chosen (302), and pass nothing on")
  private boolean redirect;

  @Option(
      names = "--health",
      paramLabel = "PATH",
      description = "ask each server for this path every 5 seconds, and use those that answer well")
  private @Nullable String health;

  @Option(names = "--health-every", paramLabel = "SECONDS", description = "how often that is asked")
  private double every = 5;

  @Option(
      names = "--own-host",
      description = {
        "tell each server its own name in the place of the client's, and lead Locations to it",
        "back here"
      })
  private boolean ownHost;

  @Option(
      names = "--trust",
      paramLabel = "RANGE",
      description = {
        "keep what these peers say of the client (Forwarded, X-Forwarded-*), for example",
        "10.0.0.0/8; repeatable. What others say is replaced"
      })
  private List<String> trusted = new ArrayList<>();

  @Option(
      names = "--speak",
      paramLabel = "VERSION",
      description = "the version to speak with the servers: h1, h2, h3")
  private @Nullable Spoken spoken;

  @Option(
      names = "--connect-within",
      paramLabel = "SECONDS",
      description = "how long a connection to a server may take; 5 when not said")
  private double connect = 5;

  @Option(
      names = "--answer-within",
      paramLabel = "SECONDS",
      description = "how long a server may take to begin its answer; 60 when not said")
  private double answer = 60;

  @Option(
      names = "--piece-within",
      paramLabel = "SECONDS",
      description = "how long a body may stand still; 60 when not said")
  private double piece = 60;

  @Option(
      names = "--whole-within",
      paramLabel = "SECONDS",
      description = "how long an exchange may take in all; a day when not said")
  private double whole = 86_400;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "requests under way at once; more are answered 503. 10000 when not said")
  private int most = PoolOptions.USUAL.underWay();

  @Option(
      names = "--most-each",
      paramLabel = "N",
      description = "requests that one server may have at once; 1000 when not said")
  private int mostEach = PoolOptions.USUAL.perServer();

  /**
   * What is wanted.
   *
   * @throws picocli.CommandLine.ParameterException when it cannot be
   */
  EdgeSettings settings(Console console, TlsOptions tls, Supplier<Resolver> resolver) {
    List<ServerSpec> servers = servers(console);
    Optional<Discovery.Source> source = source(console, resolver);
    if (servers.isEmpty() == source.isEmpty()) {
      throw console.wrong(
          servers.isEmpty()
              ? "which servers? say --to URL, --to-file, --to-name or --to-srv"
              : "--to does not go with --to-file, --to-name and --to-srv");
    }
    EdgeSettings usual = EdgeSettings.of(POOL, servers);
    return new EdgeSettings(
        POOL,
        servers,
        source,
        pool(console),
        Optional.ofNullable(health).map(path -> probes(path, console)),
        ownHost
            ? new ServerOptions(ServerOptions.Host.ITS_OWN, ServerOptions.Locations.REWRITTEN)
            : ServerOptions.USUAL,
        ProxyOptions.USUAL.trusting(ranges(console)),
        Optional.ofNullable(spoken).map(its -> its.version),
        tls,
        new Waits(
            seconds("--connect-within", connect, console),
            seconds("--answer-within", answer, console),
            seconds("--piece-within", piece, console),
            seconds("--whole-within", whole, console),
            usual.waits().free()),
        Math.clamp(mostEach, 1, usual.connections()));
  }

  private List<ServerSpec> servers(Console console) {
    var servers = new ArrayList<ServerSpec>();
    for (String text : to) {
      try {
        servers.add(ServerList.server(text));
      } catch (IllegalArgumentException e) {
        throw console.wrong("--to: " + e.getMessage());
      }
    }
    return servers;
  }

  private Optional<Discovery.Source> source(Console console, Supplier<Resolver> resolver) {
    int said = (file == null ? 0 : 1) + (name == null ? 0 : 1) + (service == null ? 0 : 1);
    if (said > 1) {
      throw console.wrong("one of --to-file, --to-name and --to-srv at a time");
    }
    if (file != null) {
      return Optional.of(new FileServers(file));
    }
    if (service != null) {
      return Optional.of(DnsServers.services(resolver.get()::lookup, service, "http"));
    }
    if (name == null) {
      return Optional.empty();
    }
    int colon = name.lastIndexOf(':');
    try {
      int port = Integer.parseInt(name.substring(colon + 1));
      if (colon > 0 && port > 0 && port < 65_536) {
        return Optional.of(DnsServers.addresses(resolver.get(), name.substring(0, colon), port));
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw console.wrong("--to-name: " + name + " is not NAME:PORT");
  }

  private PoolOptions pool(Console console) {
    if (most < 1 || mostEach < 1) {
      throw console.wrong("--most and --most-each are numbers from 1");
    }
    HashKey falls =
        switch (key) {
          case "target" -> new HashKey.Target();
          case "client" -> new HashKey.Client();
          default -> new HashKey.FieldValue(key);
        };
    PoolOptions options =
        PoolOptions.USUAL
            .by(balance.rule)
            .by(falls)
            .in(redirect ? PoolOptions.Mode.REDIRECT : PoolOptions.Mode.PASS_ON)
            .atMost(most, mostEach);
    if (sticky == null) {
      return options;
    }
    try {
      return options.with(new StickyCookie(sticky));
    } catch (IllegalArgumentException e) {
      throw console.wrong("--sticky: " + e.getMessage());
    }
  }

  private ProbeOptions probes(String path, Console console) {
    if (!path.startsWith("/")) {
      throw console.wrong("--health: " + path + " is no path");
    }
    return ProbeOptions.of(path).every(seconds("--health-every", every, console));
  }

  private List<AddressRange> ranges(Console console) {
    var ranges = new ArrayList<AddressRange>();
    for (String text : trusted) {
      try {
        ranges.add(AddressRange.of(text));
      } catch (IllegalArgumentException e) {
        throw console.wrong("--trust: " + e.getMessage());
      }
    }
    return ranges;
  }

  private static Duration seconds(String option, double seconds, Console console) {
    if (!(seconds >= 0.001 && seconds <= 1e7)) {
      throw console.wrong(option + " is a number of seconds, from 0.001 on");
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
