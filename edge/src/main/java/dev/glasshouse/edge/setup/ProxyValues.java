package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.balance.Discovery;
import dev.glasshouse.edge.balance.DnsServers;
import dev.glasshouse.edge.balance.FileServers;
import dev.glasshouse.edge.balance.HashKey;
import dev.glasshouse.edge.balance.HealthOptions;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ProbeOptions;
import dev.glasshouse.edge.balance.Rule;
import dev.glasshouse.edge.balance.ServerList;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.balance.StickyCookie;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.Values;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be said of a proxy, in one table, whoever says it: the configuration file or the command
 * line; and the settings that come of it.
 */
public final class ProxyValues {
  private ProxyValues() {}

  /** What is written of its own options, not of those that every route has. */
  static Map<String, Object> own(Values values) {
    var own = new HashMap<>(values.written());
    own.keySet().retainAll(ProxyTable.OPTIONS.stream().map(Option::name).toList());
    return Map.copyOf(own);
  }

  /** What is wrong with them. */
  public static List<Fault> check(Values values) {
    var faults = new ArrayList<Fault>();
    long sources =
        List.of("to", "to-file", "to-name", "to-srv").stream().filter(values::has).count();
    if (sources != 1) {
      faults.add(
          values.fault("to", "say which servers, by one of to, to-file, to-name and to-srv"));
    }
    var named = new HashSet<String>();
    for (String text : values.texts("to")) {
      try {
        String server = ServerList.server(text).name();
        if (!named.add(server)) {
          faults.add(values.fault("to", server + " is named twice"));
        }
      } catch (IllegalArgumentException e) {
        faults.add(values.fault("to", String.valueOf(e.getMessage())));
      }
    }
    if (values.has("to-name") && namePort(values.text("to-name")).isEmpty()) {
      faults.add(values.fault("to-name", values.text("to-name") + " is not NAME:PORT"));
    }
    if (values.has("sticky") && !dev.glasshouse.http.FieldSyntax.isToken(values.text("sticky"))) {
      faults.add(values.fault("sticky", values.text("sticky") + " is not the name of a cookie"));
    }
    if (values.has("health") && !values.text("health").startsWith("/")) {
      faults.add(values.fault("health", values.text("health") + " is no path"));
    }
    for (String name :
        List.of("most", "most-each", "attempts", "health-rise", "health-fall", "breaker")) {
      if (values.number(name) < 1) {
        faults.add(values.fault(name, "must be at least 1"));
      }
    }
    for (String name : List.of("retry-percent", "outlier")) {
      if (values.number(name) > 100) {
        faults.add(values.fault(name, "is percent, at most 100"));
      }
    }
    if (values.has("warm") && !values.has("cache")) {
      faults.add(values.fault("warm", "needs a cache, which keeps what is fetched"));
    }
    values.paths("authorities").stream()
        .filter(file -> !Files.isReadable(file))
        .forEach(file -> faults.add(values.fault("authorities", "there is no file " + file)));
    places(values, faults);
    values.texts("connect-to").stream()
        .filter(text -> namePort(text).isEmpty())
        .forEach(text -> faults.add(values.fault("connect-to", text + " is not HOST:PORT")));
    return faults;
  }

  private static void places(Values values, List<Fault> faults) {
    values
        .pairs("places")
        .forEach((network, servers) -> {
          try {
            EdgeSettings.Place _ = place(network, servers);
          } catch (IllegalArgumentException e) {
            faults.add(values.fault("places", String.valueOf(e.getMessage())));
          }
        });
  }

  private static EdgeSettings.Place place(String network, String servers) {
    List<ServerSpec> its = Stream.of(servers.split(",", -1)).map(ServerList::server).toList();
    if (its.stream().map(ServerSpec::name).distinct().count() < its.size()) {
      throw new IllegalArgumentException(network + " has a server that is named twice");
    }
    return new EdgeSettings.Place(AddressRange.of(network), its);
  }

  private record NamePort(String name, int port) {}

