package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Resolver;
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
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a proxy, in one table, whoever says it: the configuration file or the command
 * line; and the settings that come of it.
 */
public final class ProxyValues {
  private static final String ANY = "any";

  /** Ways to choose, by their names; the first is usual. */
  private static final List<String> BALANCES = List.of("turns", "least", "two", "hash");

  private static final List<String> VERSIONS = List.of(ANY, "h1", "h2", "h3");

  /** The options. */
  static final List<Option> OPTIONS =
      List.of(
          Option.of(
              "to",
              OptionType.TEXTS,
              "The servers: URLs with scheme, host and port; a space and weight=N or backup may"
                  + " follow each."),
          Option.of(
              "name",
              OptionType.TEXT,
              "What the servers together are called in stories and figures; the first server's"
                  + " name, or that of the list of servers, when not said."),
          Option.of(
              "to-file", OptionType.PATH, "A file with a server in each line, which is watched."),
          Option.of(
              "to-name",
              OptionType.TEXT,
              "NAME:PORT: a server of plain HTTP at each address of a name, asked again by its"
                  + " TTL."),
          Option.of(
              "to-srv",
              OptionType.TEXT,
              "The servers that the SRV records of a name have, asked again by their TTL."),
          Option.choice(
              "balance",
              BALANCES,
              "Who is chosen: in turns by weight, the least busy, the less busy of two taken at"
                  + " random, or by a key on a ring."),
          Option.of(
              "key",
              OptionType.TEXT,
              "\"target\"",
              "What balance = \"hash\" goes by: target, client, or a field's name."),
          Option.of(
              "sticky",
              OptionType.TEXT,
              "The name of a cookie that leads a client to the same server again."),
          Option.of(
              "redirect",
              OptionType.FLAG,
              "false",
              "Sends clients to the server that was chosen (302), and passes nothing on."),
          Option.of(
              "health", OptionType.TEXT, "A path for which each server is asked again and again."),
          Option.of("health-every", OptionType.DURATION, "\"5s\"", "How often that is asked."),
          Option.of(
              "own-host",
              OptionType.FLAG,
              "false",
              "Tells each server its own name in the place of the client's, and leads Locations"
                  + " to it back here."),
          Option.of(
              "trust",
              OptionType.NETWORKS,
              "Peers whose word on the client (Forwarded, X-Forwarded-*) is kept."),
          Option.choice("speak", VERSIONS, "The version to speak with the servers."),
          Option.of(
              "connect-within",
              OptionType.DURATION,
              "\"5s\"",
              "How long a connection to a server may take."),
          Option.of(
              "answer-within",
              OptionType.DURATION,
              "\"60s\"",
              "How long a server may take to begin its answer."),
          Option.of(
              "piece-within", OptionType.DURATION, "\"60s\"", "How long a body may stand still."),
          Option.of(
              "whole-within",
              OptionType.DURATION,
              "\"1d\"",
              "How long an exchange may take in all."),
          Option.of(
              "most",
              OptionType.NUMBER,
              "10000",
              "Requests under way at once; more are answered 503."),
          Option.of("most-each", OptionType.NUMBER, "256", "Requests that one server has at once."),
          Option.of(
              "authorities",
              OptionType.TEXTS,
              "Files of authorities (PEM) to trust besides the system's, for servers of https."),
          Option.of(
              "insecure",
              OptionType.FLAG,
              "false",
              "Takes any certificate of a server, for tests only."));

  private ProxyValues() {}

  /** Values that were said on a command line, by the options' names. */
  public static Values said(Map<String, Object> given) {
    return Values.of(
        new Section("", false, "The command line.", OPTIONS), "the command line", given);
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
    for (String text : values.texts("to")) {
      try {
        ServerList.server(text);
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
    for (String name : List.of("most", "most-each")) {
      if (values.number(name) < 1) {
        faults.add(values.fault(name, "must be at least 1"));
      }
    }
    return faults;
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
    int each = values.number("most-each");
    return new EdgeSettings(
        values.value("name", String.class).orElseGet(() -> name(values, servers)),
        servers,
        discovery(values, names),
        pool(values).atMost(values.number("most"), each),
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
        each);
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
            .map(name -> DnsServers.services(resolver::lookup, name, "http"))
        : Optional.empty();
  }

  private static PoolOptions pool(Values values) {
    HashKey key =
        switch (values.text("key")) {
          case "target" -> new HashKey.Target();
          case "client" -> new HashKey.Client();
          default -> new HashKey.FieldValue(values.text("key"));
        };
    Rule rule = rule(values.text("balance"));
    PoolOptions options =
        PoolOptions.USUAL
            .by(rule)
            .by(key)
            .in(values.flag("redirect") ? PoolOptions.Mode.REDIRECT : PoolOptions.Mode.PASS_ON);
    return values
        .value("sticky", String.class)
        .map(name -> options.with(new StickyCookie(name)))
        .orElse(options);
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
    var strict =
        new TlsOptions(
            TlsOptions.Verification.STRICT,
            values.texts("authorities").stream().map(java.nio.file.Path::of).toList());
    return values.flag("insecure") ? strict.insecure() : strict;
  }

  private static Waits waits(Values values) {
    Duration connect = values.duration("connect-within");
    return new Waits(
        connect,
        values.duration("answer-within"),
        values.duration("piece-within"),
        values.duration("whole-within"),
        connect);
  }
}
