package dev.glasshouse.app;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ProbeOptions;
import dev.glasshouse.edge.balance.Rule;
import dev.glasshouse.edge.balance.ServerList;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.edge.setup.Edge;
import dev.glasshouse.edge.setup.EdgeSettings;
import dev.glasshouse.http.Handler;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers behind this one, to which requests are passed on: the edge, as a kind of route. */
final class ProxyKind implements RouteKind {
  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String help() {
    return "Passes requests on to servers behind this one, and chooses among them.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.needed(
            "to",
            OptionType.TEXTS,
            "The servers' URLs. A space and weight=N or backup may follow each."),
        Option.choice(
            "balance",
            List.of("turns", "least", "two"),
            "Who is chosen: each in turn, the least busy, the less busy of two taken at random."),
        Option.of(
            "health",
            OptionType.TEXT,
            "A path that each server is asked for every 5 seconds; those that answer well are"
                + " used."),
        Option.of(
            "own-host",
            OptionType.FLAG,
            "false",
            "Whether each server is told its own name in the place of the client's."),
        Option.of(
            "trust",
            OptionType.NETWORKS,
            "[]",
            "Peers whose word on the client is kept (Forwarded, X-Forwarded-*)."));
  }

  @Override
  public List<Fault> check(Values values) {
    var faults = new ArrayList<Fault>();
    for (String text : values.texts("to")) {
      try {
        ServerSpec _ = ServerList.server(text);
      } catch (IllegalArgumentException e) {
        faults.add(values.fault("to", String.valueOf(e.getMessage())));
      }
    }
    values
        .value("health", String.class)
        .filter(path -> !path.startsWith("/"))
        .ifPresent(path -> faults.add(values.fault("health", path + " is no path")));
    return faults;
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) throws ConfigException {
    List<ServerSpec> servers = values.texts("to").stream().map(ServerList::server).toList();
    EdgeSettings usual = EdgeSettings.of(values.place().toString(), servers);
    Rule rule =
        switch (values.text("balance")) {
          case "least" -> Rule.LEAST_CONNECTIONS;
          case "two" -> Rule.TWO_CHOICES;
          default -> Rule.ROUND_ROBIN;
        };
    Optional<ProbeOptions> probes = values.value("health", String.class).map(ProbeOptions::of);
    var settings =
        new EdgeSettings(
            usual.name(),
            servers,
            Optional.empty(),
            PoolOptions.USUAL.by(rule),
            probes,
            values.flag("own-host")
                ? new ServerOptions(ServerOptions.Host.ITS_OWN, ServerOptions.Locations.REWRITTEN)
                : ServerOptions.USUAL,
            ProxyOptions.USUAL.trusting(values.networks("trust")),
            usual.version(),
            usual.tls(),
            usual.waits(),
            usual.connections());
    var names = new Resolver(Resolver.Parts.system(ground.network().nameTransport()));
    try {
      return ground.keep(Edge.open(settings, ground.network(), names, _ -> {})).handler();
    } catch (IOException e) {
      throw new ConfigException(List.of(values.fault("to", String.valueOf(e.getMessage()))));
    }
  }
}
