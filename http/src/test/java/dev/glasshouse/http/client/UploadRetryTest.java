package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of an upload whose standing connection turns out to be closed under it. */
@Timeout(60)
class UploadRetryTest {
  private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.ISO_8859_1);
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";

  private final ClientFixture our = new ClientFixture();

  @AfterEach
  void close() {
    our.close();
  }

  /** Answers once, takes an upload whole, and closes; answers what comes after that. */
  private static RawPeer closing() throws IOException {
    return RawPeer.running(
        talk -> {
          talk.hears();
          talk.says(ANSWER + "1");
          talk.hears();
          talk.hears(CONTENT.length);
        },
        talk -> {
          talk.hears();
          assertThat(talk.hears(CONTENT.length)).isEqualTo("abc");
          talk.says(ANSWER + "2");
          talk.waitsForTheEnd();
        });
  }

  private static Request put(RawPeer peer, Body body) {
    return Request.to(Method.PUT, Url.parse("http://" + peer.authority() + "/")).with(body);
  }

  @Test
  void whatCanBeReadAgainIsSentAgain() throws Exception {
    try (RawPeer peer = closing()) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("1");
      assertThat(ClientFixture.text(our.send(put(peer, Body.of(CONTENT))))).isEqualTo("2");
      assertThat(our.steps(HttpStep.RequestRetried.class)).hasSize(1);
    }
  }

  @Test
  void whatIsReadWhileItIsSentIsNotAndThatIsTold() throws Exception {
    try (RawPeer peer = closing()) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("1");
      Body stream = Body.streaming(new ByteArrayInputStream(CONTENT), CONTENT.length);
      assertThatThrownBy(() -> our.send(put(peer, stream))).isInstanceOf(LostException.class);
      assertThat(our.entries(HttpStep.RetryRefused.class))
          .extracting(entry -> entry.because().reason())
          .containsExactly(HttpReason.BODY_ONCE);
    }
  }
}
