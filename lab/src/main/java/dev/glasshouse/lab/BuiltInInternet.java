package dev.glasshouse.lab;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.dns.OwnStages;
import dev.glasshouse.dns.ResolvConf;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.fetch.Tracing;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.NamedTrust;
import dev.glasshouse.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * The internet that is built in: hosts under {@code glasshouse.test} whose servers run in this
 * process, on loopback addresses of their own, with name servers from the router at home to the
 * root. They start when one of their names is asked for first. Everything else goes to the network
 * beneath.
 *
 * <p>A host listens on a port that was free, because port 80 is not everybody's to take; {@link
 * #network()} leads connections to port 80 of its address there, and the record shows the port that
 * was really dialed. Port 443 is led alike, over TCP and UDP, to ends of TLS and QUIC that open
 * when they are first asked for.
 */
public final class BuiltInInternet implements BuiltIn, AutoCloseable {
  private static final int HTTP = 80;

  private final LabNetwork network;
  private final NameChain chain;
  private final boolean signed;
  private final Optional<Place> place;
  private final List<HttpServer> servers = new ArrayList<>();
  private final Map<InetSocketAddress, InetSocketAddress> played = new ConcurrentHashMap<>();
  private final Overheard overheard = new Overheard();
  private final JoinedStories stories = new JoinedStories(this::has);
  private final SecureDoors secure;
  private @Nullable BuiltInNames names;
  private @Nullable ContentNetwork content;
  private List<Record> anchors = List.of();
  private boolean started;
  private boolean closed;

  private BuiltInInternet(Network beneath, NameChain chain, boolean signed, Optional<Place> place) {
    this.signed = signed;
    this.chain = chain;
    this.place = place;
    this.secure = new SecureDoors(beneath, stories, new OwnKeys(this::has));
    this.network = new LabNetwork(beneath, played, secure, overheard, place.map(Place::client));
  }

  /** The built-in internet on top of another network, which the caller closes afterwards. */
  public static BuiltInInternet over(Network beneath) {
    return over(beneath, NameChain.USUAL);
  }

  /** The same with another way of names to their owners. */
  public static BuiltInInternet over(Network beneath, NameChain chain) {
    return new BuiltInInternet(beneath, chain, false, Optional.empty());
  }

  /** The same with zones that are signed (DNSSEC), which costs keys and signatures. */
  public static BuiltInInternet signed(Network beneath) {
    return signed(beneath, NameChain.USUAL);
  }

  /** The same with another way of names to their owners. */
  public static BuiltInInternet signed(Network beneath, NameChain chain) {
    return new BuiltInInternet(beneath, chain, true, Optional.empty());
  }

  /**
   * The same for a client at a place, before anything of it was used; where none was said it is in
   * Europe, and asks name servers from whatever address the system gives it.
   */
  public BuiltInInternet at(Place client) {
    return new BuiltInInternet(network.beneath(), chain, signed, Optional.of(client));
  }

  /** The network in which its hosts can be reached, besides everything that is beneath. */
  public Network network() {
    return network;
  }

  /**
   * What has requests to its servers tell which journey they belong to: what the servers do for
   * them is told in that journey.
   */
  public Tracing tracing() {
    return stories;
  }

  /**
   * Trust in the authority of its servers' certificates: one of this run, for its own names alone.
   */
  public NamedTrust trust() {
    return secure.trust();
  }

  @Override
  public Optional<List<InetAddress>> addresses(String name) {
    return Optional.empty();
  }

  /**
   * The first server of the chain, for the names that go its way.
   *
   * @throws IllegalStateException when its servers cannot start
   */
  @Override
  public Optional<ResolvConf> servers(String name) {
    if (!has(name) && chain.names() == NameChain.Names.BUILT_IN) {
      return Optional.empty();
    }
    start(name);
    return Optional.of(BuiltInNames.conf(chain, here()));
  }

  @Override
  public boolean has(String name) {
    String apex = BuiltInHost.APEX.name();
    return name.equals(apex) || name.endsWith("." + apex);
  }

  @Override
  public OwnStages stages() {
    return chain.own();
  }

  /**
   * The servers of the built-in root, for who walks from there to one of its names; empty for names
   * that are not of the built-in internet. They can be asked over {@link #network()}.
   *
   * @throws IllegalStateException when its servers cannot start
   */
  public List<RootHint> root(String name) {
    if (!has(name)) {
      return List.of();
    }
    start(name);
    return BuiltInNames.hints();
  }

  /**
   * What is to be trusted of the built-in root; empty where its zones are not signed.
   *
   * @throws IllegalStateException when its servers cannot start
   */
  public List<Record> anchors() {
    start();
    synchronized (this) {
      return anchors;
    }
  }

  private Place here() {
    return place.orElse(Place.EU);
  }

  /** What a name needs: nodes of the content network only where it leads to one. */
  private synchronized void start(String name) {
    start();
    if (content != null || closed || !ContentNames.has(name)) {
      return;
    }
    try {
      content = ContentNetwork.start(network, here(), played, stories);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the nodes of the built-in content network cannot start: " + e.getMessage(), e);
    }
  }

  private synchronized void start() {
    if (started || closed) {
      return;
    }
    try {
      for (BuiltInHost host : BuiltInHost.ALL) {
        HttpServer server =
            HttpServer.listen(
                network.beneath(),
                new InetSocketAddress(host.address(), 0),
                Optional.empty(),
                BuiltInSite.of(host),
                Limits.SERVER,
                Trail.OFF,
                stories);
        servers.add(server);
        played.put(new InetSocketAddress(host.address(), HTTP), server.address());
      }
      BuiltInZones zones =
          signed ? BuiltInZones.signed(InstantSource.system()) : BuiltInZones.plain();
      anchors = zones.anchors();
      names = BuiltInNames.start(network.beneath(), zones, chain, here(), played, overheard);
      started = true;
    } catch (IOException e) {
      throw new IllegalStateException(
          "the built-in servers cannot listen on loopback: " + e.getMessage(), e);
    }
  }

  /** Stops the servers. */
  @Override
  public synchronized void close() {
    closed = true;
    if (content != null) {
      content.close();
    }
    servers.forEach(HttpServer::close);
    servers.clear();
    secure.close();
    if (names != null) {
      names.close();
    }
    played.clear();
  }
}
