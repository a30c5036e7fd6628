package dev.glasshouse.server.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.quic.QuicConnection;
import dev.glasshouse.net.quic.QuicDialer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.QuicServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Questions over QUIC, a stream each. */
@Timeout(180)
class NamesOverQuicTest {
  private static final int PADDING = 12;
  private static final int KEEPALIVE = 11;
  private static final int PATIENCE = 60;

  private final NamesServer site = new NamesServer();
  @TempDir private Path folder;

  NamesOverQuicTest() throws Exception {}

  @AfterEach
  void close() {
    site.close();
  }

  private QuicConnection dial(QuicDialer dialer, QuicServer server) throws Exception {
    QuicConnection connection =
        dialer.dial(
            Target.tls(NamesServer.NAME, server.address().getPort(), List.of(NamesOverQuic.ALPN)),
            NamesServer.soon(),
            site.recorder.trail());
    connection.handshake(NamesServer.soon());
    connection.start(code -> "" + code, new ChannelInboundHandlerAdapter());
    return connection;
  }

  private QuicDialer dialer() throws Exception {
    return new QuicDialer(
        site.network,
        site.names(),
        site.client(folder),
        QuicOptions.DEFAULT,
        dev.glasshouse.net.Limits.DEFAULT);
  }

  private static byte[] framed(byte[] message) {
    byte[] all = new byte[message.length + 2];
    all[0] = (byte) (message.length >> 8);
    all[1] = (byte) message.length;
    System.arraycopy(message, 0, all, 2, message.length);
    return all;
  }

  /** Sends bytes on a stream of their own; what comes until it ends. */
  private static CompletableFuture<byte[]> ask(QuicConnection connection, byte[] bytes)
      throws Exception {
    var answer = new CompletableFuture<byte[]>();
    var came = new ByteArrayOutputStream();
    QuicStreamChannel stream =
        connection
            .channel()
            .createStream(
                QuicStreamType.BIDIRECTIONAL,
                new SimpleChannelInboundHandler<ByteBuf>() {
                  @Override
                  protected void channelRead0(ChannelHandlerContext context, ByteBuf more) {
                    byte[] part = new byte[more.readableBytes()];
                    more.readBytes(part);
                    came.writeBytes(part);
                  }

                  @Override
                  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    // The stream was reset: what came is all there is.
                    answer.complete(came.toByteArray());
                    context.close();
                  }

                  @Override
                  public void channelInactive(ChannelHandlerContext context) {
                    answer.complete(came.toByteArray());
                  }
                })
            .get(PATIENCE, TimeUnit.SECONDS);
    stream
        .writeAndFlush(Unpooled.wrappedBuffer(bytes))
        .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
    return answer;
  }

  private static Message message(CompletableFuture<byte[]> answer) throws Exception {
    byte[] bytes = answer.get(PATIENCE, TimeUnit.SECONDS);
    assertThat(bytes.length).isGreaterThan(2);
    assertThat((bytes[0] & 0xff) << 8 | bytes[1] & 0xff).isEqualTo(bytes.length - 2);
    return new Message(java.util.Arrays.copyOfRange(bytes, 2, bytes.length));
  }

  @Test
  void eachStreamHasItsAnswer() throws Exception {
    try (QuicServer server = site.quic(site.door(Carrier.QUIC, site.zones));
        QuicDialer dialer = dialer()) {
      QuicConnection connection = dial(dialer, server);
      var answers = new ArrayList<CompletableFuture<byte[]>>();
      for (int i = 0; i < 20; i++) {
        String name = i % 2 == 0 ? "www.site.test." : "missing" + i + ".site.test.";
        answers.add(ask(connection, framed(NamesServer.question(0, name))));
      }
      for (int i = 0; i < 20; i++) {
        Message answer = message(answers.get(i));
        assertThat(answer.getRcode()).isEqualTo(i % 2 == 0 ? 0 : 3);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(i % 2 == 0 ? 1 : 0);
      }
      var padding = new GenericEDNSOption(PADDING, new byte[40]);
      byte[] padded =
          ask(connection, framed(NamesServer.question(0, "www.site.test.", padding)))
              .get(PATIENCE, TimeUnit.SECONDS);
      assertThat(padded).hasSize(2 + 468);
      connection.close();
    }
  }

  @Test
  void whoBreaksTheRulesLosesTheConnection() throws Exception {
    byte[] good = NamesServer.question(0, "www.site.test.");
    byte[] twice = new byte[2 * framed(good).length];
    System.arraycopy(framed(good), 0, twice, 0, twice.length / 2);
    System.arraycopy(framed(good), 0, twice, twice.length / 2, twice.length / 2);
    List<byte[]> wrong =
        List.of(
            framed(NamesServer.question(7, "www.site.test.")),
            framed(
                NamesServer.question(
                    0, "www.site.test.", new GenericEDNSOption(KEEPALIVE, new byte[0]))),
            twice,
            new byte[] {0},
            new byte[0],
            new byte[6000]);
    try (QuicServer server = site.quic(site.door(Carrier.QUIC, site.zones));
        QuicDialer dialer = dialer()) {
      for (byte[] bytes : wrong) {
        QuicConnection connection = dial(dialer, server);
        var closed = new CompletableFuture<Void>();
        connection.whenClosed(() -> closed.complete(null));
        ask(connection, bytes);
        closed.get(PATIENCE, TimeUnit.SECONDS);
      }
      // Others are not concerned.
      QuicConnection next = dial(dialer, server);
      assertThat(message(ask(next, framed(good))).getRcode()).isZero();
      next.close();
    }
  }

  @Test
  void brokenMessagesAreAnsweredAndStrangersAreNot() throws Exception {
    var settings = NameServer.Settings.DEFAULT.with(AccessList.of(List.of("127.0.0.0/8 drop")));
    QueryDoor shut = QueryDoor.of(settings, Carrier.QUIC, site.zones);
    try (QuicServer server = site.quic(site.door(Carrier.QUIC, site.zones));
        QuicServer closed = site.quic(shut);
        QuicDialer dialer = dialer()) {
      byte[] broken = NamesServer.question(0, "www.site.test.");
      broken[5] = 2;
      QuicConnection connection = dial(dialer, server);
      assertThat(message(ask(connection, framed(broken))).getRcode()).as("FORMERR").isEqualTo(1);
      connection.close();
      QuicConnection stranger = dial(dialer, closed);
      byte[] good = NamesServer.question(0, "www.site.test.");
      assertThat(ask(stranger, framed(good)).get(PATIENCE, TimeUnit.SECONDS)).isEmpty();
      stranger.close();
    }
  }
}
