package dev.glasshouse.dns.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.OPTRecord;

/** The decisions of a server that need no socket. */
class RulesTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aNetworkGetsTheSameAnswerOnlySoOften() {
    var rate = new ResponseRate(5, 2, 42);
    InetAddress client = InetAddress.ofLiteral("192.0.2.1");
    InetAddress neighbour = InetAddress.ofLiteral("192.0.2.200");
    InetAddress stranger = InetAddress.ofLiteral("198.51.100.1");
    long now = 100 * SECOND;
    for (int i = 0; i < 5; i++) {
      assertThat(rate.verdict(i % 2 == 0 ? client : neighbour, 1, now))
          .isEqualTo(ResponseRate.Verdict.SEND);
    }
    assertThat(rate.verdict(client, 1, now)).isEqualTo(ResponseRate.Verdict.DROP);
    assertThat(rate.verdict(neighbour, 1, now)).isEqualTo(ResponseRate.Verdict.TRUNCATE);
    assertThat(rate.verdict(client, 1, now)).isEqualTo(ResponseRate.Verdict.DROP);
    assertThat(rate.verdict(stranger, 1, now)).isEqualTo(ResponseRate.Verdict.SEND);
    assertThat(rate.verdict(client, 2, now)).isEqualTo(ResponseRate.Verdict.SEND);
    // A fifth of a second earns one answer.
    assertThat(rate.verdict(client, 1, now + SECOND / 5)).isEqualTo(ResponseRate.Verdict.SEND);
    assertThat(rate.verdict(client, 1, now + SECOND / 5)).isNotEqualTo(ResponseRate.Verdict.SEND);
  }

  /** RFC 9018 appendix A.1. */
  @Test
  void theCookieIsTheOneOfTheStandard() {
    byte[] secret = HexFormat.of().parseHex("e5e973e5a6b2a43f48e7dc849e37bfcf");
    var cookies = new ServerCookies(secret, () -> Instant.ofEpochSecond(1559731985));
    var scan = new MessageScan(WireLimits.QUESTION);
    byte[] client = HexFormat.of().parseHex("2464c4abcf10c957");
    scan.scan(
        Dialogue.question(
            1,
            "example.com.",
            new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(10, client)))));
    var query =
        ClientQuery.of(
            scan,
            new InetSocketAddress(InetAddress.ofLiteral("198.51.100.100"), 1234),
            Carrier.UDP,
            Trail.OFF);
    byte[] to = new byte[64];
    int end = cookies.put(query, scan.option(10), to, 0);
    assertThat(HexFormat.of().formatHex(to, 0, end))
        .isEqualTo("000a0018" + "2464c4abcf10c957" + "010000005cf79f111f8130c3eee29480");
    scan.scan(
        Dialogue.question(
            1,
            "example.com.",
            new OPTRecord(
                1232,
                0,
                0,
                0,
                List.of(new GenericEDNSOption(10, java.util.Arrays.copyOfRange(to, 4, end))))));
    assertThat(cookies.isOurs(query, scan.option(10))).isTrue();
    scan.bytes()[scan.option(10) + 20] ^= 1;
    assertThat(cookies.isOurs(query, scan.option(10))).isFalse();
  }

  /** Who answers each question with NXDOMAIN, at once. */
  private static Served served(ServerCounts counts) {
    return new Served(
        (query, reply) -> {
          byte[] to = new byte[600];
          reply.reply(to, Cut.code(query, 3, to));
        },
        AccessList.LOOPBACK,
        ServeLimits.DEFAULT,
        new ClientQuery.EdnsFace(
            1232,
            new byte[] {1},
            Optional.of(new ServerCookies(new byte[16], () -> Instant.EPOCH))),
        _ -> Trail.OFF,
        () -> 0,
        counts);
  }

  @Test
  void noDatagramEscapes() {
    var counts = new ServerCounts();
    var channel = new EmbeddedChannel(new DatagramHandler(served(counts)));
    var random = new Random(9);
    var client = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5);
    byte[] good =
        Dialogue.question(
            1,
            "www.example.com.",
            new OPTRecord(
                1232,
                0,
                0,
                0,
                List.of(
                    new GenericEDNSOption(10, new byte[8]),
                    new GenericEDNSOption(3, new byte[0]))));
    for (int i = 0; i < 20_000; i++) {
      byte[] message =
          java.util.Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(60) : good.length);
      for (int n = random.nextInt(4); n > 0 && message.length > 0; n--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt(256);
      }
      channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(message), client, client));
      DatagramPacket answer = channel.readOutbound();
      if (answer != null) {
        assertThat(answer.content().getByte(2) & 0x80).isEqualTo(0x80);
        assertThat(answer.content().getShort(0))
            .isEqualTo((short) ((message[0] & 0xff) << 8 | (message[1] & 0xff)));
        answer.release();
      }
    }
    assertThat(counts.of(ServerCount.MALFORMED)).isGreaterThan(1000);
    assertThat(counts.of(ServerCount.FAILED)).isZero();
    assertThat(channel.finish()).isFalse();
  }

  /** Whatever comes over a connection, in whatever pieces, whole answers or nothing leave. */
  @Test
  void nothingThatComesByStreamEscapes() {
    var counts = new ServerCounts();
    var client = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5);
    byte[] good =
        Dialogue.question(
            1,
            "www.example.com.",
            new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(12, new byte[3]))));
    var random = new Random(10);
    var scan = new MessageScan(WireLimits.TRANSFER);
    int answers = 0;
    for (int connection = 0; connection < 300; connection++) {
      var channel =
          new EmbeddedChannel(
              StreamSetup.frames(), new StreamHandler(served(counts), Carrier.TCP, client));
      var bytes = Unpooled.buffer();
      for (int i = 0; i < 30; i++) {
        byte[] message = good.clone();
        for (int n = random.nextInt(4); n > 0; n--) {
          message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        }
        // Now and then the length is wrong: then all that follows is.
        int length = random.nextInt(100) == 0 ? random.nextInt(300) : message.length;
        bytes.writeShort(length).writeBytes(message);
      }
      while (bytes.isReadable()) {
        int piece = Math.min(bytes.readableBytes(), 1 + random.nextInt(100));
        channel.writeInbound(bytes.readBytes(piece));
      }
      bytes.release();
      for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        if (out.isReadable()) {
          byte[] answer = new byte[out.readUnsignedShort()];
          out.readBytes(answer);
          assertThat(out.isReadable()).isFalse();
          assertThat(scan.scan(answer)).isEqualTo(Fault.NONE);
          assertThat(scan.isResponse()).isTrue();
          answers++;
        }
        out.release();
      }
      channel.finishAndReleaseAll();
    }
    assertThat(answers).isGreaterThan(5000);
    assertThat(counts.of(ServerCount.MALFORMED)).isGreaterThan(1000);
    assertThat(counts.of(ServerCount.FAILED)).isZero();
  }
}