  private static Optional<NamePort> namePort(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return colon > 0 && port > 0 && port < 65_536
          ? Optional.of(new NamePort(text.substring(0, colon), port))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The settings of values in which nothing is wrong.
   *
   * @param names who looks names up
   */
  public static EdgeSettings settings(Values values, Names names) {
    List<ServerSpec> servers = values.texts("to").stream().map(ServerList::server).toList();
    return new EdgeSettings(
        values.value("name", String.class).orElseGet(() -> name(values, servers)),
        servers,
        values.pairs("places").entrySet().stream()
            .map(each -> place(each.getKey(), each.getValue()))
            .toList(),
        discovery(values, names),
        pool(values),
        values
            .value("health", String.class)
            .map(path -> ProbeOptions.of(path).every(values.duration("health-every"))),
        values.flag("own-host")
            ? new ServerOptions(ServerOptions.Host.ITS_OWN, ServerOptions.Locations.REWRITTEN)
            : ServerOptions.USUAL,
        ProxyOptions.USUAL.trusting(values.networks("trust")),
        version(values.text("speak")),
        tls(values),
        waits(values),
        values.texts("connect-to"),
        values.number("most-each"));
  }

  private static String name(Values values, List<ServerSpec> servers) {
    return servers.stream()
        .findFirst()
        .map(ServerSpec::name)
        .or(() -> values.path("to-file").map(file -> String.valueOf(file.getFileName())))
        .or(() -> values.value("to-name", String.class))
        .orElseGet(() -> values.text("to-srv"));
  }

  private static Optional<Discovery.Source> discovery(Values values, Names names) {
    if (values.has("to-file")) {
      return values.path("to-file").map(FileServers::new);
    }
    if (values.has("to-name")) {
      return namePort(values.text("to-name"))
          .map(its -> DnsServers.addresses(names, its.name(), its.port()));
    }
    return names instanceof Resolver resolver
        ? values
            .value("to-srv", String.class)
            .map(name ->
                DnsServers.services(resolver::lookup, name, scheme(name), InstantSource.system()))
        : Optional.empty();
  }

  /** What a service's first label says (RFC 2782). */
  private static String scheme(String service) {
    return service.regionMatches(true, 0, "_https.", 0, 7) ? "https" : "http";
  }

  private static PoolOptions pool(Values values) {
    HashKey key =
        switch (values.text("key")) {
          case "target" -> new HashKey.Target();
          case "client" -> new HashKey.Client();
          default -> new HashKey.FieldValue(values.text("key"));
        };
    PoolOptions usual = PoolOptions.USUAL;
    return new PoolOptions(
        rule(values.text("balance")),
        key,
        values.value("sticky", String.class).map(StickyCookie::new),
        values.flag("redirect") ? PoolOptions.Mode.REDIRECT : PoolOptions.Mode.PASS_ON,
        health(values),
        values.number("attempts"),
        values.number("retry-percent"),
        usual.retryStore(),
        values.number("most"),
        values.number("most-each"),
        values.duration("retry-after"),
        usual.kept());
  }

  private static HealthOptions health(Values values) {
    HealthOptions usual = HealthOptions.USUAL;
    Duration out = values.duration("breaker-out");
    return new HealthOptions(
        values.number("health-rise"),
        values.number("health-fall"),
        values.number("breaker"),
        out,
        out.compareTo(usual.outMost()) > 0 ? out : usual.outMost(),
        usual.window(),
        usual.windowLeast(),
        values.number("outlier"),
        values.duration("slow-start"));
  }

  private static Rule rule(String balance) {
    return switch (balance) {
      case "least" -> Rule.LEAST_CONNECTIONS;
      case "two" -> Rule.TWO_CHOICES;
      case "hash" -> Rule.CONSISTENT_HASH;
      default -> Rule.ROUND_ROBIN;
    };
  }

  private static Optional<VersionDemand> version(String text) {
    return switch (text) {
      case "h1" -> Optional.of(VersionDemand.HTTP_1_1);
      case "h2" -> Optional.of(VersionDemand.HTTP_2);
      case "h3" -> Optional.of(VersionDemand.HTTP_3);
      default -> Optional.empty();
    };
  }

  private static TlsOptions tls(Values values) {
    var strict = new TlsOptions(TlsOptions.Verification.STRICT, values.paths("authorities"));
    return values.flag("insecure") ? strict.insecure() : strict;
  }

  private static Waits waits(Values values) {
    return new Waits(
        values.duration("connect-within"),
        values.duration("answer-within"),
        values.duration("piece-within"),
        values.duration("whole-within"),
        values.duration("place-within"));
  }
}
