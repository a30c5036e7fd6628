package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Recorder;
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

/**
 * GOAWAY arrives (RFC 9113 6.8), though the peer goes on sending what nobody reads any more: no
 * reset takes it back.
 */
@Timeout(60)
class LastWordsTest {
  /** More than the sockets of both ends hold together. */
  private static final int FRAMES = 600;

  private static final Limits.Linger PATIENT = new Limits.Linger(Duration.ofSeconds(40), 1L << 30);

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();

  @AfterEach
  void close() {
    network.close();
  }

  /** A frame that ends the connection, and then much more. */
  private static void misbehave(RawEnd end) throws IOException {
    end.frame(RawEnd.PING, 0, 1, new byte[8]);
    for (int i = 0; i < FRAMES; i++) {
      end.frame(RawEnd.DATA, 0, 1, new byte[16_000]);
    }
  }

  @Test
  void ofAServer() throws Exception {
    try (HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            request -> Response.text(Status.OK, "hello"),
            Limits.SERVER.with(PATIENT),
            recorder.trail())) {
      try (RawEnd client = RawEnd.dial(server.address().getPort())) {
        misbehave(client);
        assertThat(client.await(RawEnd.GOAWAY).goAwayCode())
            .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
        assertThat(client.rest()).isEmpty();
      }
    }
  }

  @Test
  void ofAClient() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS);
          misbehave(peer);
          assertThat(peer.await(RawEnd.GOAWAY).goAwayCode())
              .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
          assertThat(peer.rest()).isEmpty();
        })) {
      Http2Session session =
          Http2Session.over(
              ClientFixture.dialer(network)
                  .dial(
                      Target.plain("127.0.0.1", server.port()),
                      Deadline.in(Duration.ofSeconds(20)),
                      recorder.trail()),
              Limits.CLIENT.with(PATIENT));
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(() ->
              session
                  .exchange(
                      Request.get(Url.parse("http://a.test/")), Priority.MEDIUM, recorder.trail())
                  .run(_ -> {}));
      assertThat(session.room()).isZero();
      server.well();
    }
  }
}
