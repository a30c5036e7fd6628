package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The way from a client's bytes to its answer's: out of what is ready, or by recursion. */
class RecursiveAnswererTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("198.51.100.77"), 5353);

  /** A question that is out, and where its answer goes. */
  private record Out(InetSocketAddress server, byte[] message, Transport.Replies replies) {}

  private final World world = World.usual(World.plain());
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Deque<Out> out = new ArrayDeque<>();
  private final List<byte[]> answers = new ArrayList<>();
  private long now;
  private int sent;

  private final Transport network =
      new Transport() {
        @Override
        public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
          sent++;
          out.add(new Out(server, message, replies));
          return () -> {};
        }

        @Override
        public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
          return udp(server, message, replies);
        }
      };

  private final RecursiveAnswerer answerer = answerer(RecursorLimits.DEFAULT);

  private RecursiveAnswerer answerer(RecursorLimits limits) {
    RecursorOptions options =
        World.plain()
            .hints(List.of(new RootHint(World.name("ns.root."), List.of(World.ROOT))))
            .build();
    Duration ever = Duration.ofDays(1000);
    RecursorLimits patient = limits.but().patience(ever, ever, ever).build();
    var recursive =
        new Recursive(
            new Recursor(options, patient, new Random(5)),
            network,
            channel.eventLoop(),
            () -> now,
            () -> Instant.EPOCH.plusNanos(now));
    return new RecursiveAnswerer(recursive, 1 << 20, patient, () -> now);
  }

  private final ReplySink sink =
      new ReplySink() {
        @Override
        public void reply(byte[] message, int length) {
          answers.add(Arrays.copyOf(message, length));
        }

        @Override
        public void drop() {
          answers.add(new byte[0]);
        }
      };

  private void ask(String name, int id, InetSocketAddress client, Carrier carrier, Trail trail) {
    var message = new Message(id);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(Question.of(World.name(name), Type.A).record(), Section.QUESTION);
    message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    var scan = new MessageScan(WireLimits.QUESTION);
    assertThat(scan.scan(message.toWire())).isEqualTo(Fault.NONE);
    answerer.answer(ClientQuery.of(scan, client, carrier, trail), sink);
    channel.runPendingTasks();
  }

  /** Whatever is out is answered. */
  private void serve() {
    while (!out.isEmpty()) {
      Out one = out.poll();
      World.Server server =
          Objects.requireNonNull(world.servers.get(one.server.getAddress()), "a server");
      server.apply(World.message(one.message)).forEach(m -> one.replies.message(one.server, m));
      channel.runPendingTasks();
    }
  }

  private Message last() {
    try {
      return new Message(answers.getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aHitIsPatchedAndAsksNobody() {
    ask("www.example.test.", 0x1111, CLIENT, Carrier.UDP, Trail.OFF);
    serve();
    long ttl = last().getSection(Section.ANSWER).getFirst().getTTL();
    assertThat(answerer.ready().size()).isZero();
    int before = sent;
    pass(Duration.ofSeconds(5));
    ask("www.example.test.", 0x1112, CLIENT, Carrier.UDP, Trail.OFF);
    assertThat(last().getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(ttl - 5);
    assertThat(answerer.ready().size()).isEqualTo(1);
    pass(Duration.ofSeconds(15));
    ask("wWw.eXample.TEST.", 0x2222, CLIENT, Carrier.UDP, Trail.OFF);
    assertThat(sent).isEqualTo(before);
    Message again = last();
    assertThat(again.getHeader().getID()).isEqualTo(0x2222);
    assertThat(again.getQuestion().getName()).hasToString("wWw.eXample.TEST.");
    assertThat(again.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(again.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(again.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(ttl - 20);
    assertThat(again.getSection(Section.ANSWER).getFirst().rdataToString())
        .isEqualTo("198.51.100.1");
    assertThat(again.getOPT()).isNotNull();
  }

  @Test
  void whenItsTimeIsOverItIsAskedForAgain() {
    ask("www.example.test.", 1, CLIENT, Carrier.UDP, Trail.OFF);
    serve();
    int before = sent;
    pass(Duration.ofDays(2));
    ask("www.example.test.", 2, CLIENT, Carrier.UDP, Trail.OFF);
    serve();
    assertThat(sent).isGreaterThan(before);
    assertThat(last().getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void whoWantsItToldGetsNoShortcut() {
    ask("www.example.test.", 1, CLIENT, Carrier.UDP, Trail.OFF);
    serve();
    var recorder = Recorder.start();
    ask("www.example.test.", 2, CLIENT, Carrier.UDP, recorder.trail());
    assertThat(last().getHeader().getID()).isEqualTo(2);
    assertThat(recorder.journey().entries().stream().map(Entry::step))
        .hasAtLeastOneElementOfType(RecursionStep.MemoryAsked.class)
        .hasAtLeastOneElementOfType(RecursionStep.RecursionAnswered.class);
  }

  @Test
  void anAnswerWithAnExtendedErrorIsReadyWithIt() {
    // An A record of three bytes is left out, and that is told with the answer.
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question, Flags.AA);
          Name name = question.getQuestion().getName();
          answer.addRecord(World.record(name + " 60 IN A 198.51.100.1"), Section.ANSWER);
          answer.addRecord(
              World.record("b." + name + " 60 IN TYPE64999 \\# 3 010203"), Section.ADDITIONAL);
          byte[] wire = answer.toWire();
          for (int i = 0; i + 1 < wire.length; i++) {
            if ((wire[i] & 0xff) == 0xfd && (wire[i + 1] & 0xff) == 0xe7) {
              wire[i] = 0;
              wire[i + 1] = Type.A;
            }
          }
          return List.of(wire);
        });
    ask("www.example.test.", 1, CLIENT, Carrier.UDP, Trail.OFF);
    serve();
    assertThat(errors(last())).containsExactly(Errors.OTHER);
    int before = sent;
    ask("www.example.test.", 2, CLIENT, Carrier.UDP, Trail.OFF);
    assertThat(sent).isEqualTo(before);
    assertThat(errors(last())).containsExactly(Errors.OTHER);
    assertThat(last().getSection(Section.ANSWER)).hasSize(1);
  }

  private static List<Integer> errors(Message message) {
    List<EDNSOption> options = Objects.requireNonNull(message.getOPT()).getOptions();
    return options.stream()
        .filter(ExtendedErrorCodeOption.class::isInstance)
        .map(o -> ((ExtendedErrorCodeOption) o).getErrorCode())
        .toList();
  }

  @Test
  void aFailureIsNotKeptReady() {
    world.servers.clear();
    world.server("192.0.2.1", q -> List.of(refusal(q)));
    ask("www.example.test.", 1, CLIENT, Carrier.UDP, Trail.OFF);
    serve();
    assertThat(last().getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(answerer.ready().size()).isZero();
  }

  @Test
  void aFailureIsThisResolversOwnWord() {
    world.servers.clear();
    world.server("192.0.2.1", q -> List.of(refusal(q)));
    var recorder = Recorder.start();
    ask("www.example.test.", 1, CLIENT, Carrier.UDP, recorder.trail());
    serve();
    assertThat(recorder.journey().entries().stream().map(Entry::step))
        .filteredOn(RecursionStep.RecursionAnswered.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            RecursionStep.RecursionAnswered.class,
            its -> {
              assertThat(its.code()).isEqualTo("SERVFAIL");
              assertThat(its.origin()).isEqualTo("local");
            });
  }

  private static byte[] refusal(Message question) {
    Message answer = World.answer(question);
    answer.getHeader().setRcode(Rcode.REFUSED);
    return answer.toWire();
  }

  // ---------------------------------------------------------------- DNSBomb

  @Test
  void dnsBombOfTenThousandGatheredAnswersNoneGoesOffLate() {
    for (int i = 0; i < 10_000; i++) {
      ask("n" + i + ".example.test.", i, CLIENT, Carrier.UDP, Trail.OFF);
    }
    // 200 wait; the others are told at once to come by TCP, in no more bytes than they sent.
    assertThat(answers).hasSize(9800);
    assertThat(answers).allMatch(a -> a.length < 60 && (a[2] & 2) != 0);
    assertThat(answerer.backlog().turnedAway()).isEqualTo(9800);
    answers.clear();
    pass(Duration.ofMillis(1901));
    serve();
    assertThat(answers).isEmpty();
    assertThat(answerer.backlog().discarded()).isEqualTo(200);
    assertThat(answerer.backlog().addresses()).isZero();
    // What was found is there for who asks again.
    int before = sent;
    ask("n7.example.test.", 7, CLIENT, Carrier.UDP, Trail.OFF);
    assertThat(sent).isEqualTo(before);
    assertThat(answers).hasSize(1);
  }

  @Test
  void dnsBombAtMostTwoHundredAnswersAreReleasedAtOnce() {
    for (int i = 0; i < 1000; i++) {
      ask("n" + i + ".example.test.", i, CLIENT, Carrier.UDP, Trail.OFF);
    }
    answers.clear();
    pass(Duration.ofMillis(1800));
    serve();
    assertThat(answers).hasSize(200);
    assertThat(answers.stream().mapToInt(a -> a.length).sum()).isLessThan(250_000);
  }

  @Test
  void whoseAddressIsProvenIsNotHeldToThat() {
    var ourselves = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5353);
    for (int i = 0; i < 300; i++) {
      ask("t" + i + ".example.test.", i, CLIENT, Carrier.TCP, Trail.OFF);
      ask("l" + i + ".example.test.", i, ourselves, Carrier.UDP, Trail.OFF);
    }
    assertThat(answers).isEmpty();
    pass(Duration.ofSeconds(5));
    serve();
    assertThat(answers).hasSize(600);
    assertThat(answerer.backlog().discarded()).isZero();
  }
}
