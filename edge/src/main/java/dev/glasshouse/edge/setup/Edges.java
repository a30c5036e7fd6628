package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Purged;
import dev.glasshouse.edge.seen.AdminHandler;
import dev.glasshouse.edge.seen.CacheMetrics;
import dev.glasshouse.edge.seen.MetricSource;
import dev.glasshouse.edge.seen.MetricText;
import dev.glasshouse.edge.seen.PoolMetrics;
import dev.glasshouse.edge.seen.PurgeHandler;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.server.config.SecretFile;
import dev.glasshouse.server.config.Shared;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All pools and caches of a server at work. What two configurations of it say in the same words,
 * one after the other, is one thing: a pool keeps what it knows of its servers, a cache its copies,
 * and servers keep their connections where only something else has changed.
 */
public final class Edges {
  private final Consumer<String> complaints;
  private final Pool.News news;
  private final List<MetricSource> others;
  private final Shared<ServerClient.Kind, ServerClient> clients = new Shared<>();
  private final Shared<Map<String, Object>, Edge> edges = new Shared<>();
  private final Shared<CacheSettings, CacheNode> caches = new Shared<>();
  private final Shared<InetSocketAddress, HttpServer> admins = new Shared<>();
  private volatile Optional<PurgeHandler> purging = Optional.empty();

  /**
   * None yet.
   *
   * @param complaints takes why servers cannot be found, in a sentence
   * @param news is told when servers change, or their health does
   */
  public Edges(Consumer<String> complaints, Pool.News news) {
    this(complaints, news, List.of());
  }

  /**
   * None yet.
   *
   * @param complaints takes why servers cannot be found, in a sentence
   * @param news is told when servers change, or their health does
   * @param others whose figures are told beside those of pools and caches
   */
  public Edges(Consumer<String> complaints, Pool.News news, List<MetricSource> others) {
    this.complaints = complaints;
    this.news = news;
    this.others = List.copyOf(others);
  }

  /** The edge of such values; for the first who asks it is opened. */
  Shared<Map<String, Object>, Edge>.Lease edge(Values values, Network network) throws IOException {
    return edges.take(
        ProxyValues.own(values),
        () -> {
          Names names = new Resolver(Resolver.Parts.system(network.nameTransport()));
          return Edge.open(
              ProxyValues.settings(values, names),
              new Edge.Means(network, names, complaints, news),
              clients);
        });
  }

  /** Whether a cache of that folder or name is open, with other options. */
  boolean isOtherwise(CacheSettings settings) {
    return caches.keys().stream()
        .anyMatch(open ->
            !open.equals(settings)
                && (open.options().name().equals(settings.options().name())
                    || (open.options().folder().isPresent()
                        && open.options().folder().equals(settings.options().folder()))));
  }

  /** The cache of such settings; for the first who asks it is opened. */
  Shared<CacheSettings, CacheNode>.Lease cache(CacheSettings settings) throws IOException {
    return caches.take(settings, () -> CacheNode.open(settings, complaints));
  }

  /** Where operators ask, as values say; for the first who asks it is opened. */
  Shared<InetSocketAddress, HttpServer>.Lease admin(Values values, Network network)
      throws IOException {
    InetSocketAddress address = values.value("address", InetSocketAddress.class).orElseThrow();
    if (values.has("purge-token-file")) {
      String token = SecretFile.read(values.path("purge-token-file").orElseThrow(), "token");
      purging = Optional.of(new PurgeHandler(this::purge, token, values.networks("purge-from")));
    } else {
      purging = Optional.empty();
    }
    return admins.take(
        address,
        () -> {
          Handler purge =
              Handler.talkative((request, aside) -> {
                Optional<PurgeHandler> handler = purging;
                return handler.isPresent()
                    ? handler.get().handle(request, aside)
                    : Response.text(Status.NOT_FOUND, "Orders are not taken here\n");
              });
          var figures = new AdminHandler(List.of(this::figures), Map.of("/purge", purge));
          try {
            return HttpServer.listen(network, address, figures, Trail.OFF);
          } catch (IOException e) {
            // On a command line there is no line to tell.
            throw values.place().line() == 0
                ? e
                : new IOException(
                    values.fault("address", String.valueOf(e.getMessage())).toString(), e);
          }
        });
  }

  private Purged purge(List<Purge> orders, String from, Trail trail) {
    return caches.values().stream()
        .map(cache -> cache.purge(orders, from, trail))
        .reduce(Purged.WHOLE, Purged::and);
  }

  private void figures(MetricText text) {
    pools().forEach(pool -> new PoolMetrics(pool).tell(text));
    caches.values().forEach(cache -> new CacheMetrics(cache.cache(), cache.nodes()).tell(text));
    others.forEach(source -> source.tell(text));
  }

  /** Says what somebody should know, in a sentence. */
  void complain(String what) {
    complaints.accept(what);
  }

  /** All pools at work. */
  public List<Pool> pools() {
    return edges.values().stream().flatMap(edge -> edge.pools().stream()).toList();
  }

  /** Where operators ask, as URLs. */
  public List<String> figures() {
    return admins.values().stream()
        .map(server -> "http://" + AddressText.of(server.address()) + "/metrics")
        .toList();
  }
}
