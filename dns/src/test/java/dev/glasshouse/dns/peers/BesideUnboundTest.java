package dev.glasshouse.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.serve.NameServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The same random questions to our resolver and to Unbound, over the same NSD and BIND servers. The
 * system properties {@code glass.peers.seed} and {@code glass.peers.questions} ask others.
 */
class BesideUnboundTest {
  private static final long SEED = Long.getLong("glass.peers.seed", 4);
  private static final Duration AGAIN = Duration.ofSeconds(3);
  private static final int QUESTIONS = Integer.getInteger("glass.peers.questions", 1000);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  @TempDir Path folder;

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static int unbound(ServedTree tree, Path folder) throws Exception {
    String program = Peers.program("unbound").toString();
    var anchors = new StringBuilder();
    for (Record anchor : tree.anchors()) {
      anchors.append("  trust-anchor: \". DS " + anchor.rdataToString() + "\"\n");
    }
    String hints =
        tree.peers()
            .write(
                "hints",
                ". 300 NS ns1.\nns1. 300 A "
                    + tree.address(TreeZone.Home.ROOT).getHostAddress()
                    + "\n");
    byte[] first =
        new RandomQuestions.Asked(".", ".", org.xbill.DNS.Type.NS, false, false, false, 0)
            .message(1);
    return tree.peers()
        .start(
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
                    root-hints: "%s"
                  %s
                  """
                      .formatted(port, folder, hints, anchors);
              return List.of(
                  program, "-d", "-p", "-c", tree.peers().write("unbound-" + port, config));
            },
            first);
  }

  private Recursive ours(ServedTree tree) throws Exception {
    RecursorOptions options =
        RecursorOptions.builder()
            .hints(
                List.of(
                    new RootHint(
                        Name.fromString("ns1."), List.of(tree.address(TreeZone.Home.ROOT)))))
            .anchors(tree.anchors())
            .without(RecursorOptions.Feature.IPV6)
            .build();
    return new Recursive(
        new Recursor(options, RecursorLimits.DEFAULT, new Random(SEED)),
        new NettyTransport(loops, NioDatagramChannel::new, NioSocketChannel::new),
        loops.next());
  }

  @Test
  void theSameAnswersOverTheSameServers() throws Exception {
    Peers.program("unbound");
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (ServedTree tree = ServedTree.open(folder);
        Recursive recursive = ours(tree);
        NameServer server =
            NameServer.open(
                List.of(NameServer.Place.plain(any)),
                sockets,
                NameServer.Settings.DEFAULT,
                new RecursiveAnswerer(recursive, 16 << 20))) {
      var theirs = new InetSocketAddress(any.getAddress(), unbound(tree, folder));
      compare(server.addresses().getFirst(), theirs);
    }
  }

  /** A question whose answers differ, for no reason that is known. */
  private record Difference(RandomQuestions.Asked asked, Told ours, Told theirs) {
    @Override
    public String toString() {
      return asked + "\n  ours   " + ours + "\n  theirs " + theirs;
    }
  }

  private static final class Comparison {
    final InetSocketAddress ours;
    final InetSocketAddress theirs;
    final Map<Explained, Integer> explained = new EnumMap<>(Explained.class);

    Comparison(InetSocketAddress ours, InetSocketAddress theirs) {
      this.ours = ours;
      this.theirs = theirs;
    }

    Optional<Difference> ask(RandomQuestions.Asked asked) throws Exception {
      byte[] message = asked.message(77);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var asking = threads.submit(() -> Told.ask(theirs, message));
        Told our = Told.ask(ours, message);
        Told their = asking.get();
        if (our.equals(their)) {
          return Optional.empty();
        }
        for (Explained each : Explained.values()) {
          if (each.explains(asked, our, their)) {
            explained.merge(each, 1, Integer::sum);
            return Optional.empty();
          }
        }
        return Optional.of(new Difference(asked, our, their));
      }
    }

    /**
     * Asks once more, until they agree: on a busy machine either may have given up on a server, and
     * remembers that for some seconds.
     */
    Optional<Difference> askAgain(RandomQuestions.Asked asked) throws Exception {
      Optional<Difference> difference = ask(asked);
      for (int tries = 0;
          difference.isPresent() && hasFailed(difference.get()) && tries < 6;
          tries++) {
        LockSupport.parkNanos(AGAIN.toNanos());
        difference = ask(asked);
      }
      return difference;
    }

    private static boolean hasFailed(Difference difference) {
      return difference.ours().rcode().equals("SERVFAIL")
          || difference.theirs().rcode().equals("SERVFAIL");
    }
  }

  /** What is explained happens: else the explanation is to be taken out. */
  private static void isAsListed(Explained listed, InetSocketAddress ours, InetSocketAddress theirs)
      throws Exception {
    var comparison = new Comparison(ours, theirs);
    for (String question : listed.example()) {
      comparison.ask(RandomQuestions.Asked.of(question));
    }
    assertThat(comparison.explained.containsKey(listed) || listed.example().isEmpty())
        .as("%s: %s", listed, listed.example())
        .isTrue();
  }

  private static void compare(InetSocketAddress ours, InetSocketAddress theirs) throws Exception {
    for (Explained each : Explained.values()) {
      isAsListed(each, ours, theirs);
    }
    var questions = new RandomQuestions(SEED);
    var comparison = new Comparison(ours, theirs);
    var differences = new ArrayList<Difference>();
    for (int i = 0; i < QUESTIONS; i++) {
      comparison.ask(questions.next()).ifPresent(differences::add);
    }
    var lasting = new ArrayList<String>();
    for (Difference each : differences) {
      comparison.askAgain(each.asked()).ifPresent(d -> lasting.add(d.toString()));
    }
    System.out.printf(
        "%d questions of seed %d, differences %s%n", QUESTIONS, SEED, comparison.explained);
    assertThat(String.join("\n", lasting))
        .as("%d of %d, seed %d", lasting.size(), QUESTIONS, SEED)
        .isEmpty();
  }
}
