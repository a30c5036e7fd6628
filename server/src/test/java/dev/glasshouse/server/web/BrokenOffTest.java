package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.server.Served;
import dev.glasshouse.server.Served.Way;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of answers that did not come to their end. */
@Timeout(120)
class BrokenOffTest {
  private static final int BEGUN = 100_000;

  private final CountDownLatch rest = new CountDownLatch(1);

  /** Content that begins, and does not go on. */
  private final class Begun extends InputStream {
    private int left = BEGUN;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        try {
          rest.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        // Whether somebody still listens shows when there is more to tell.
        left = BEGUN;
      }
      int n = Math.min(left, length);
      Arrays.fill(into, offset, offset + n, (byte) 'x');
      left -= n;
      return n;
    }
  }

  private Served serve(Way way) throws Exception {
    return new Served(way, _ -> Response.of(Status.OK).with(Body.streaming(new Begun())));
  }

  private static Entry told(Served served) {
    List<Entry> all = served.entries(HttpStep.RequestServed.class);
    while (all.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
      all = served.entries(HttpStep.RequestServed.class);
    }
    return all.getFirst();
  }

  private static long bytes(Entry told) {
    return ((HttpStep.RequestServed) told.step()).bytes();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatWentOutIsToldWhenTheClientLeaves(Way way) throws Exception {
    try (Served served = serve(way)) {
      try (Response response = served.get("/");
          InputStream in = response.body().open()) {
        assertThat(in.readNBytes(BEGUN)).hasSize(BEGUN);
      }
      rest.countDown();
      Entry told = told(served);
      assertThat(bytes(told)).isGreaterThanOrEqualTo(BEGUN);
      assertThat(told.because().reason())
          .as("%s", told.because())
          .isIn(HttpReason.READER_LEFT, StreamReason.RESET_BY_PEER, HttpReason.PEER_RESET);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatAServerBreaksOffAtItsEndIsTold(Way way) throws Exception {
    try (Served served = serve(way);
        Response response = served.get("/");
        InputStream in = response.body().open()) {
      assertThat(in.readNBytes(BEGUN)).hasSize(BEGUN);
      served.server.drain();
      Thread going = Thread.ofVirtual().start(() -> HttpServer.breakOff(List.of(served.server)));
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      rest.countDown();
      Entry told = told(served);
      assertThat(bytes(told)).isGreaterThanOrEqualTo(BEGUN);
      assertThat(told.because().reason()).isEqualTo(HttpReason.SERVER_ENDED);
      going.join();
    }
  }
}
