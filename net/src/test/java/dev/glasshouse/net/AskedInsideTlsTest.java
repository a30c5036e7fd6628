package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.names.StreamLimits;
import dev.glasshouse.net.names.TlsTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asking name servers inside TLS: whom we believe, and what connections carry. */
class AskedInsideTlsTest {
  private static final String NAME = "dns.site.test";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int PATIENCE = 60;
  private static final int PADDING = 12;

  private final OsNetwork network = OsNetwork.open(1);
  private final OsNetwork theirs = OsNetwork.open(1);
  private final Authority authority = new Authority();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Recorder recorder = Recorder.start();
  private final AtomicInteger accepted = new AtomicInteger();
  @TempDir Path folder;

  AskedInsideTlsTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    network.close();
    theirs.close();
  }

  // ---------------------------------------------------------------- who answers

  private TlsServer tls(X509Bundle bundle) throws Exception {
    TlsServer tls =
        TlsServer.pem(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), List.of("dot"));
    open.push(tls);
    return tls;
  }

  /** Our own name server, with a record for each of a hundred names. */
  private InetSocketAddress ours(X509Bundle bundle) throws Exception {
    var zone = new StringBuilder("$TTL 300\n@ SOA ns host 7 3600 600 86400 60\n@ NS ns\n");
    zone.append("ns A 192.0.2.53\n");
    for (int i = 0; i < 100; i++) {
      zone.append("n").append(i).append(" A 192.0.2.").append(i).append('\n');
    }
    var names = new dev.glasshouse.dns.zone.Authority(ZoneLimits.DEFAULT);
    names.put(ZoneFile.read(zone.toString(), "site.test.", ZoneLimits.DEFAULT).zone());
    TlsServer tls = tls(bundle);
    NameServer server =
        NameServer.open(
            List.of(
                NameServer.Place.tls(
                    new InetSocketAddress(LOOPBACK, 0),
                    () -> tls.handler(ByteBufAllocator.DEFAULT))),
            new NameServer.Sockets(
                theirs.eventLoops(), theirs.datagramSockets(), theirs.serverSockets()),
            NameServer.Settings.DEFAULT.with(ServeLimits.DEFAULT.withEnding(Duration.ofSeconds(1))),
            names);
    open.push(server);
    return server.addresses().getFirst();
  }

  /** What a server does with a question. */
  private interface Script {
    void asked(ChannelHandlerContext ctx, byte[] question);
  }

  /** A server that does what a test wants, behind a good certificate. */
  private InetSocketAddress scripted(Script script) throws Exception {
    TlsServer tls = tls(authority.issue(NAME));
    Channel listening =
        new ServerBootstrap()
            .group(theirs.eventLoops())
            .channelFactory(theirs.serverSockets())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.incrementAndGet();
                    channel
                        .pipeline()
                        .addLast(tls.handler(channel.alloc()))
                        .addLast(new LengthFieldBasedFrameDecoder(65537, 0, 2, 0, 2))
                        .addLast(
                            new SimpleChannelInboundHandler<ByteBuf>() {
                              @Override
                              protected void channelRead0(
                                  ChannelHandlerContext ctx, ByteBuf frame) {
                                script.asked(ctx, ByteBufUtil.getBytes(frame));
                              }
                            });
                  }
                })
            .bind(LOOPBACK, 0)
            .sync()
            .channel();
    return (InetSocketAddress) listening.localAddress();
  }

  private static ByteBuf framed(ChannelHandlerContext ctx, byte[] message) {
    return ctx.alloc().buffer().writeShort(message.length).writeBytes(message);
  }

  /** A question as its own answer. */
  private static byte[] answer(byte[] question) {
    byte[] answer = question.clone();
    answer[2] |= (byte) 0x80;
    return answer;
  }

  // ---------------------------------------------------------------- who asks

  private TlsTransport asking(InetSocketAddress server, String name, StreamLimits limits)
      throws Exception {
    var client =
        new TlsClient(
            new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.file(folder))));
    open.push(client);
    var transport =
        new TlsTransport(network.nameTransport(), network, client, Map.of(server, name), limits);
    open.push(transport);
    return transport;
  }

  private TlsTransport asking(InetSocketAddress server, String name) throws Exception {
    return asking(server, name, StreamLimits.DEFAULT);
  }

  /** What came of a question. */
  private static final class Asked implements Transport.Replies {
    final CompletableFuture<Message> came = new CompletableFuture<>();

    @Override
    public void message(InetSocketAddress from, byte[] message) {
      try {
        came.complete(new Message(message));
      } catch (IOException e) {
        came.completeExceptionally(e);
      }
    }

    @Override
    public void failed(String problem) {
      came.completeExceptionally(new IOException(problem));
    }

    Message message() throws Exception {
      return came.get(PATIENCE, TimeUnit.SECONDS);
    }

    String problem() throws Exception {
      return came.handle((m, e) -> e == null ? "none: " + m : String.valueOf(e.getMessage()))
          .get(PATIENCE, TimeUnit.SECONDS);
    }
  }

  private static byte[] question(int id, String name) throws IOException {
    var message = new Message(id);
    message.addRecord(Record.newRecord(Name.fromString(name), Type.A, DClass.IN), Section.QUESTION);
    message.addRecord(new OPTRecord(1232, 0, 0, 0), Section.ADDITIONAL);
    return message.toWire();
  }

  private Asked ask(TlsTransport transport, InetSocketAddress server, int id, String name)
      throws IOException {
    var asked = new Asked();
    Transport.Exchange _ = transport.tls(server, question(id, name), asked, recorder.trail());
    return asked;
  }

  private String refusal(X509Bundle bundle, String name) throws Exception {
    InetSocketAddress server = ours(bundle);
    return ask(asking(server, name), server, 1, "n1.site.test.").problem();
  }

  // ---------------------------------------------------------------- whom we believe

  @Test
  void aServerIsAskedWhoseCertificateHasTheName() throws Exception {
    InetSocketAddress server = ours(authority.issue(NAME));
    Message answer = ask(asking(server, NAME), server, 77, "n7.site.test.").message();
    assertThat(answer.getHeader().getID()).isEqualTo(77);
    assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo("192.0.2.7");
  }

  @Test
  void aServerWithoutANameHasItsAddressInItsCertificate() throws Exception {
    InetSocketAddress server =
        ours(authority.issue(NAME, builder -> builder.addSanIpAddress("127.0.0.1")));
    assertThat(ask(asking(server, "127.0.0.1"), server, 1, "n1.site.test.").message().getRcode())
        .isZero();
    assertThat(refusal(authority.issue(NAME), "127.0.0.1"))
        .contains("it is for " + NAME + ", not for 127.0.0.1");
  }

  @Test
  void anotherNameIsRefusedAndToldInTheJourney() throws Exception {
    assertThat(refusal(authority.issue("other.test"), NAME))
        .contains("it is for other.test, not for " + NAME);
    assertThat(recorder.journey().entries())
        .extracting(Entry::step)
        .anySatisfy(step ->
            assertThat(step)
                .isInstanceOfSatisfying(
                    ConnectionStep.TlsFailed.class,
                    failed -> assertThat(failed.problem()).contains("it is for other.test")));
  }

  @Test
  void anUnknownAuthorityIsRefused() throws Exception {
    assertThat(refusal(new Authority("CN=Nobody").issue(NAME), NAME))
        .contains("CN=Nobody, is not one that we trust");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    assertThat(
            refusal(
                authority.issue(
                    NAME, builder -> builder.notAfter(Authority.NOW.minus(1, ChronoUnit.DAYS))),
                NAME))
        .contains("it expired on ");
  }

  @Test
  void aServerThatIsNotListedIsNotAsked() throws Exception {
    InetSocketAddress server = ours(authority.issue(NAME));
    var elsewhere = new InetSocketAddress(LOOPBACK, 1);
    assertThat(ask(asking(elsewhere, NAME), server, 1, "n1.site.test.").problem())
        .contains("nothing here speaks TLS");
  }

  // ---------------------------------------------------------------- what a connection carries

  @Test
  void aHundredQuestionsShareOneConnection() throws Exception {
    InetSocketAddress server = ours(authority.issue(NAME));
    TlsTransport transport = asking(server, NAME);
    var all = new ArrayList<Asked>();
    for (int i = 0; i < 100; i++) {
      // All with one id: they are told apart by our own numbers.
      all.add(ask(transport, server, 4711, "n" + i + ".site.test."));
    }
    for (int i = 0; i < 100; i++) {
      Message answer = all.get(i).message();
      assertThat(answer.getHeader().getID()).isEqualTo(4711);
      assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString())
          .isEqualTo("192.0.2." + i);
    }
    assertThat(network.connections().live())
        .singleElement()
        .satisfies(connection -> assertThat(connection.exchanges()).isEqualTo(100));
  }

  @Test
  void answersComeInAnyOrder() throws Exception {
    var held = new ArrayDeque<byte[]>();
    InetSocketAddress server =
        scripted((ctx, question) -> {
          held.push(answer(question));
          if (held.size() == 3) {
            held.forEach(each -> ctx.write(framed(ctx, each)));
            ctx.flush();
          }
        });
    TlsTransport transport = asking(server, NAME);
    Asked one = ask(transport, server, 1, "one.test.");
    Asked two = ask(transport, server, 2, "two.test.");
    Asked three = ask(transport, server, 3, "three.test.");
    assertThat(one.message().getQuestion().getName()).hasToString("one.test.");
    assertThat(two.message().getQuestion().getName()).hasToString("two.test.");
    assertThat(three.message().getQuestion().getName()).hasToString("three.test.");
    assertThat(accepted).hasValue(1);
  }

  @Test
  void questionsAreAllOfOneLength() throws Exception {
    BlockingQueue<byte[]> came = new LinkedBlockingQueue<>();
    InetSocketAddress server =
        scripted((ctx, question) -> {
          came.add(question);
          ctx.writeAndFlush(framed(ctx, answer(question)));
        });
    TlsTransport transport = asking(server, NAME);
    ask(transport, server, 1, "a.test.").message();
    ask(transport, server, 1, "a.much.longer.name.of.a.page.test.").message();
    for (int i = 0; i < 2; i++) {
      byte[] question = came.take();
      assertThat(question).hasSize(128);
      assertThat(new Message(question).getOPT().getOptions(PADDING)).hasSize(1);
    }
  }

  @Test
  void aServerThatClosesAfterEachAnswerAnswersAll() throws Exception {
    InetSocketAddress server =
        scripted((ctx, question) -> {
          if (ctx.channel().isActive()) {
            ctx.channel().config().setAutoRead(false);
            ctx.writeAndFlush(framed(ctx, answer(question)))
                .addListener(ChannelFutureListener.CLOSE);
          }
        });
    TlsTransport transport = asking(server, NAME);
    var all = new ArrayList<Asked>();
    for (int i = 0; i < 5; i++) {
      all.add(ask(transport, server, i, "n" + i + ".test."));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(all.get(i).message().getQuestion().getName()).hasToString("n" + i + ".test.");
    }
    assertThat(accepted.get()).isGreaterThan(1);
  }

  @Test
  void whatWasUnderWayIsAskedAgainOnce() throws Exception {
    InetSocketAddress server = scripted((ctx, question) -> ctx.close());
    assertThat(ask(asking(server, NAME), server, 1, "a.test.").problem())
        .isEqualTo("it closed the connection without an answer, twice");
    assertThat(accepted).hasValue(2);
  }

  @Test
  void aSilentConnectionIsNotAskedAgain() throws Exception {
    BlockingQueue<byte[]> came = new LinkedBlockingQueue<>();
    InetSocketAddress server =
        scripted((ctx, question) -> {
          came.add(question);
          if (accepted.get() > 1) {
            ctx.writeAndFlush(framed(ctx, answer(question)));
          }
        });
    var limits = StreamLimits.DEFAULT.withSilence(Duration.ZERO);
    TlsTransport transport = asking(server, NAME, limits);
    var silent = new Asked();
    Transport.Exchange exchange =
        transport.tls(server, question(1, "a.test."), silent, recorder.trail());
    assertThat(came.poll(PATIENCE, TimeUnit.SECONDS)).isNotNull();
    exchange.close();
    assertThat(ask(transport, server, 2, "b.test.").message().getQuestion().getName())
        .hasToString("b.test.");
    assertThat(accepted).hasValue(2);
    assertThat(silent.came).isNotDone();
  }

  @Test
  void noMoreAreOutThanMayBe() throws Exception {
    InetSocketAddress server = scripted((ctx, question) -> {});
    TlsTransport transport = asking(server, NAME, StreamLimits.DEFAULT.with(2, 3));
    for (int i = 0; i < 6; i++) {
      ask(transport, server, i, "n" + i + ".test.");
    }
    assertThat(ask(transport, server, 9, "more.test.").problem())
        .contains("3 on each of 2 connections");
  }

  @Test
  void whatNobodyUsesIsClosed() throws Exception {
    InetSocketAddress server =
        scripted((ctx, question) -> ctx.writeAndFlush(framed(ctx, answer(question))));
    TlsTransport transport =
        asking(server, NAME, StreamLimits.DEFAULT.withIdle(Duration.ofMillis(20)));
    ask(transport, server, 1, "a.test.").message();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!network.connections().live().isEmpty() && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(network.connections().live()).isEmpty();
    ask(transport, server, 2, "b.test.").message();
    assertThat(accepted).hasValue(2);
  }

  @Test
  void whoWaitsHearsOfTheEnd() throws Exception {
    BlockingQueue<byte[]> came = new LinkedBlockingQueue<>();
    InetSocketAddress server = scripted((ctx, question) -> came.add(question));
    TlsTransport transport = asking(server, NAME);
    Asked asked = ask(transport, server, 1, "a.test.");
    assertThat(came.poll(PATIENCE, TimeUnit.SECONDS)).isNotNull();
    transport.close();
    assertThat(asked.problem()).isEqualTo("nobody asks any more");
  }
}
