package dev.glasshouse.dns.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * What a client really gets that asks one thing too often. Loopback is never limited, so it asks
 * from an address of this machine's network; without one these tests are skipped.
 */
class RateOnTheWireTest {
  private static final int PER_SECOND = 5;
  private static final int PATIENCE = 30_000;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  // Stands still but when a test moves it: what is limited does not hang on how fast a machine is.
  private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
  private InetAddress own = InetAddress.getLoopbackAddress();

  @BeforeEach
  void findAnAddress() throws SocketException {
    own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
            .findFirst()
            .orElseGet(() -> Assumptions.abort("this machine has no address but loopback"));
  }

  @AfterEach
  void end() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private NameServer open() throws IOException {
    var limits =
        ServeLimits.DEFAULT
            .withIdle(Duration.ofMinutes(10))
            .withEnding(Duration.ofSeconds(1))
            .withRate(PER_SECOND);
    var settings =
        NameServer.Settings.DEFAULT
            .with(limits)
            .with(AccessList.of(List.of(own.getHostAddress() + "/32 allow")));
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    return NameServer.open(
        List.of(NameServer.Place.plain(new InetSocketAddress(own, 0))),
        sockets,
        Served.of(settings, RateOnTheWireTest::anAddress, new ServerCounts()).by(now::get));
  }

  private static void anAddress(ClientQuery query, ReplySink reply) {
    byte[] to = new byte[512];
    int at = Cut.code(query, 0, to);
    Bytes.put16(to, at, 0xc000 | MessageScan.HEADER);
    Bytes.put32(to, at + 2, 0x00010001);
    Bytes.put32(to, at + 6, 300);
    Bytes.put16(to, at + 10, 4);
    Bytes.put32(to, at + 12, 0x0a000001);
    Bytes.put16(to, 6, 1);
    reply.reply(to, at + 16);
  }

  /** Asks one thing so often, and then another; what came until the answer to that, by id. */
  private static TreeMap<Integer, Message> flood(
      DatagramSocket socket, InetSocketAddress server, int times, String fence) throws IOException {
    for (int i = 1; i <= times; i++) {
      ask(socket, server, i, "one.test.");
    }
    ask(socket, server, 0, fence);
    var came = new TreeMap<Integer, Message>();
    while (!came.containsKey(0)) {
      var packet = new DatagramPacket(new byte[2048], 2048);
      socket.receive(packet);
      var message = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
      came.put(message.getHeader().getID(), message);
    }
    came.remove(0);
    return came;
  }

  private static void ask(DatagramSocket socket, InetSocketAddress server, int id, String name)
      throws IOException {
    byte[] question = Dialogue.question(id, name);
    socket.send(new DatagramPacket(question, question.length, server));
  }

  private static boolean isWhole(Message answer) {
    return answer.getSection(Section.ANSWER).size() == 1 && !answer.getHeader().getFlag(Flags.TC);
  }

  private static boolean isCut(Message answer) {
    return answer.getSection(Section.ANSWER).isEmpty() && answer.getHeader().getFlag(Flags.TC);
  }

  @Test
  void oneInTwoThatAreTooManyIsCutAndTheOthersAreDropped() throws Exception {
    try (var server = open();
        var socket = new DatagramSocket(0, own)) {
      socket.setSoTimeout(PATIENCE);
      InetSocketAddress at = server.addresses().getFirst();

      var came = flood(socket, at, 25, "two.test.");
      assertThat(came.keySet())
          .containsExactly(1, 2, 3, 4, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25);
      assertThat(came.headMap(6).values()).allMatch(RateOnTheWireTest::isWhole);
      assertThat(came.tailMap(6).values()).allMatch(RateOnTheWireTest::isCut);
      assertThat(server.counts().of(ServerCount.RATE_LIMITED)).isEqualTo(20);

      // Who was cut short comes by a connection, and is not limited there.
      try (Socket stream = Dialogue.connect(at)) {
        for (int i = 0; i < 2 * PER_SECOND; i++) {
          Dialogue.send(stream, Dialogue.question(i, "one.test."));
          assertThat(isWhole(Dialogue.receive(stream))).isTrue();
        }
      }

      // A fifth of a second pays for one more.
      now.addAndGet(1_000_000_000L / PER_SECOND);
      came = flood(socket, at, 3, "three.test.");
      assertThat(came.values().stream().filter(RateOnTheWireTest::isWhole)).hasSize(1);
      assertThat(came.values().stream().filter(RateOnTheWireTest::isCut)).hasSize(1);
      assertThat(came).hasSize(2);
    }
  }
}
