package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.journey.HttpStep;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that answer a byte now and then, for ever. */
@Timeout(60)
class SlowServersTest {
  private final ClientFixture our =
      new ClientFixture(Limits.CLIENT.with(new Limits.Pace(1_000_000, Duration.ofMillis(200))));

  @AfterEach
  void close() {
    our.close();
  }

  private static RawPeer trickling(String fields) throws Exception {
    return RawPeer.running(talk -> {
      talk.hears();
      talk.says("HTTP/1.1 200 OK\r\n" + fields + "\r\n");
      Trickle.here(() -> talk.says("x"));
    });
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() throws Exception {
    try (RawPeer peer = trickling("Content-Length: 1000000\r\n")) {
      Response response = our.get(peer, "/");
      assertThatThrownBy(() -> ClientFixture.text(response))
          .isInstanceOf(StalledException.class)
          .hasMessageContaining("pace.rate");
      assertThat(our.steps(HttpStep.ResponseEnded.class).getFirst().complete()).isFalse();
    }
  }

  /** A server that sends what happens may have nothing to say. */
  @Test
  void eventsMayComeAsSlowlyAsTheyHappen() throws Exception {
    try (RawPeer peer = trickling("Content-Type: text/event-stream\r\n")) {
      Response response = our.get(peer, "/");
      try (InputStream events = response.body().open()) {
        byte[] some = events.readNBytes(30);
        assertThat(new String(some, StandardCharsets.ISO_8859_1)).isEqualTo("x".repeat(30));
      }
    }
  }
}
