package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Frames as nobody means them, in any order: the server says what is wrong, or does not mind, and
 * serves the next client. Each round can be had again by its number.
 */
@Timeout(120)
class FrameFuzzTest {
  private static final int ROUNDS = 400;

  @Test
  void nothingThatComesBreaksTheServer() throws Exception {
    Recorder recorder = Recorder.start();
    try (var network = OsNetwork.open(1);
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                request ->
                    Response.of(Status.OK)
                        .with(Body.of(new byte[request.body().open().readAllBytes().length + 9])),
                Limits.SERVER,
                recorder.trail())) {
      int port = server.address().getPort();
      for (int round = 0; round < ROUNDS; round++) {
        try (RawEnd client = RawEnd.dial(port)) {
          talk(client, new Random(round));
        } catch (IOException _) {
          // It hung up in the middle: its right.
        }
      }
      try (RawEnd client = RawEnd.dial(port)) {
        client.asks(1, true, "GET", "/");
        assertThat(client.status(1)).isEqualTo("200");
      }
    }
    assertThat(
            recorder.journey().entries().stream()
                .map(e -> e.step())
                .filter(HttpStep.ProtocolViolated.class::isInstance)
                .map(step -> ((HttpStep.ProtocolViolated) step).problem())
                .distinct())
        .as("what was found wrong")
        .hasSizeGreaterThan(10)
        .noneMatch(problem -> problem.contains("could not be read"));
  }

  private static void talk(RawEnd client, Random random) throws IOException {
    for (int frame = 0; frame < 12; frame++) {
      int stream = random.nextInt(4) == 0 ? random.nextInt(9) : 1 + 2 * random.nextInt(6);
      switch (random.nextInt(8)) {
        case 0 -> client.asks(stream, random.nextBoolean(), "GET", "/");
        case 1 -> client.asks(stream, random.nextBoolean(), "POST", "/", "content-length", "3");
        case 2 -> client.data(stream, random.nextBoolean(), "abc");
        case 3 -> client.headers(stream, random.nextBoolean(), "x", noise(random), "t", "u");
        case 4 -> {
          byte[] section = RawEnd.section(":method", "GET", ":path", "/", "a", "b");
          section[random.nextInt(section.length)] ^= (byte) (1 << random.nextInt(8));
          client.frame(RawEnd.HEADERS, random.nextInt(64), stream, section);
        }
        case 5 -> client.settings(random.nextInt(10), random.nextInt());
        default -> {
          byte[] payload = new byte[random.nextInt(24)];
          random.nextBytes(payload);
          client.frame(random.nextInt(20), random.nextInt(64), stream, payload);
        }
      }
    }
    // Whatever it thinks of that: it answers, or it has gone.
    client.frame(RawEnd.PING, 0, 0, new byte[8]);
    for (Optional<RawEnd.Frame> one = client.read(); one.isPresent(); one = client.read()) {
      if (one.get().type() == RawEnd.PING || one.get().type() == RawEnd.GOAWAY) {
        return;
      }
    }
  }

  private static String noise(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append((char) random.nextInt(256));
    }
    return text.toString();
  }
}
