package dev.glasshouse.lab;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.edge.nodes.GroupNodes;
import dev.glasshouse.edge.nodes.Spread;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ReverseProxy;
import dev.glasshouse.edge.seen.PurgeHandler;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.server.VirtualHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of the built-in content network: a shared cache before the origin, at a place. It belongs
 * to the group of all nodes, so that an order to purge, which it takes under a name of its own,
 * reaches them all.
 */
final class ContentNode implements AutoCloseable {
  /** What whoever orders says: no secret, for nobody else gets to loopback addresses. */
  private static final String TOKEN = "glasshouse";

  private final SharedCache cache;
  private final GroupNodes nodes;
  private final Spread spread;
  private final HttpServer server;

  private ContentNode(SharedCache cache, GroupNodes nodes, Spread spread, HttpServer server) {
    this.cache = cache;
    this.nodes = nodes;
    this.spread = spread;
    this.server = server;
  }

  /**
   * Opens one.
   *
   * @param at where it is
   * @param client where who uses the built-in internet is
   * @param others where the nodes of the group are that are there already
   * @throws IOException when it cannot listen
   */
  static ContentNode open(
      Network network,
      Place at,
      Place client,
      Origin origin,
      List<InetSocketAddress> others,
      JoinedStories stories)
      throws IOException {
    InstantSource clock = InstantSource.system();
    SharedCache cache = SharedCache.before(origin, CacheOptions.named(at.word()), clock);
    var joined = new GroupNodes[1];
    try {
      var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Spread spread =
          Spread.of(
              cache,
              hearing -> joined[0] = GroupNodes.join(at.word(), here, others, hearing, clock),
              Trail.OFF);
      try {
        HttpServer server = listen(network, at, client, cache, spread, stories);
        return new ContentNode(cache, joined[0], spread, server);
      } catch (IOException e) {
        spread.close();
        throw e;
      }
    } catch (IOException e) {
      cache.close();
      throw e;
    }
  }

  private static HttpServer listen(
      Network network,
      Place at,
      Place client,
      SharedCache cache,
      Spread spread,
      JoinedStories stories)
      throws IOException {
    ProxyOptions options = ProxyOptions.USUAL.named(at.word());
    var byName = new ReverseProxy(led(cache, at, byName(client)), options);
    var byWay = new ReverseProxy(led(cache, at, byWay(at, client)), options);
    var sites =
        new VirtualHosts(
            Map.of(
                ContentNames.BY_NAME,
                byName,
                ContentNames.BY_WAY,
                byWay,
                ContentNames.own(at),
                new PurgeHandler(spread::purge, TOKEN, List.of(AddressRange.of("127.0.0.0/8")))));
    return HttpServer.listen(
        network,
        new InetSocketAddress(ContentNames.address(at), 0),
        Optional.empty(),
        sites,
        Limits.SERVER,
        Trail.OFF,
        stories);
  }

  private static Because byName(Place client) {
    return Because.of(EdgeReason.NAME_LED_HERE, client.word());
  }

  private static Because byWay(Place at, Place client) {
    return Because.of(EdgeReason.NEAREST_NODE, client.word(), client.kilometres(at));
  }

  /** Tells first why it is this node that answers. */
  private static Origin led(SharedCache cache, Place at, Because because) {
    return (Request request, Aside aside) -> {
      if (aside.trail().on()) {
        aside.trail().mark(new EdgeStep.PoolChosen(at.word()), because);
      }
      return cache.send(request, aside);
    };
  }

  /** Where it really listens for requests. */
  InetSocketAddress address() {
    return server.address();
  }

  /** Where it listens for other nodes. */
  InetSocketAddress group() {
    return nodes.address();
  }

  @Override
  public void close() {
    server.close();
    spread.close();
    cache.close();
  }
}
