package dev.glasshouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is coded here is decoded by our own other end, which real servers have tried. */
class EncodedBodyTest {
  private static byte[] text(int size) {
    var random = new Random(size);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) ('a' + random.nextInt(6));
    }
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void comesBackAsItWas(String coding) throws IOException {
    for (int size : new int[] {1, 1000, 32 * 1024, 32 * 1024 + 1, 500_000}) {
      byte[] text = text(size);
      byte[] coded = EncodedBody.of(coding, Body.of(text)).open().readAllBytes();
      if (size > 1) {
        assertThat(coded.length).isLessThan(size / 2);
      }
      Response response =
          Response.of(Status.OK).with("Content-Encoding", coding).with(Body.of(coded));
      byte[] back =
          ContentCodings.decode(response, Limits.CLIENT, Trail.OFF).body().open().readAllBytes();
      assertThat(back).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void givingUpClosesWhatItReads(String coding) throws IOException {
    var closed = new AtomicBoolean();
    var in =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (BodyStream body = EncodedBody.of(coding, Body.streaming(in)).open()) {
      assertThat(body.read(new byte[10], 0, 10)).isPositive();
    }
    assertThat(closed).isTrue();
  }
}
