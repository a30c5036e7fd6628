package dev.glasshouse.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void theSameAnswersOverTheSameServers() throws Exception {
    try (ServedTree tree = ServedTree.open(folder)) {
      var resolvers = new Resolvers(tree.peers(), folder, tree.anchors());
      InetAddress root = tree.address(TreeZone.Home.ROOT);
      try (Resolvers.Ours ours = resolvers.ours(loops, root, SEED)) {
        compare(ours.at(), resolvers.unbound(new Resolvers.Way.FromRoot(root)));
      }
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
