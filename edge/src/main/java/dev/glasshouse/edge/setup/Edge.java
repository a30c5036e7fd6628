package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.balance.Discovery;
import dev.glasshouse.edge.balance.PlacedOrigin;
import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.balance.Probes;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.ConnectHandler;
import dev.glasshouse.edge.proxy.HttpOrigin;
import dev.glasshouse.edge.proxy.ReverseProxy;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.net.Network;
import dev.glasshouse.server.config.Shared;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A pool at work, and one for each place where there are places, with everything that they need:
 * clients, probes, whoever finds their servers.
 */
public final class Edge implements AutoCloseable {
  /** How often a source of servers is asked that did not answer. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final EdgeSettings settings;
  private final Means means;
  private final List<Pool> pools = new ArrayList<>();
  private final Origin origin;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * What an edge stands on.
   *
   * @param network where servers are reached
   * @param names who looks their names up
   * @param complaints takes why the servers of a source cannot be had, in a sentence
   * @param news is told when servers change, or their health does
   */
  public record Means(Network network, Names names, Consumer<String> complaints, Pool.News news) {}

  private Edge(
      EdgeSettings settings,
      List<ServerSpec> servers,
      Means means,
      Shared<ServerClient.Kind, ServerClient> clients)
      throws IOException {
    this.settings = settings;
    this.means = means;
    HttpClient client = client(clients, settings.waits());
    Pool usual = pool(settings.name(), servers, client, clients);
    settings
        .source()
        .ifPresent(source -> open.push(new Discovery(usual, source, AGAIN, means.complaints())));
    var places = new ArrayList<PlacedOrigin.Place>();
    for (EdgeSettings.Place place : settings.places()) {
      String name = settings.name() + " for " + place.network();
      places.add(
          new PlacedOrigin.Place(place.network(), pool(name, place.servers(), client, clients)));
    }
    this.origin = places.isEmpty() ? usual : new PlacedOrigin(places, usual);
  }

  /**
   * Opens it.
   *
   * @param complaints takes why the servers of a source cannot be had, in a sentence
   * @throws IOException when there is no server, and the source knows none
   */
  public static Edge open(
      EdgeSettings settings, Network network, Names names, Consumer<String> complaints)
      throws IOException {
    return open(settings, new Means(network, names, complaints, (_, _) -> {}));
  }

  /**
   * Opens it.
   *
   * @throws IOException when there is no server, and the source knows none
   */
  public static Edge open(EdgeSettings settings, Means means) throws IOException {
    return open(settings, means, new Shared<>());
  }

  /** The same with clients that others use too. */
  static Edge open(
      EdgeSettings settings, Means means, Shared<ServerClient.Kind, ServerClient> clients)
      throws IOException {
    List<ServerSpec> servers = settings.servers();
    if (servers.isEmpty() && settings.source().isPresent()) {
      // Asked once here, so that what is wrong is told before anything listens.
      servers = settings.source().get().find().servers();
    }
    if (servers.isEmpty()) {
      throw new IOException(settings.name() + " has no servers");
    }
    return new Edge(settings, servers, means, clients);
  }

  private HttpClient client(Shared<ServerClient.Kind, ServerClient> clients, Waits waits)
      throws IOException {
    ServerClient.Kind kind = ServerClient.Kind.of(settings, waits);
    var lease = clients.take(kind, () -> new ServerClient(kind, means.network(), means.names()));
    open.push(lease);
    return lease.value().client();
  }

  private Pool pool(
      String name,
      List<ServerSpec> servers,
      HttpClient client,
      Shared<ServerClient.Kind, ServerClient> clients)
      throws IOException {
    var pool =
        new Pool(
            name, settings.pool(), servers, reach(client), Pool.Surroundings.usual(means.news()));
    if (settings.probes().isPresent()) {
      HttpClient asks = client(clients, EdgeSettings.PROBE);
      open.push(new Probes(pool, settings.probes().get(), reach(asks)));
    }
    pools.add(pool);
    return pool;
  }

  private Function<ServerSpec, Origin> reach(HttpClient client) {
    return spec -> new HttpOrigin(client, spec.url(), settings.server());
  }

  /** What answers requests. */
  public Handler handler() {
    return handler(origin);
  }

  /** What answers requests out of something that stands before {@link #origin}. */
  public Handler handler(Origin before) {
    var proxy = new ReverseProxy(before, settings.proxy());
    return settings.tunnels().isEmpty()
        ? proxy
        : new ConnectHandler(
            settings.tunnels(),
            new ConnectHandler.Means(
                means.network(), means.names(), settings.waits().connect(), settings.proxy()),
            proxy);
  }

  /** Whoever answers requests: its pool, or that of a client's place. */
  public Origin origin() {
    return origin;
  }

  /** Its pool: that of all clients but those of places. */
  public Pool pool() {
    return pools.getFirst();
  }

  /** Its pools: that of all clients, then those of places. */
  public List<Pool> pools() {
    return List.copyOf(pools);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // What cannot be closed holds nothing up; the rest is closed all the same.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
