package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.Url;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that begin something and do not go on. */
@Timeout(60)
class StallsTest {
  private static final int WINDOW = 4;

  private final OsNetwork network = OsNetwork.open(1);

  @AfterEach
  void close() {
    network.close();
  }

  private Http2Session dial(Scripted server, Limits limits) throws IOException {
    return Http2Session.over(
        ClientFixture.dialer(network)
            .dial(
                Target.plain("127.0.0.1", server.port()),
                Deadline.in(Duration.ofSeconds(20)),
                Trail.OFF),
        limits);
  }

  private static Limits impatient() {
    Limits.Times times = Limits.CLIENT.times();
    Duration wait = Duration.ofMillis(300);
    return Limits.CLIENT.with(
        new Limits.Times(
            times.slot(),
            times.continueWait(),
            times.firstByte(),
            times.head(),
            wait,
            times.total(),
            times.keepAlive()));
  }

  @Test
  void aServerThatNeverOpensItsWindow() throws Exception {
    // Its script's end is the connection's: that has to wait until the session was looked at.
    var looked = new CountDownLatch(1);
    try (var server =
        new Scripted(
            peer -> {
              peer.await(RawEnd.HEADERS, 1);
              assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
                  .isEqualTo((int) Http2Error.CANCEL.code());
              looked.await();
            },
            WINDOW,
            0)) {
      Http2Session session = dial(server, impatient());
      Request post =
          Request.to(Method.POST, Url.parse("http://a.test/")).with(Body.of(new byte[1 << 20]));
      assertThatThrownBy(() -> session.exchange(post, Priority.HIGH, Trail.OFF).run(_ -> {}))
          .isInstanceOf(StalledException.class);
      assertThat(session.isOpen()).as("the others go on").isTrue();
      looked.countDown();
      session.close();
      server.well();
    }
  }

  @Test
  void aBodyThatStalls() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, ":status", "200");
          peer.data(1, false, "x");
          assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
              .isEqualTo((int) Http2Error.CANCEL.code());
        })) {
      Http2Session session = dial(server, impatient());
      Request get = Request.get(Url.parse("http://a.test/"));
      Response response = session.exchange(get, Priority.HIGH, Trail.OFF).run(_ -> {});
      try (BodyStream body = response.body().open()) {
        assertThatThrownBy(body::readAllBytes).isInstanceOf(StalledException.class);
      }
      session.close();
      server.well();
    }
  }

  @Test
  void halfAFieldSection() throws Exception {
    Limits.Times times = Limits.SERVER.times();
    Limits limits =
        Limits.SERVER.with(
            new Limits.Times(
                times.slot(),
                times.continueWait(),
                times.firstByte(),
                times.head(),
                times.idle(),
                times.total(),
                Duration.ofSeconds(1)));
    try (HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                _ -> Response.of(Status.NO_CONTENT),
                limits,
                Trail.OFF);
        RawEnd client = RawEnd.dial(server.address().getPort())) {
      client.frame(RawEnd.HEADERS, RawEnd.END_STREAM, 1, RawEnd.section(":method", "GET"));
      // It reads to the end of the connection: nothing else ends this.
      assertThat(client.rest()).noneMatch(frame -> frame.type() == RawEnd.HEADERS);
    }
  }

  @Test
  void answersThatNobodyReads() throws Exception {
    var channel = new EmbeddedChannel();
    var calm = new Calm(Limits.SERVER.multiplex(), channel);
    int most = Limits.SERVER.multiplex().queued();
    for (int i = 0; i < 2 * most; i++) {
      calm.answered();
    }
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int i = 0; i < most; i++) {
      calm.answered();
    }
    assertThatThrownBy(calm::answered)
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM);
              assertThat(((LimitException) fault.problem()).limit()).isEqualTo("multiplex.queued");
            });
    channel.finishAndReleaseAll();
  }
}
