package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content on its way to who reads it. */
@Timeout(60)
class WireBodyTest {
  private static final WireBody.Ending NOBODY =
      new WireBody.Ending() {
        @Override
        public void complete(long bytes, Fields trailers) {}

        @Override
        public void broken(long bytes, HttpException problem) {}

        @Override
        public void givenUp(long bytes) {}
      };

  /** As where a client goes away whose answer is being passed on. */
  @Test
  void whatWasTakenAndNotReadIsFreedWhereAnotherThreadGaveUp() throws Exception {
    var inbox = new Inbox(1000, () -> {});
    var body =
        new WireBody(
            inbox,
            new Framing.Length(10),
            Limits.CLIENT,
            Deadline.in(Duration.ofSeconds(60)),
            NOBODY);
    ByteBuf piece = Unpooled.buffer().writeBytes(new byte[10]);
    inbox.put(new Inbound.Data(piece));
    assertThat(body.read(new byte[3])).isEqualTo(3);
    Thread.ofPlatform().start(body::cancel).join();
    body.close();
    assertThat(piece.refCnt()).isZero();
    body.close();
    assertThat(piece.refCnt()).isZero();
  }

  private WireBody body(Inbox inbox) {
    return new WireBody(
        inbox,
        new Framing.Chunked(),
        Limits.CLIENT,
        Deadline.in(Duration.ofSeconds(60)),
        new WireBody.Ending() {
          @Override
          public void complete(long bytes, Fields trailers) {}

          @Override
          public void broken(long bytes, HttpException problem) {}

          @Override
          public void givenUp(long bytes) {
            inbox.close();
          }
        });
  }

  /** As where an answer is passed on by the event loop, and the client goes away. */
  @Test
  void whatWasTakenWithoutWaitingIsFreedWhereItIsGivenUp() throws Exception {
    for (boolean cancels : new boolean[] {true, false}) {
      var inbox = new Inbox(1000, () -> {});
      WireBody body = body(inbox);
      body.unwaiting();
      ByteBuf piece = Unpooled.buffer().writeBytes(new byte[10]);
      ByteBuf next = Unpooled.buffer().writeBytes(new byte[10]);
      inbox.put(new Inbound.Data(piece), new Inbound.Data(next));
      assertThat(body.readNow(new byte[3], 0, 3)).isEqualTo(3);
      if (cancels) {
        body.cancel();
      } else {
        body.close();
      }
      assertThat(piece.refCnt()).isZero();
      assertThat(next.refCnt()).isZero();
      assertThatThrownBy(() -> body.readNow(new byte[3], 0, 3))
          .isInstanceOf(CancelledException.class);
    }
  }

  /** As where a client's stream ends while its answer is read by a thread that has ended since. */
  @Test
  void whatOneThreadTookIsFreedByAnother() throws Exception {
    var inbox = new Inbox(1000, () -> {});
    WireBody body = body(inbox);
    ByteBuf piece = Unpooled.buffer().writeBytes(new byte[10]);
    inbox.put(new Inbound.Data(piece));
    Thread.ofVirtual()
        .start(() -> {
          try {
            assertThat(body.read(new byte[3])).isEqualTo(3);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        })
        .join();
    body.cancel();
    assertThat(piece.refCnt()).isZero();
  }

  /** Whoever wins: content comes, is read, waited for, and given up, all at the same time. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void nothingIsKeptWhereAnotherThreadGivesUpARead(boolean waits, boolean cancels)
      throws Exception {
    for (int round = 0; round < 300; round++) {
      var inbox = new Inbox(100_000, () -> {});
      WireBody body = body(inbox);
      var begin = new CountDownLatch(1);
      List<ByteBuf> pieces = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        pieces.add(Unpooled.buffer().writeBytes(new byte[10]));
      }
      Thread reader = Thread.ofVirtual().start(() -> read(body, waits, begin));
      Thread source =
          Thread.ofVirtual()
              .start(() -> {
                begin.countDown();
                pieces.forEach(piece -> inbox.put(new Inbound.Data(piece)));
              });
      begin.await();
      if (cancels) {
        body.cancel();
      } else {
        body.close();
      }
      reader.join();
      source.join();
      assertThat(pieces).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
    }
  }

  private static void read(WireBody body, boolean waits, CountDownLatch begin) {
    byte[] some = new byte[3];
    try {
      begin.await();
      while (true) {
        int n = waits ? body.read(some, 0, 3) : body.readNow(some, 0, 3);
        assertThat(n).isNotNegative();
        Thread.yield();
      }
    } catch (CancelledException _) {
      // It was given up.
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
