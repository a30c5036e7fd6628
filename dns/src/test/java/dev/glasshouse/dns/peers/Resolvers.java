package dev.glasshouse.dns.peers;

import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Resolvers that check signatures, ours and others', on free ports of 127.0.0.1. */
final class Resolvers {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Peers peers;
  private final Path folder;
  private final List<Record> anchors;

  /** Where a resolver's answers come from. */
  sealed interface Way {
    /** From the owners, beginning with the root's server {@code ns1.}. */
    record FromRoot(InetAddress root) implements Way {}

    /** From another resolver. */
    record Through(InetSocketAddress resolver) implements Way {}
  }

  /**
   * Resolvers of one world.
   *
   * @param anchors the DS records of its root
   */
  Resolvers(Peers peers, Path folder, List<Record> anchors) {
    this.peers = peers;
    this.folder = folder;
    this.anchors = anchors;
  }

  /** One of ours. */
  record Ours(Recursive recursive, NameServer server) implements AutoCloseable {
    InetSocketAddress at() {
      return server.addresses().getFirst();
    }

    @Override
    public void close() {
      server.close();
      recursive.close();
    }
  }

  Ours ours(EventLoopGroup loops, InetAddress root, long seed) throws IOException, ServeException {
    RecursorOptions options =
        RecursorOptions.builder()
            .hints(List.of(new RootHint(Name.fromString("ns1."), List.of(root))))
            .anchors(anchors)
            .without(RecursorOptions.Feature.IPV6)
            .build();
    var recursive =
        new Recursive(
            new Recursor(options, RecursorLimits.DEFAULT, new Random(seed)),
            new NettyTransport(loops, NioDatagramChannel::new, NioSocketChannel::new),
            loops.next());
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    return new Ours(
        recursive,
        NameServer.open(
            List.of(NameServer.Place.plain(new InetSocketAddress(LOOPBACK, 0))),
            sockets,
            NameServer.Settings.DEFAULT,
            new RecursiveAnswerer(recursive, 16 << 20)));
  }

  private static byte[] first() throws IOException {
    return new RandomQuestions.Asked(".", ".", Type.NS, false, false, false, 0).message(1);
  }

  private InetSocketAddress at(int port) {
    return new InetSocketAddress(LOOPBACK, port);
  }

  private String hints(InetAddress root) {
    return peers.write("hints", ". 300 NS ns1.\nns1. 300 A " + root.getHostAddress() + "\n");
  }

  private static String port(InetSocketAddress at, String between) {
    return at.getAddress().getHostAddress() + between + at.getPort();
  }

  /** Debian's unbound. */
  InetSocketAddress unbound(Way way) throws IOException, InterruptedException {
    String program = Peers.program("unbound").toString();
    String from =
        switch (way) {
          case Way.FromRoot root -> "  root-hints: \"" + hints(root.root()) + "\"\n";
          case Way.Through through ->
              "forward-zone:\n  name: .\n  forward-addr: " + port(through.resolver(), "@") + "\n";
        };
    String trusted =
        anchors.stream()
            .map(a -> "  trust-anchor: \". DS " + a.rdataToString() + "\"\n")
            .collect(Collectors.joining());
    return at(
        peers.start(
            port -> {
              String config =
                  """
                  server:
                    interface: 127.0.0.1@%d
                    chroot: ""
                    username: ""
                    directory: "%s"
                    pidfile: ""
                    use-syslog: no
                    do-daemonize: no
                    do-ip6: no
                    num-threads: 1
                    ede: yes
                    do-not-query-localhost: no
                    module-config: "validator iterator"
                  %s%s
                  """
                      .formatted(port, folder, trusted, from);
              return List.of(program, "-d", "-p", "-c", peers.write("unbound-" + port, config));
            },
            first()));
  }

  /** Debian's knot-resolver. */
  InetSocketAddress kresd(Way way) throws IOException, InterruptedException {
    String program = Peers.program("kresd").toString();
    String from =
        switch (way) {
          case Way.FromRoot root ->
              "modules.load('hints')\nhints.root({['ns1.'] = {'%s'}})\n"
                  .formatted(root.root().getHostAddress());
          case Way.Through through ->
              "policy.add(policy.all(policy.FORWARD({'" + port(through.resolver(), "@") + "'})))\n";
        };
    String trusted =
        anchors.stream()
            .map(a -> "trust_anchors.add('. DS " + a.rdataToString() + "')\n")
            .collect(Collectors.joining());
    return at(
        peers.start(
            port -> {
              String config =
                  """
                  net.listen('127.0.0.1', %d, { kind = 'dns' })
                  net.ipv6 = false
                  cache.open(10 * MB, 'lmdb://%s/kresd-%1$d')
                  trust_anchors.remove('.')
                  %s%s
                  """
                      .formatted(port, folder, trusted, from);
              return List.of(
                  program,
                  "-n",
                  "-c",
                  peers.write("kresd-" + port + ".lua", config),
                  folder.toString());
            },
            first()));
  }

  /** Debian's pdns-recursor. */
  InetSocketAddress powerDns(Way way) throws IOException, InterruptedException {
    String program = Peers.program("pdns_recursor").toString();
    String from =
        switch (way) {
          case Way.FromRoot root -> "--hint-file=" + hints(root.root());
          case Way.Through through -> "--forward-zones-recurse=.=" + port(through.resolver(), ":");
        };
    String trusted =
        anchors.stream()
            .map(a -> "addTA('.', \"" + a.rdataToString() + "\")\n")
            .collect(Collectors.joining("", "clearTA('.')\n", ""));
    return at(
        peers.start(
            port ->
                List.of(
                    program,
                    "--daemon=no",
                    "--local-address=127.0.0.1",
                    "--local-port=" + port,
                    "--config-dir=" + folder,
                    "--socket-dir=" + folder,
                    "--lua-config-file=" + peers.write("recursor.lua", trusted),
                    "--dnssec=validate",
                    "--dont-query=",
                    "--security-poll-suffix=",
                    "--allow-from=127.0.0.0/8",
                    "--threads=1",
                    "--write-pid=no",
                    from),
            first()));
  }
}
