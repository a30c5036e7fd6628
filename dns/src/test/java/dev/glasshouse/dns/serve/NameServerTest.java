package dev.glasshouse.dns.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A server on loopback, and clients of all manners. */
class NameServerTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** No connection is closed for its silence, however slow the machine is. */
  private static final ServeLimits PATIENT_LIMITS =
      ServeLimits.DEFAULT.withIdle(Duration.ofMinutes(10)).withEnding(Duration.ofSeconds(1));

  private static final NameServer.Settings PATIENT =
      NameServer.Settings.DEFAULT.with(PATIENT_LIMITS);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  private final BlockingQueue<Waiting> held = new LinkedBlockingQueue<>();

  private record Waiting(ClientQuery query, ReplySink reply) {
    void answer() {
      byte[] message = new byte[512];
      reply.reply(message, Cut.code(query, Rcode.NXDOMAIN, message));
    }
  }

  @AfterEach
  void end() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private NameServer open(NameServer.Settings settings, Answerer answerer) throws IOException {
    return open(ANY_PORT, settings, answerer);
  }

  private NameServer open(
      InetSocketAddress address, NameServer.Settings settings, Answerer answerer)
      throws IOException {
    boolean epoll = Epoll.isAvailable();
    var sockets =
        new NameServer.Sockets(
            loops,
            () -> epoll ? new EpollDatagramChannel() : new NioDatagramChannel(),
            () -> epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel());
    return NameServer.open(List.of(NameServer.Place.plain(address)), sockets, settings, answerer);
  }

  /** Answers with so many addresses as the first label says. */
  private static void addresses(ClientQuery query, ReplySink reply) {
    byte[] asked = query.scan().bytes();
    int count = asked[MessageScan.HEADER + 1] == 'm' ? 100 : 1;
    byte[] to = new byte[4096];
    int at = Cut.code(query, 0, to);
    int opt = at - query.scan().questionEnd();
    byte[] edns = new byte[opt];
    System.arraycopy(to, query.scan().questionEnd(), edns, 0, opt);
    at = query.scan().questionEnd();
    for (int i = 0; i < count; i++) {
      Bytes.put16(to, at, 0xc00c);
      Bytes.put32(to, at + 2, 0x00010001);
      Bytes.put32(to, at + 6, 300);
      Bytes.put16(to, at + 10, 4);
      Bytes.put32(to, at + 12, i);
      at += 16;
    }
    System.arraycopy(edns, 0, to, at, opt);
    Bytes.put16(to, 6, count);
    reply.reply(to, at + opt);
  }

  private void hold(ClientQuery query, ReplySink reply) {
    held.add(new Waiting(query.kept(), reply));
  }

  private Waiting next() throws InterruptedException {
    Waiting next = held.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("a question that reached the answerer").isNotNull();
    return next;
  }

  @Test
  void bothCarriersAnswer() throws Exception {
    try (var server = open(PATIENT, NameServerTest::addresses)) {
      InetSocketAddress at = server.addresses().getFirst();
      for (int i = 0; i < 50; i++) {
        Message answer = Dialogue.udp(at, Dialogue.question(i, "one.test."));
        assertThat(answer.getHeader().getID()).isEqualTo(i);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
      }
      try (Socket socket = Dialogue.connect(at)) {
        Dialogue.send(socket, Dialogue.question(7, "one.test."));
        assertThat(Dialogue.receive(socket).getHeader().getID()).isEqualTo(7);
      }
      assertThat(server.counts().of(ServerCount.UDP_MESSAGES)).isEqualTo(50);
      assertThat(server.counts().of(ServerCount.CONNECTIONS)).isEqualTo(1);
    }
  }

  @Test
  void whatDoesNotFitIsCut() throws Exception {
    try (var server = open(PATIENT, NameServerTest::addresses)) {
      InetSocketAddress at = server.addresses().getFirst();
      Message plain = Dialogue.udp(at, Dialogue.question(1, "many.test."));
      assertThat(plain.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(plain.getSection(Section.ANSWER)).isEmpty();
      assertThat(plain.getOPT()).isNull();
      Message edns =
          Dialogue.udp(at, Dialogue.question(2, "many.test.", new OPTRecord(4096, 0, 0)));
      assertThat(edns.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(edns.getOPT().getPayloadSize()).isEqualTo(1232);
      try (Socket socket = Dialogue.connect(at)) {
        Dialogue.send(socket, Dialogue.question(3, "many.test."));
        assertThat(Dialogue.receive(socket).getSection(Section.ANSWER)).hasSize(100);
      }
      assertThat(server.counts().of(ServerCount.TRUNCATED)).isEqualTo(2);
    }
  }

  @Test
  void brokenMessagesAreCountedAndResponsesNeverAnswered() throws Exception {
    try (var server = open(PATIENT, NameServerTest::addresses)) {
      InetSocketAddress at = server.addresses().getFirst();
      byte[] cut = java.util.Arrays.copyOf(Dialogue.question(5, "one.test."), 20);
      Message answer = Dialogue.udp(at, cut);
      assertThat(answer.getHeader().getID()).isEqualTo(5);
      assertThat(answer.getRcode()).isEqualTo(Rcode.FORMERR);
      byte[] junk = java.util.Arrays.copyOf(Dialogue.question(6, "one.test."), 40);
      assertThat(Dialogue.udp(at, junk).getRcode()).isEqualTo(Rcode.FORMERR);
      byte[] response = Dialogue.question(7, "one.test.");
      response[2] |= (byte) 0x80;
      assertThat(Dialogue.udp(at, response, new byte[5], Dialogue.question(8, "one.test.")))
          .satisfies(m -> assertThat(m.getHeader().getID()).isEqualTo(8));
      byte[] update = Dialogue.question(9, "one.test.");
      update[2] = 5 << 3;
      assertThat(Dialogue.udp(at, update).getRcode()).isEqualTo(Rcode.NOTIMP);
      byte[] later = Dialogue.question(10, "one.test.", new OPTRecord(1232, 0, 1));
      Message badVersion = Dialogue.udp(at, later);
      assertThat(badVersion.getRcode()).isEqualTo(Rcode.BADVERS);
      assertThat(badVersion.getOPT().getVersion()).isZero();
      assertThat(server.counts().of(ServerCount.MALFORMED)).isEqualTo(2);
      assertThat(server.counts().of(ServerCount.DROPPED)).isEqualTo(2);
      assertThat(server.counts().of(ServerCount.NOT_SERVED)).isEqualTo(2);
    }
  }

  /** RFC 6895 section 3.1; 128 is NXNAME (RFC 9824 section 3.4). */
  @ParameterizedTest
  @ValueSource(ints = {41, 128, 200, 249, 250, 253, 254})
  void typesThatNoZoneHasAreNoQuestion(int type) throws Exception {
    var recorder = Recorder.start();
    try (var server =
        open(NameServer.Settings.DEFAULT.withTrails(recorder::trail), NameServerTest::addresses)) {
      byte[] asked = Dialogue.question(5, "one.test.", new OPTRecord(1232, 0, 0));
      Bytes.put16(asked, 12 + 10, type);
      Message answer = Dialogue.udp(server.addresses().getFirst(), asked);
      assertThat(answer.getRcode()).isEqualTo(Rcode.FORMERR);
      assertThat(answer.getQuestion().getType()).isEqualTo(type);
      assertThat(answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR))
          .singleElement()
          .isInstanceOfSatisfying(
              ExtendedErrorCodeOption.class, its -> assertThat(its.getErrorCode()).isEqualTo(30));
      assertThat(server.counts().of(ServerCount.MALFORMED)).isEqualTo(1);
    }
    assertThat(recorder.journey().entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.because().reason()).isEqualTo(ZoneReason.TYPE_OF_MESSAGES);
          assertThat(entry.step())
              .isInstanceOfSatisfying(
                  ZoneStep.QueryTurnedAway.class,
                  its -> {
                    assertThat(its.outcome()).isEqualTo("FORMERR");
                    assertThat(its.name()).isEqualTo("one.test.");
                    assertThat(its.type()).isEqualTo(Type.string(type));
                  });
        });
  }

  @Test
  void strangersAreRefusedOrDropped() throws Exception {
    var refuse = NameServer.Settings.DEFAULT.with(AccessList.of(List.of("10.0.0.0/8")));
    try (var server = open(refuse, NameServerTest::addresses)) {
      Message answer =
          Dialogue.udp(server.addresses().getFirst(), Dialogue.question(1, "one.test."));
      assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
    }
    var drop = AccessList.of(List.of("127.0.0.0/8 drop", "127.0.0.1 allow", "::/0 refuse"));
    assertThat(drop.verdict(InetAddress.ofLiteral("127.0.0.2"))).isEqualTo(AccessList.Verdict.DROP);
    assertThat(drop.verdict(InetAddress.ofLiteral("127.0.0.1")))
        .isEqualTo(AccessList.Verdict.ALLOW);
    assertThat(drop.verdict(InetAddress.ofLiteral("192.0.2.1")))
        .isEqualTo(AccessList.Verdict.REFUSE);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> AccessList.of(List.of("127.0.0.0/33")));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> AccessList.of(List.of("127.0.0.0/8 perhaps")));
  }

  @Test
  void answersLeaveInTheOrderInWhichTheyCome() throws Exception {
    try (var server = open(PATIENT, this::hold);
        Socket socket = Dialogue.connect(server.addresses().getFirst())) {
      Dialogue.send(socket, Dialogue.question(1, "a.test."), Dialogue.question(2, "b.test."));
      Waiting first = next();
      Waiting second = next();
      second.answer();
      assertThat(Dialogue.receive(socket).getHeader().getID()).isEqualTo(2);
      first.answer();
      assertThat(Dialogue.receive(socket).getHeader().getID()).isEqualTo(1);
    }
  }

  @Test
  void noMoreThanTheLimitAreInFlight() throws Exception {
    var settings = NameServer.Settings.DEFAULT.with(PATIENT_LIMITS.withConnections(10, 10, 2));
    try (var server = open(settings, this::hold);
        Socket socket = Dialogue.connect(server.addresses().getFirst())) {
      byte[][] questions = new byte[6][];
      for (int i = 0; i < 6; i++) {
        questions[i] = Dialogue.question(i, "a.test.");
      }
      Dialogue.send(socket, questions);
      Set<Integer> answered = new HashSet<>();
      Waiting one = next();
      Waiting two = next();
      for (int i = 0; i < 4; i++) {
        assertThat(held).as("a third in flight").isEmpty();
        one.answer();
        answered.add(Dialogue.receive(socket).getHeader().getID());
        one = two;
        two = next();
      }
      one.answer();
      two.answer();
      answered.add(Dialogue.receive(socket).getHeader().getID());
      answered.add(Dialogue.receive(socket).getHeader().getID());
      assertThat(answered).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void silentConnectionsAreClosed() throws Exception {
    var settings =
        NameServer.Settings.DEFAULT.with(ServeLimits.DEFAULT.withIdle(Duration.ofMillis(50)));
    try (var server = open(settings, NameServerTest::addresses);
        Socket socket = Dialogue.connect(server.addresses().getFirst())) {
      assertThat(ended(socket)).isTrue();
    }
  }

  @Test
  void oneClientHasOnlySoManyConnections() throws Exception {
    var settings = NameServer.Settings.DEFAULT.with(PATIENT_LIMITS.withConnections(10, 1, 8));
    try (var server = open(settings, NameServerTest::addresses);
        Socket first = Dialogue.connect(server.addresses().getFirst())) {
      // Once it is answered, it has been admitted.
      Dialogue.send(first, Dialogue.question(1, "one.test."));
      Dialogue.receive(first);
      try (Socket second = Dialogue.connect(server.addresses().getFirst())) {
        assertThat(ended(second)).isTrue();
      }
      Dialogue.send(first, Dialogue.question(2, "one.test."));
      assertThat(Dialogue.receive(first).getHeader().getID()).isEqualTo(2);
      assertThat(server.counts().of(ServerCount.CONNECTIONS_REFUSED)).isEqualTo(1);
    }
  }

  /** Whether the server has closed, by an end or by a reset. */
  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void whoAsksNoMoreIsStillAnswered() throws Exception {
    try (var server = open(PATIENT, this::hold);
        Socket socket = Dialogue.connect(server.addresses().getFirst())) {
      Dialogue.send(socket, Dialogue.question(1, "a.test."));
      socket.shutdownOutput();
      next().answer();
      assertThat(Dialogue.receive(socket).getHeader().getID()).isEqualTo(1);
      assertThat(ended(socket)).isTrue();
    }
  }

  @Test
  void theEndWaitsForWhatIsInFlight() throws Exception {
    var patient = PATIENT_LIMITS.withEnding(Duration.ofMinutes(1));
    var server = open(NameServer.Settings.DEFAULT.with(patient), this::hold);
    try (Socket socket = Dialogue.connect(server.addresses().getFirst())) {
      Dialogue.send(socket, Dialogue.question(1, "a.test."));
      Waiting inFlight = next();
      Thread closing = Thread.ofVirtual().start(server::close);
      inFlight.answer();
      closing.join();
      assertThat(Dialogue.receive(socket).getHeader().getID()).isEqualTo(1);
      assertThat(ended(socket)).isTrue();
    }
  }

  @Test
  void anAnswererThatFailsIsNotWaitedFor() throws Exception {
    Answerer broken =
        (_, _) -> {
          throw new IllegalStateException("on purpose");
        };
    try (var server = open(PATIENT, broken)) {
      Message answer =
          Dialogue.udp(server.addresses().getFirst(), Dialogue.question(1, "one.test."));
      assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(server.counts().of(ServerCount.FAILED)).isEqualTo(1);
    }
  }

  @Test
  void aBusyPortIsSaidInOneLine() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var address = (InetSocketAddress) other.getLocalSocketAddress();
      assertThatExceptionOfType(ServeException.class)
          .isThrownBy(() -> open(address, NameServer.Settings.DEFAULT, NameServerTest::addresses))
          .withMessage(
              "cannot listen at 127.0.0.1:%d: another program listens there already (TCP)",
              address.getPort());
    }
    try (var other = new DatagramSocket(ANY_PORT)) {
      var address = (InetSocketAddress) other.getLocalSocketAddress();
      assertThatExceptionOfType(ServeException.class)
          .isThrownBy(() -> open(address, NameServer.Settings.DEFAULT, NameServerTest::addresses))
          .withMessageContaining("another program listens there already");
    }
    var foreign = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
    assertThatExceptionOfType(ServeException.class)
        .isThrownBy(() -> open(foreign, NameServer.Settings.DEFAULT, NameServerTest::addresses))
        .withMessageContaining("this machine has no such address");
  }

  @Test
  void cookiesAndItsNameAreGivenToThoseWhoAsk() throws Exception {
    var settings = NameServer.Settings.DEFAULT.withCookies(new byte[16]).withIdentity("glass-1");
    try (var server = open(settings, NameServerTest::addresses)) {
      List<EDNSOption> options =
          List.of(
              new GenericEDNSOption(10, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
              new GenericEDNSOption(3, new byte[0]));
      byte[] question = Dialogue.question(1, "one.test.", new OPTRecord(1232, 0, 0, 0, options));
      Message answer = Dialogue.udp(server.addresses().getFirst(), question);
      byte[] cookie = answer.getOPT().getOptions(10).getFirst().toWire();
      assertThat(cookie).hasSize(4 + 24).containsSequence(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(
              new String(
                  answer.getOPT().getOptions(3).getFirst().toWire(),
                  4,
                  7,
                  java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("glass-1");
    }
  }

  @Test
  void theJourneyTellsQuestionAndAnswer() throws Exception {
    var recorder = Recorder.start();
    try (var server =
        open(NameServer.Settings.DEFAULT.withTrails(recorder::trail), NameServerTest::addresses)) {
      Dialogue.udp(server.addresses().getFirst(), Dialogue.question(1, "many.test."));
    }
    List<String> kinds =
        recorder.journey().entries().stream().map(Entry::step).map(s -> s.kind()).toList();
    assertThat(kinds).containsExactly("QueryCame", "QueryTurnedAway", "ReplySent");
    assertThat(recorder.journey().entries().getLast().step())
        .isInstanceOfSatisfying(
            ZoneStep.ReplySent.class,
            sent -> {
              assertThat(sent.name()).isEqualTo("many.test.");
              assertThat(sent.truncated()).isTrue();
            });
  }
}
