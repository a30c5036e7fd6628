package dev.glasshouse.lab;

import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.ResolvConf;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.policy.Policed;
import dev.glasshouse.dns.policy.PolicyLimits;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.recursive.RootHints;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeException;
import dev.glasshouse.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The name system of the built-in internet, each server on a loopback address of its own: the
 * servers of a {@link NameChain}, usually the router at home, which only forwards, and the
 * provider's resolver, which walks from the root; the servers of the root, of {@code test}, and of
 * the owner of {@code glasshouse.test}.
 */
final class BuiltInNames implements AutoCloseable {
  private static final int DNS = 53;
  private static final long READY_BYTES = 1 << 20;

  private static final List<InetSocketAddress> ROOT = List.of(at(2, 1), at(2, 2));
  private static final List<InetSocketAddress> TLD = List.of(at(3, 1), at(3, 2));
  private static final List<InetSocketAddress> OWNER = List.of(at(4, 1), at(4, 2));

  private static final Name TLD_NAME = Name.fromConstantString("test.");

  private final Network beneath;
  private final Map<InetSocketAddress, InetSocketAddress> played;
  private final Overheard overheard;
  private final List<NameServer> servers = new ArrayList<>();
  private final List<Recursive> resolvers = new ArrayList<>();

  private BuiltInNames(
      Network beneath, Map<InetSocketAddress, InetSocketAddress> played, Overheard overheard) {
    this.beneath = beneath;
    this.played = played;
    this.overheard = overheard;
  }

  private static InetSocketAddress at(int third, int last) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.80." + third + "." + last), DNS);
  }

  private static InetSocketAddress at(InetAddress address) {
    return new InetSocketAddress(address, DNS);
  }

  /** A server of the chain. */
  private record Stage(InetSocketAddress address, NameChain.Hop hop) {}

  /** The servers of a chain that are there, from the host's side. */
  private static List<Stage> stages(NameChain chain, Place place) {
    return Stream.of(
            new Stage(at(place.own(53)), chain.system()),
            new Stage(at(place.home(1)), chain.router()),
            new Stage(at(place.home(2)), chain.provider()))
        .filter(stage -> stage.hop().on())
        .toList();
  }

  /** What a host at a place of the built-in internet has in its resolv.conf. */
  static ResolvConf conf(NameChain chain, Place place) {
    return ResolvConf.of(stages(chain, place).getFirst().address());
  }

  /**
   * Starts the servers.
   *
   * @param place where those of the chain are
   * @param played is told where they really listen
   * @throws IOException when they cannot listen
   */
  static BuiltInNames start(
      Network beneath,
      BuiltInZones zones,
      NameChain chain,
      Place place,
      Map<InetSocketAddress, InetSocketAddress> played,
      Overheard overheard)
      throws IOException {
    var names = new BuiltInNames(beneath, played, overheard);
    try {
      names.serve(ROOT, zones.root());
      names.serve(TLD, zones.tld());
      names.serve(OWNER, zones.owner());
      List<Stage> stages = stages(chain, place);
      for (int i = stages.size() - 1; i >= 0; i--) {
        Stage stage = stages.get(i);
        Optional<Stage> next =
            i + 1 < stages.size() ? Optional.of(stages.get(i + 1)) : Optional.empty();
        Answerer truly = names.resolver(stage.address(), options(stage, next, chain.names()));
        names.serve(
            List.of(stage.address()),
            stage.hop().policy().isEmpty()
                ? truly
                : new Policed(stage.hop().policy(), truly, PolicyLimits.DEFAULT));
      }
      return names;
    } catch (ServeException e) {
      names.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  /** How a stage finds answers: from whom it is told to ask, from the next one, or by walking. */
  private static RecursorOptions options(Stage stage, Optional<Stage> next, NameChain.Names names) {
    List<InetSocketAddress> asks =
        stage.hop().asks().isEmpty()
            ? next.map(its -> List.of(its.address())).orElse(List.of())
            : stage.hop().asks();
    RecursorOptions.Builder options = RecursorOptions.builder();
    if (names == NameChain.Names.BUILT_IN) {
      options.hints(hints());
    } else {
      options.hints(RootHints.standard());
    }
    var upstreams = new ArrayList<Upstream>();
    if (!asks.isEmpty()) {
      upstreams.add(upstream(Name.root, Upstream.Kind.FORWARD, asks));
    }
    boolean ownWay = next.isEmpty() || !stage.hop().asks().isEmpty();
    if (ownWay && (names == NameChain.Names.ALL || !asks.isEmpty())) {
      // Nobody outside knows the built-in top level.
      upstreams.add(upstream(TLD_NAME, Upstream.Kind.STUB, TLD));
    }
    return options.upstreams(upstreams).build();
  }

  private static Upstream upstream(Name zone, Upstream.Kind kind, List<InetSocketAddress> servers) {
    return new Upstream(zone, kind, List.of(), servers, Set.of());
  }

  /** The servers of the built-in root, as one who walks from it knows them beforehand. */
  static List<RootHint> hints() {
    return List.of(hint("a.root.test.", 0), hint("b.root.test.", 1));
  }

  private static RootHint hint(String name, int index) {
    return new RootHint(Name.fromConstantString(name), List.of(ROOT.get(index).getAddress()));
  }

  private Answerer resolver(InetSocketAddress its, RecursorOptions options) {
    Transport transport =
        new LabTransport(
            new NettyTransport(beneath.eventLoops(), beneath.datagramSockets(), beneath.sockets())
                .from(its.getAddress()),
            beneath.nameTransport(),
            played,
            overheard);
    var resolver =
        new Recursive(
            new Recursor(options, RecursorLimits.DEFAULT, new SecureRandom()),
            transport,
            beneath.eventLoops().next());
    resolvers.add(resolver);
    return new RecursiveAnswerer(resolver, READY_BYTES);
  }

  private void serve(List<InetSocketAddress> addresses, Answerer answerer) throws ServeException {
    for (InetSocketAddress address : addresses) {
      NameServer server =
          NameServer.open(
              List.of(NameServer.Place.plain(new InetSocketAddress(address.getAddress(), 0))),
              new NameServer.Sockets(
                  beneath.eventLoops(), beneath.datagramSockets(), beneath.serverSockets()),
              NameServer.Settings.DEFAULT.withTrails(scan -> overheard.heard(address, scan)),
              answerer);
      servers.add(server);
      played.put(address, server.addresses().getFirst());
    }
  }

  /** Stops the servers. */
  @Override
  public void close() {
    resolvers.forEach(Recursive::close);
    servers.forEach(NameServer::close);
    resolvers.clear();
    servers.clear();
  }
}
