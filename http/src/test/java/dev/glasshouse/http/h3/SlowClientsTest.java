package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.Trickle;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go on, a byte now and then, or take nothing of a short answer. */
@Timeout(180)
class SlowClientsTest {
  @TempDir private Path folder;

  private static Response handle(Request request) throws IOException {
    if (request.target().equals("/some")) {
      return Response.text(Status.OK, "x".repeat(30_000));
    }
    if (request.target().equals("/much")) {
      return Response.of(Status.OK).with(Body.streaming(new Generated(1L << 40)));
    }
    return Response.text(Status.OK, "" + request.body().open().readAllBytes().length);
  }

  private static Server server() throws Exception {
    return new Server(
        SlowClientsTest::handle,
        QuicOptions.DEFAULT,
        Limits.SERVER.with(new Limits.Pace(1_000_000, Duration.ofMillis(200))),
        dev.glasshouse.net.Limits.DEFAULT,
        1);
  }

  /** A client that reads no further than a thousand bytes ahead of who takes them. */
  private Client reluctant(Server server) throws Exception {
    Limits.Content usual = Limits.CLIENT.content();
    var small =
        new Limits.Content(
            usual.wire(),
            usual.decoded(),
            usual.ratio(),
            usual.ratioFrom(),
            usual.codings(),
            1000,
            usual.skipped());
    return new Client(
        server.trusting(folder),
        QuicOptions.DEFAULT,
        Limits.CLIENT.with(small),
        Client.limits(quic -> Client.windowed(quic, 10_000)));
  }

  private static boolean told(Server server, HttpReason reason) {
    return server.recorder.journey().entries().stream()
        .map(Entry::because)
        .anyMatch(because -> because.reason() == reason);
  }

  @Test
  void aRequestThatTricklesIsReset() throws Exception {
    try (var server = server();
        var client = RawClient.open(server.trusting(folder), server.port())) {
      RawClient.Stream slow = client.request(RawClient.get("/", "content-length", "1000000"));
      try (var _ = Trickle.begin(() -> slow.write(RawClient.data("x")))) {
        assertThat(slow.reset()).isEqualTo("H3_REQUEST_CANCELLED");
      }
      Client.until(() -> told(server, HttpReason.SLOW_BODY));
      assertThat(client.connection.isOpen()).isTrue();
    }
  }

  /** No thread of the server waits for it: all of it is with QUIC at once. */
  @Test
  void aShortAnswerThatIsNotTaken() throws Exception {
    try (var server = server();
        var our = reluctant(server)) {
      Http3Session session = our.session(Authority.NAME, server.port());
      var asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  our.send(session, Request.get(server.url("/some")));
                } catch (IOException _) {
                  // It was reset before its head was read.
                }
              });
      Client.until(() -> told(server, HttpReason.SLOW_READER));
      asking.join();
      assertThat(session.isOpen()).isTrue();
    }
  }

  @Test
  void aLongAnswerOfWhichLittleIsTaken() throws Exception {
    try (var server = server();
        var our = reluctant(server)) {
      Http3Session session = our.session(Authority.NAME, server.port());
      Response response = our.send(session, Request.get(server.url("/much")));
      try (InputStream in = response.body().open();
          var _ = Trickle.begin(() -> assertThat(in.readNBytes(1000)).hasSize(1000))) {
        Client.until(() -> told(server, HttpReason.SLOW_READER));
      }
      assertThat(session.isOpen()).isTrue();
    }
  }
}
