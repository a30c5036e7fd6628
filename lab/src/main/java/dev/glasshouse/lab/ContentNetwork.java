package dev.glasshouse.lab;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.proxy.HttpOrigin;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content network of the built-in internet: nodes at several places that keep copies of what
 * {@code static.glasshouse.test} has. A client gets to one of them in either of two ways: by a name
 * whose owner gives each place's resolvers another address, or by one address that is every node's,
 * to which the network leads the nearest way.
 */
final class ContentNetwork implements AutoCloseable {
  private static final int HTTP = 80;

  private final Map<Place, ContentNode> nodes = new EnumMap<>(Place.class);
  private final TlsClient tls = new TlsClient(TlsOptions.DEFAULT);
  private final HttpClient client;

  private ContentNetwork(LabNetwork network) {
    this.client =
        HttpClient.over(
            new Dialer(network, new Resolver(Resolver.Parts.system(network.nameTransport())), tls),
            dev.glasshouse.http.Limits.CLIENT,
            ClientOptions.DEFAULT.with(Optional.empty()));
  }

  /**
   * Starts the nodes.
   *
   * @param from where the client is
   * @param played is told where they really listen
   * @throws IOException when they cannot listen
   */
  static ContentNetwork start(
      LabNetwork network,
      Place from,
      Map<InetSocketAddress, InetSocketAddress> played,
      JoinedStories stories)
      throws IOException {
    var all = new ContentNetwork(network);
    try {
      all.open(network, from, stories);
    } catch (IOException e) {
      all.close();
      throw e;
    }
    all.nodes.forEach((place, node) ->
        played.put(new InetSocketAddress(ContentNames.address(place), HTTP), node.address()));
    ContentNode nearest = all.nodes.get(from.nearest(ContentNames.PLACES));
    if (nearest != null) {
      played.put(new InetSocketAddress(ContentNames.EVERY_NODE, HTTP), nearest.address());
    }
    return all;
  }

  private void open(LabNetwork network, Place from, JoinedStories stories) throws IOException {
    for (Place place : ContentNames.PLACES) {
      List<InetSocketAddress> others = nodes.values().stream().map(ContentNode::group).toList();
      nodes.put(place, ContentNode.open(network.beneath(), place, from, origin(), others, stories));
    }
  }

  /** The host whose copies are kept, under its own name. */
  private Origin origin() {
    BuiltInHost host = BuiltInHost.STATIC;
    var at =
        new HttpOrigin(
            client,
            Url.parse("http://" + host.address().getHostAddress() + "/"),
            ServerOptions.USUAL);
    return (request, aside) ->
        at.send(
            new Request(
                request.method(),
                request.scheme(),
                host.name(),
                request.target(),
                request.version(),
                request.fields(),
                request.body(),
                request.peer()),
            aside);
  }

  @Override
  public void close() {
    nodes.values().forEach(ContentNode::close);
    client.close();
    tls.close();
  }
}
