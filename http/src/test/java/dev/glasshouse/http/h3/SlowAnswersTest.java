package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that answer a byte now and then, for ever. */
@Timeout(180)
class SlowAnswersTest {
  @TempDir private Path folder;

  /** A byte now and then. */
  private static final class Drops extends InputStream {
    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException _) {
        throw new InterruptedIOException();
      }
      into[offset] = 'x';
      return 1;
    }
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() throws Exception {
    try (var server = new Server(_ -> Response.of(Status.OK).with(Body.streaming(new Drops())));
        var our =
            new Client(
                server.trusting(folder),
                QuicOptions.DEFAULT,
                Limits.CLIENT.with(new Limits.Pace(1_000_000, Duration.ofMillis(200))))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      Response response = our.send(session, Request.get(server.url("/")));
      assertThatThrownBy(() -> Client.text(response))
          .isInstanceOf(StalledException.class)
          .hasMessageContaining("pace.rate");
      assertThat(our.await(HttpStep.ResponseEnded.class).complete()).isFalse();
      assertThat(session.isOpen()).isTrue();
    }
  }
}
