package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.http.wire.PeerFault;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.sites.Sparing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MisuseTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 4242);

  private Instant now = Instant.EPOCH;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Misuse misuse = new Misuse(told::add, () -> now);

  private void violate(int times) {
    for (int i = 0; i < times; i++) {
      PeerFault.tell(
          misuse.trail(),
          7,
          Optional.of(CLIENT),
          new ViolationException(Violation.LENGTH_DIFFERS, 1, 2));
    }
  }

  @Test
  void aFaultIsALineWithItsReason() {
    violate(1);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst())
        .contains("192.0.2.1:4242")
        .contains("connection 7")
        .contains("RFC 9113 8.1.1");
  }

  /** In whatever version, and though an answer or a farewell gives it once more. */
  @Test
  void theReasonIsGivenOnce() throws Exception {
    try (Network network = OsNetwork.open(1);
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                _ -> Response.of(Status.OK),
                misuse.trail())) {
      for (String sent :
          List.of("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")) {
        try (var client = new Socket()) {
          client.connect(server.address());
          client.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
          // Until it hangs up.
          assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        }
      }
    }
    String all = String.join("\n", told);
    assertThat(all)
        .containsOnlyOnce("Host is malformed: a b (RFC 9112 3.2)")
        .containsPattern("answered 127\\.0\\.0\\.1:\\d+: - - with 400")
        .containsOnlyOnce("the connection does not begin with the preface of HTTP/2 (RFC 9113 3.4)")
        .as("whose fault it was, over HTTP/2 too")
        .containsPattern("the peer 127\\.0\\.0\\.1:\\d+ broke the protocol on connection 2");
  }

  @Test
  void aSecondHasSoManyLinesAndTheRestIsCounted() {
    violate(Sparing.LINES + 5);
    assertThat(told).hasSize(Sparing.LINES);
    now = now.plusSeconds(1);
    violate(1);
    assertThat(told).hasSize(Sparing.LINES + 2);
    assertThat(told.get(Sparing.LINES)).startsWith("5 more such lines");
  }

  @Test
  void whatIsNoMisuseIsNotTold() {
    misuse
        .trail()
        .mark(
            new HttpStep.RequestServed("127.0.0.1:1", "GET", "/", 200, 1),
            Because.of(HttpReason.GIVEN_UP));
    misuse
        .trail()
        .mark(
            new StreamStep.GoingAway(1, "us", 1, "NO_ERROR", ""),
            Because.of(StreamReason.CLOSED_CALMLY));
    assertThat(told).isEmpty();
    misuse
        .trail()
        .mark(
            new HttpStep.RequestServed("127.0.0.1:1", "-", "-", 408, 1),
            Because.of(HttpReason.STALLED_HEAD, Limits.SERVER.times().head().toSeconds() + " s"));
    assertThat(told).hasSize(1);
  }
}
