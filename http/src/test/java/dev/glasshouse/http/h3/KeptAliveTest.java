package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.quic.QuicOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server may think for longer than a connection may stand still (RFC 9114 5.1). */
@Timeout(120)
class KeptAliveTest {
  /** Long enough for a machine that is busy; real time has to pass, because quiche's own does. */
  private static final Duration IDLE = Duration.ofSeconds(9);

  @TempDir private Path folder;

  @Test
  void theConnectionStandsWhileAnAnswerIsAwaited() throws Exception {
    var enough = new CountDownLatch(1);
    try (var server =
            new Server(
                request -> {
                  try {
                    enough.await();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                  return Response.text(Status.OK, "thought");
                },
                QuicOptions.DEFAULT,
                Limits.SERVER,
                Client.limits(quic -> Client.withIdle(quic, IDLE)),
                1);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThat(session.connection().idle()).isEqualTo(IDLE);
      Thread.ofVirtual()
          .start(() -> {
            // The times between double up to a third of it: after seven, all of it has passed.
            Client.until(() -> our.steps(QuicStep.PeerAsked.class).size() >= 7);
            enough.countDown();
          });
      assertThat(Client.text(our.send(session, Request.get(server.url("/"))))).isEqualTo("thought");
      assertThat(session.isOpen()).isTrue();
    }
  }
}
