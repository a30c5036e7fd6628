package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The resolver with sockets: root, TLD and owner on loopback ports. */
class RecursiveTest {
  private EventLoopGroup loops;
  private final Map<InetAddress, DatagramSocket> sockets = new ConcurrentHashMap<>();
  // What the servers see: how many questions, and from which ports.
  private final AtomicInteger asked = new AtomicInteger();
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void open() throws IOException {
    loops =
        new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    World world = World.usual(World.plain());
    for (Map.Entry<InetAddress, World.Server> each : world.servers.entrySet()) {
      var socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
      sockets.put(each.getKey(), socket);
      Thread.ofVirtual().start(() -> serve(socket, each.getValue()));
    }
  }

  @AfterEach
  void close() {
    sockets.values().forEach(DatagramSocket::close);
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void serve(DatagramSocket socket, World.Server server) {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        asked.incrementAndGet();
        ports.add(packet.getPort());
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : server.apply(World.message(question))) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  /** Sockets, with the world's addresses led to loopback ports. */
  private Transport transport() {
    Transport real =
        Epoll.isAvailable()
            ? new NettyTransport(loops, EpollDatagramChannel::new, EpollSocketChannel::new)
            : new NettyTransport(loops, NioDatagramChannel::new, NioSocketChannel::new);
    return new Transport() {
      @Override
      public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
        return real.udp(led(server), message, back(server, replies));
      }

      @Override
      public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
        return real.tcp(led(server), message, back(server, replies));
      }
    };
  }

  private InetSocketAddress led(InetSocketAddress server) {
    DatagramSocket socket = sockets.get(server.getAddress());
    return socket == null ? server : (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private static Transport.Replies back(InetSocketAddress server, Transport.Replies replies) {
    return new Transport.Replies() {
      @Override
      public void message(InetSocketAddress from, byte[] message) {
        replies.message(server, message);
      }

      @Override
      public void failed(String problem) {
        replies.failed(problem);
      }
    };
  }

  private Recursive recursive() {
    return recursive(RecursorLimits.DEFAULT);
  }

  private Recursive recursive(RecursorLimits limits) {
    RecursorOptions options =
        World.plain()
            .hints(List.of(new RootHint(World.name("ns.root."), List.of(World.ROOT))))
            .build();
    return new Recursive(new Recursor(options, limits, new Random()), transport(), loops.next());
  }

  private static Asked asked(String name) {
    return Asked.of(Question.of(World.name(name), Type.A));
  }

  @Test
  void aNameIsResolvedAndItsWayIsTold() throws NameException {
    try (Recursive recursive = recursive()) {
      var recorder = Recorder.start();
      Reply reply =
          recursive.resolve(
              asked("www.example.test."), Deadline.in(Duration.ofSeconds(60)), recorder.trail());
      assertThat(reply.answer().getFirst().rdataToString()).isEqualTo("198.51.100.1");
      assertThat(recorder.journey().entries().stream().map(Entry::step))
          .hasAtLeastOneElementOfType(RecursionStep.ServerChosen.class)
          .hasAtLeastOneElementOfType(RecursionStep.ReferralFollowed.class)
          .hasAtLeastOneElementOfType(RecursionStep.RecursionAnswered.class);
      Reply again =
          recursive.resolve(
              asked("www.example.test."), Deadline.in(Duration.ofSeconds(60)), Trail.OFF);
      assertThat(again.origin()).isEqualTo(Reply.Origin.CACHE);
    }
  }

  @Test
  void kaminskyTenThousandQuestionsComeFromEightThousandPorts() throws Exception {
    int threads = 8;
    int each = 10_000 / threads;
    try (Recursive recursive = recursive(World.patient());
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var answered = new ArrayList<Future<Integer>>();
      for (int t = 0; t < threads; t++) {
        int from = t * each;
        answered.add(
            pool.submit(() -> {
              int count = 0;
              for (int i = from; i < from + each; i++) {
                Reply reply =
                    recursive.resolve(
                        asked("n" + i + ".example.test."),
                        Deadline.in(Duration.ofSeconds(120)),
                        Trail.OFF);
                count += reply.rcode() == Rcode.NXDOMAIN ? 1 : 0;
              }
              return count;
            }));
      }
      int all = 0;
      for (Future<Integer> one : answered) {
        all += one.get();
      }
      assertThat(all).isEqualTo(10_000);
    }
    assertThat(asked.get()).isGreaterThanOrEqualTo(10_000);
    assertThat(ports).hasSizeGreaterThanOrEqualTo(8_000);
  }

  @Test
  void whoseDeadlinePassesIsToldSo() {
    Transport silent =
        new Transport() {
          @Override
          public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
            return () -> {};
          }

          @Override
          public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
            return () -> {};
          }
        };
    var recursor =
        new Recursor(
            World.plain()
                .hints(List.of(new RootHint(World.name("ns.root."), List.of(World.ROOT))))
                .build(),
            World.patient(),
            new Random());
    try (var recursive = new Recursive(recursor, silent, loops.next())) {
      assertThatThrownBy(() ->
              recursive.resolve(
                  asked("www.example.test."), Deadline.in(Duration.ofMillis(5)), Trail.OFF))
          .isInstanceOf(NameException.class)
          .hasMessageContaining("no answer in time");
    }
  }

  /** What comes for one client lets all go on that waited for it: each has its own journey. */
  @Test
  void aQuestionBelongsToTheStepThatLedToIt() throws Exception {
    var recorder = Recorder.start();
    Transport real = transport();
    Transport marking =
        new Transport() {
          @Override
          public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
            throw new AssertionError("a question without a journey");
          }

          @Override
          public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
            throw new AssertionError("a question without a journey");
          }

          @Override
          public Exchange udp(
              InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
            String name = World.message(message).getQuestion().getName().toString();
            trail.mark(new NameStep.LookupJoined(name, "A"), Because.HAPPENED);
            return real.udp(server, message, replies);
          }
        };
    RecursorOptions options =
        World.plain()
            .hints(List.of(new RootHint(World.name("ns.root."), List.of(World.ROOT))))
            .build();
    var recursor = new Recursor(options, RecursorLimits.DEFAULT, new Random());
    try (var recursive = new Recursive(recursor, marking, loops.next());
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Reply>>();
      for (String name : List.of("www.example.test.", "a.example.test.", "b.example.test.")) {
        all.add(
            pool.submit(() ->
                recursive.resolve(
                    asked(name), Deadline.in(Duration.ofSeconds(60)), recorder.trail())));
      }
      for (Future<Reply> each : all) {
        each.get();
      }
    }
    CauseTree tree = CauseTree.of(recorder.journey());
    int found = 0;
    for (Entry entry : recorder.journey().entries()) {
      if (entry.step() instanceof NameStep.LookupJoined sent) {
        assertThat(tree.parent(entry).map(Entry::step))
            .get()
            .isInstanceOfSatisfying(
                RecursionStep.ServerChosen.class,
                chosen -> assertThat(chosen.name()).isEqualTo(sent.name()));
        found++;
      }
    }
    assertThat(found).isGreaterThan(6);
  }
}
