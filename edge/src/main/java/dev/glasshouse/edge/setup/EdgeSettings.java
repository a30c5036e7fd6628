package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.balance.Discovery;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ProbeOptions;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.TlsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pool behind a reverse proxy, as it is wanted.
 *
 * @param name the pool's name
 * @param servers its servers, as far as they are known
 * @param places servers for the clients of networks, each a pool of its own
 * @param source who knows them otherwise
 * @param pool how it balances
 * @param probes how servers are asked whether they are well; empty for not at all
 * @param server how each is asked
 * @param proxy how requests are passed on
 * @param version the version that is spoken to them; empty for HTTP/1.1, and with TLS what they
 *     choose of 1.1 and 2
 * @param tls how their certificates are looked at
 * @param waits how long each phase may take
 * @param tunnels hosts with their ports to which clients may make tunnels by CONNECT
 * @param connections to one server at most: 256
 */
public record EdgeSettings(
    String name,
    List<ServerSpec> servers,
    List<Place> places,
    Optional<Discovery.Source> source,
    PoolOptions pool,
    Optional<ProbeOptions> probes,
    ServerOptions server,
    ProxyOptions proxy,
    Optional<VersionDemand> version,
    TlsOptions tls,
    Waits waits,
    List<String> tunnels,
    int connections) {

  /** The clients of a network, and the servers for them. */
  public record Place(AddressRange network, List<ServerSpec> servers) {
    /** A place that does not change. */
    public Place {
      servers = List.copyOf(servers);
    }
  }

  /** How long a probe may take: 2 s. */
  static final Waits PROBE = Waits.all(Duration.ofSeconds(2));

  /** Settings that do not change. */
  public EdgeSettings {
    servers = List.copyOf(servers);
    places = List.copyOf(places);
    tunnels = List.copyOf(tunnels);
  }

  /** These servers, in the usual way. */
  public static EdgeSettings of(String name, List<ServerSpec> servers) {
    return new EdgeSettings(
        name,
        servers,
        List.of(),
        Optional.empty(),
        PoolOptions.USUAL,
        Optional.empty(),
        ServerOptions.USUAL,
        ProxyOptions.USUAL,
        Optional.empty(),
        TlsOptions.DEFAULT,
        Waits.USUAL,
        List.of(),
        256);
  }
}
