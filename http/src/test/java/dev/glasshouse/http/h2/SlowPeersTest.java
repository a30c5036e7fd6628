package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.client.Trickle;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.Url;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that go on, a byte now and then, so that they never stand still. */
@Timeout(60)
class SlowPeersTest {
  private static final Limits.Pace LEAST = new Limits.Pace(1_000_000, Duration.ofMillis(200));

  /** SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 6.5.2). */
  private static final int WINDOW = 4;

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private int serve(Handler handler) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            handler,
            Limits.SERVER.with(LEAST),
            recorder.trail());
    running = Optional.of(server);
    return server.address().getPort();
  }

  private int serveMuch() throws IOException {
    return serve(_ -> Response.of(Status.OK).with(Body.streaming(new Generated(1L << 40))));
  }

  private Iterable<Reason> reasons() {
    return recorder.journey().entries().stream()
        .map(Entry::because)
        .map(because -> because.reason())
        .toList();
  }

  private static void widen(RawEnd end, int stream) throws IOException {
    end.frame(RawEnd.WINDOW_UPDATE, 0, stream, RawEnd.number(1));
  }

  @Test
  void aRequestThatTricklesIsReset() throws Exception {
    int port =
        serve(
            request -> Response.text(Status.OK, "" + request.body().open().readAllBytes().length));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, false, "POST", "/");
      try (var _ = Trickle.begin(() -> client.data(1, false, "x"))) {
        assertThat(client.await(RawEnd.RST_STREAM, 1).code())
            .isEqualTo((int) Http2Error.CANCEL.code());
      }
      assertThat(reasons()).contains(HttpReason.SLOW_BODY);
    }
  }

  @Test
  void aStreamsWindowThatIsOpenedByteByByte() throws Exception {
    try (RawEnd client = RawEnd.dial(serveMuch(), WINDOW, 10)) {
      client.asks(1, true, "GET", "/");
      try (var _ = Trickle.begin(() -> widen(client, 1))) {
        assertThat(client.await(RawEnd.RST_STREAM, 1).code())
            .isEqualTo((int) Http2Error.CANCEL.code());
      }
      assertThat(reasons()).contains(HttpReason.SLOW_READER);
    }
  }

  @Test
  void aConnectionsWindowThatIsOpenedByteByByte() throws Exception {
    try (RawEnd client = RawEnd.dial(serveMuch(), WINDOW, 1 << 24)) {
      client.asks(1, true, "GET", "/");
      try (var _ = Trickle.begin(() -> widen(client, 0))) {
        assertThat(client.goAway().goAwayCode())
            .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
      }
    }
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, ":status", "200");
          try (var _ = Trickle.begin(() -> peer.data(1, false, "x"))) {
            assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
                .isEqualTo((int) Http2Error.CANCEL.code());
          }
        })) {
      Http2Session session =
          Http2Session.over(
              ClientFixture.dialer(network)
                  .dial(
                      Target.plain("127.0.0.1", server.port()),
                      Deadline.in(Duration.ofSeconds(20)),
                      Trail.OFF),
              Limits.CLIENT.with(LEAST));
      Request get = Request.get(Url.parse("http://a.test/"));
      Response response = session.exchange(get, Priority.HIGH, Trail.OFF).run(_ -> {});
      try (BodyStream body = response.body().open()) {
        assertThatThrownBy(body::readAllBytes)
            .isInstanceOf(StalledException.class)
            .hasMessageContaining("pace.rate");
      }
      session.close();
    }
  }
}
