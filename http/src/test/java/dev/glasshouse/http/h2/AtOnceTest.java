package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Prompt;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.OsNetwork;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler has at once is answered on the event loop, with no other meaning. */
@Timeout(60)
class AtOnceTest {
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private final Prompt handler = new Prompt();
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            handler,
            Limits.SERVER,
            recorder.trail());
  }

  @AfterEach
  void close() {
    server.close();
    network.close();
  }

  private static String content(RawEnd client, int stream) throws Exception {
    var all = new ByteArrayOutputStream();
    RawEnd.Frame data;
    do {
      data = client.await(RawEnd.DATA, stream);
      all.write(data.payload());
    } while (!data.ends());
    return all.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void theEventLoopAnswers() throws Exception {
    try (RawEnd client = RawEnd.dial(server.address().getPort())) {
      client.asks(1, true, "GET", "/now");
      assertThat(client.decode(client.await(RawEnd.HEADERS)).get("content-length"))
          .hasToString("4");
      assertThat(content(client, 1)).isEqualTo("/now");
      client.asks(3, true, "HEAD", "/now");
      RawEnd.Frame head = client.await(RawEnd.HEADERS, 3);
      assertThat(head.ends()).isTrue();
      assertThat(client.decode(head).get("content-length")).hasToString("4");
      client.asks(5, true, "GET", "/now-0");
      assertThat(client.await(RawEnd.HEADERS, 5).ends()).isTrue();
      client.asks(7, true, "GET", "/then");
      assertThat(content(client, 7)).isEqualTo("/then");
    }
    assertThat(handler.threads)
        .containsExactly("/now loop", "/now loop", "/now-0 loop", "/then virtual");
    assertThat(
            recorder.journey().entries().stream()
                .map(entry -> entry.step())
                .filter(HttpStep.RequestServed.class::isInstance)
                .map(step -> ((HttpStep.RequestServed) step).target()))
        .startsWith("/now", "/now", "/now-0");
  }

  /** The place of a stream is free when its answer is out, however many were answered. */
  @Test
  void noPlaceIsLost() throws Exception {
    int requests = 3 * Limits.SERVER.multiplex().streams();
    try (RawEnd client = RawEnd.dial(server.address().getPort())) {
      for (int i = 0; i < requests; i++) {
        client.asks(2 * i + 1, true, "GET", "/now");
        assertThat(content(client, 2 * i + 1)).isEqualTo("/now");
      }
    }
  }

  /** Content goes out no faster than the client's windows say. */
  @Test
  void largeContentWaitsForItsWindow() throws Exception {
    try (RawEnd client = RawEnd.dial(server.address().getPort(), 4, 1000)) {
      client.asks(1, true, "GET", "/now-200000");
      RawEnd.Frame first = client.await(RawEnd.DATA, 1);
      assertThat(first.payload()).hasSizeLessThanOrEqualTo(1000);
      client.asks(3, true, "GET", "/now");
      assertThat(content(client, 3)).isEqualTo("/now");
      client.frame(RawEnd.WINDOW_UPDATE, 0, 0, RawEnd.number(1 << 20));
      client.frame(RawEnd.WINDOW_UPDATE, 0, 1, RawEnd.number(1 << 20));
      assertThat(first.text() + content(client, 1)).isEqualTo("x".repeat(200_000));
    }
  }

  @Test
  void whatHasToBeReadIsSentByAThread() throws Exception {
    try (RawEnd client = RawEnd.dial(server.address().getPort())) {
      client.asks(1, true, "GET", "/now-stream");
      assertThat(content(client, 1)).isEqualTo("s");
    }
    assertThat(handler.threads).isEqualTo(List.of("/now-stream loop"));
  }
}
