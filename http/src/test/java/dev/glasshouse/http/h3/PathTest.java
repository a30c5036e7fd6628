package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.quic.CongestionControl;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.ServedConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies between the ends: loss, NATs that forget, several event loops on one port. */
@Timeout(60)
class PathTest {
  /** An event as the schema has it: when, what, and what of it, in a line of its own. */
  private static final Pattern EVENT =
      Pattern.compile(
          "\\{\"time\":[0-9.]+,\"name\":\"[a-z0-9]+:[a-z_]+\",\"data\":\\{.*\\}\\}\n",
          Pattern.DOTALL);

  @TempDir private Path folder;

  private static Server large(int bytes, QuicOptions options, int loops) throws Exception {
    return new Server(
        request ->
            request.target().equals("/large")
                ? Response.of(Status.OK).with(Body.streaming(new Generated(bytes)))
                : Response.text(Status.OK, request.target()),
        options,
        Limits.SERVER,
        dev.glasshouse.net.Limits.DEFAULT,
        loops);
  }

  /**
   * The server sees other ports, one after the other, and goes on as if nothing had happened. It
   * sends no more than what was read: quiche does not send again what a path loses at the moment
   * when it is left (its issue 2452), and a socket that is not emptied in time loses.
   */
  @Test
  void aNatForgetsInTheMiddleOfADownload() throws Exception {
    var body = new Asked(2_000_000);
    try (var server =
            new Server(
                request ->
                    request.target().equals("/large")
                        ? Response.of(Status.OK).with(Body.streaming(body))
                        : Response.text(Status.OK, request.target()),
                QuicOptions.DEFAULT,
                Limits.SERVER,
                dev.glasshouse.net.Limits.DEFAULT,
                2);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, between.port());
      Set<Integer> ports = new HashSet<>(List.of(between.outsidePort()));
      long bytes = 0;
      body.ask(16 * 1024);
      try (BodyStream in = our.send(session, Request.get(server.url("/large"))).body().open()) {
        byte[] piece = new byte[64 * 1024];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          bytes += n;
          if (bytes > ports.size() * 300_000L && ports.size() < 4) {
            // A path is left once the next is known to lead there: quiche keeps no more than two.
            int before = ports.size() - 1;
            Client.until(() -> moves(server) >= before);
            between.rebind();
            ports.add(between.outsidePort());
          }
          body.ask(n);
        }
      }
      assertThat(bytes).isEqualTo(2_000_000);
      assertThat(ports).hasSize(4);
      assertThat(Client.text(our.send(session, Request.get(server.url("/after")))))
          .isEqualTo("/after");
      assertThat(server.http.connections()).isEqualTo(1);
      assertThat(server.steps(QuicStep.PathChanged.class))
          .extracting(QuicStep.PathChanged::event)
          .contains("peer moved", "path validated");
    }
  }

  /** So many bytes, of which no more is given than what was asked for. */
  private static final class Asked extends Generated {
    private final Semaphore asked = new Semaphore(0);

    Asked(long length) {
      super(length);
    }

    void ask(int bytes) {
      asked.release(bytes);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      asked.acquireUninterruptibly();
      int more = Math.min(length - 1, asked.availablePermits());
      int may = more > 0 && asked.tryAcquire(more) ? more + 1 : 1;
      int given = super.read(into, offset, may);
      if (given < 0) {
        asked.release();
      }
      return given;
    }
  }

  private static long moves(Server server) {
    return server.steps(QuicStep.PathChanged.class).stream()
        .filter(step -> step.event().equals("peer moved"))
        .count();
  }

  /**
   * A NAT forgets, and what is sent at that moment is lost: QUIC sends the request again, and with
   * it the server learns of the new port.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aNatForgetsAndARequestIsLost(int datagrams) throws Exception {
    try (var server = large(1, QuicOptions.DEFAULT, 2);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, between.port());
      assertThat(Client.text(our.send(session, Request.get(server.url("/before")))))
          .isEqualTo("/before");
      between.rebindWithLoss(datagrams);
      assertThat(Client.text(our.send(session, Request.get(server.url("/after")))))
          .isEqualTo("/after");
      assertThat(server.http.connections()).isEqualTo(1);
    }
  }

  /**
   * A NAT forgets the connection for good. The server sends to a port that is nobody's, and the
   * client has nothing to send that QUIC would repeat; so it asks, and then gives the connection
   * up, says why, and is free to use another.
   */
  @Test
  void aConnectionThatIsNotHeardAnyMoreIsGivenUp() throws Exception {
    Limits quick =
        Limits.CLIENT.with(
            Limits.CLIENT.multiplex().asking(Duration.ofSeconds(15), Duration.ofSeconds(3)));
    try (var server = large(20_000_000, QuicOptions.DEFAULT, 1);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder), QuicOptions.DEFAULT, quick)) {
      Http3Session session = our.session(Authority.NAME, between.port());
      Client.text(our.send(session, Request.get(server.url("/before"))));
      between.forget();
      ClientExchange exchange =
          session.exchange(
              Request.get(server.url("/after")), Priority.MEDIUM, our.recorder.trail());
      assertThatExceptionOfType(LostException.class)
          .isThrownBy(() -> exchange.run(_ -> {}))
          .satisfies(e -> assertThat(e.because().reason()).isEqualTo(QuicReason.NOT_HEARD));
      // So a safe request is sent once more, on another connection.
      assertThat(exchange.answered()).isFalse();
      assertThat(session.room()).isZero();
      assertThat(our.steps(QuicStep.PeerAsked.class)).hasSizeGreaterThan(1);
      assertThat(our.await(QuicStep.QuicEnded.class).by()).isEqualTo("silence");
      assertThat(our.await(JourneyStep.NotSupported.class).feature())
          .isEqualTo("QUIC connection migration");
      Http3Session other = our.session(Authority.NAME, between.port());
      assertThat(Client.text(our.send(other, Request.get(server.url("/after")))))
          .isEqualTo("/after");
    }
  }

  @ParameterizedTest
  @EnumSource(CongestionControl.class)
  void datagramsAreLost(CongestionControl congestion) throws Exception {
    try (var server = large(3_000_000, QuicOptions.DEFAULT.with(congestion), 1);
        var between = new Forwarder(server.address());
        var our =
            new Client(
                server.trusting(folder), QuicOptions.DEFAULT.with(congestion), Limits.CLIENT)) {
      Http3Session session = our.session(Authority.NAME, between.port());
      between.lose(n -> n % 23 == 7);
      try (BodyStream body = our.send(session, Request.get(server.url("/large"))).body().open()) {
        assertThat(body.readAllBytes()).hasSize(3_000_000);
      }
      assertThat(our.steps(QuicStep.QuicAgreed.class).getFirst().congestion())
          .isEqualTo(congestion.toString());
    }
  }

  /** One response that nobody reads holds up none of the others. */
  @Test
  void aStalledStreamHoldsUpNoOther() throws Exception {
    try (var server = large(40_000_000, QuicOptions.DEFAULT, 1);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      try (InputStream stalled =
          our.send(session, Request.get(server.url("/large"))).body().open()) {
        assertThat(stalled.read()).isNotNegative();
        for (int i = 0; i < 50; i++) {
          assertThat(Client.text(our.send(session, Request.get(server.url("/" + i)))))
              .isEqualTo("/" + i);
        }
      }
    }
  }

  /** Each loop has a socket on the same port, and carries connections. */
  @Test
  void severalLoopsOnOnePort() throws Exception {
    try (var server = large(1, QuicOptions.DEFAULT, 2);
        var our = new Client(server.trusting(folder))) {
      assertThat(server.http.quic().orElseThrow().sockets()).isEqualTo(2);
      var sessions = new ArrayList<Http3Session>();
      for (int i = 0; i < 24; i++) {
        Http3Session session = our.session(Authority.NAME, server.port());
        sessions.add(session);
        assertThat(Client.text(our.send(session, Request.get(server.url("/" + i)))))
            .isEqualTo("/" + i);
      }
      assertThat(
              server.http.quic().orElseThrow().connections().stream()
                  .map(ServedConnection::eventLoop)
                  .distinct())
          .hasSize(2);
      assertThat(sessions).allMatch(Http3Session::isOpen);
    }
  }

  @Test
  void whatHappensIsWrittenDownOnRequest() throws Exception {
    try (var server = large(1, QuicOptions.DEFAULT, 1);
        var our =
            new Client(
                server.trusting(folder), QuicOptions.DEFAULT.withQlog(folder), Limits.CLIENT)) {
      Http3Session session = our.session(Authority.NAME, server.port());
      Client.text(our.send(session, Request.get(server.url("/"))));
      Path file = Path.of(our.steps(QuicStep.QlogBegun.class).getFirst().file());
      assertThat(file).startsWith(folder).hasExtension("sqlog");
      Client.until(() -> records(file).size() > 4);
      List<String> records = records(file);
      assertThat(records.getFirst())
          .contains("\"file_schema\":\"urn:ietf:params:qlog:file:sequential\"")
          .contains("\"serialization_format\":\"JSON-SEQ\"")
          .contains("\"vantage_point\":{\"type\":\"client\"}");
      assertThat(records.subList(1, records.size() - 1))
          .allMatch(record -> EVENT.matcher(record).matches());
      assertThat(records)
          .anyMatch(record -> record.contains("\"name\":\"quic:packet_sent\""))
          .anyMatch(record -> record.contains("\"name\":\"quic:packet_received\""));
    }
  }

  /** What stands behind each record separator (RFC 7464 2.1); the last may still be written. */
  private static List<String> records(Path file) {
    try {
      String text = Files.readString(file);
      return text.isEmpty() ? List.of() : List.of(text.substring(1).split("\u001e"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nobodyListens() throws Exception {
    // Its port is taken, but it hears one peer alone: to all others nobody listens there.
    try (var deaf = new java.net.DatagramSocket(new InetSocketAddress(Client.LOOPBACK, 0));
        var our = new Client(dev.glasshouse.net.TlsOptions.DEFAULT)) {
      deaf.connect(Client.LOOPBACK, 1);
      assertThatExceptionOfType(dev.glasshouse.net.DialException.Refused.class)
          .isThrownBy(() -> our.dial(Authority.NAME, deaf.getLocalPort()));
    }
  }
}
