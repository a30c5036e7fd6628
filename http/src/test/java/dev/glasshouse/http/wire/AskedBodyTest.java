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
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The content of a request on a stream of HTTP/2 or 3 has one reader at a time. */
@Timeout(120)
class AskedBodyTest {
  private static final int PATIENCE = 60;

  private final Inbox inbox = new Inbox(1000, () -> {});
  private final AskedBody body =
      new AskedBody(
          new WireBody(
              inbox,
              new Framing.EndOfStream(OptionalLong.empty()),
              Limits.CLIENT,
              Deadline.in(Duration.ofSeconds(PATIENCE)),
              new WireBody.Ending() {
                @Override
                public void complete(long bytes, Fields trailers) {}

                @Override
                public void broken(long bytes, HttpException problem) {}

                @Override
                public void givenUp(long bytes) {}
              }),
          Fields.EMPTY,
          () -> {});

  /** A piece that tells when its second bytes are being read, and waits for leave. */
  private static final class Slow extends UnpooledHeapByteBuf {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch leave = new CountDownLatch(1);
    private int reads;

    Slow() {
      super(UnpooledByteBufAllocator.DEFAULT, 10, 10);
      writeBytes("0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Override
    public ByteBuf readBytes(byte[] into, int offset, int length) {
      if (++reads == 2) {
        begun.countDown();
        try {
          assertThat(leave.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return super.readBytes(into, offset, length);
    }
  }

  /** The answer is out, as an exchange does it. */
  private void answerIsOut() {
    body.stop();
    inbox.close();
    body.free();
  }

  /** As where the handler has read some, and hands on to a thread that has just begun. */
  @Test
  void aPieceIsNotFreedUnderWhoReadsIt() throws Exception {
    var piece = new Slow();
    inbox.put(new Inbound.Data(piece));
    assertThat(body.read(new byte[3])).isEqualTo(3);
    var read = new CompletableFuture<Integer>();
    Thread second =
        Thread.ofPlatform()
            .start(() -> {
              try {
                read.complete(body.read(new byte[3]));
              } catch (Exception e) {
                read.completeExceptionally(e);
              }
            });
    assertThat(piece.begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    answerIsOut();
    assertThat(piece.refCnt()).isEqualTo(1);
    piece.leave.countDown();
    second.join();
    assertThat(piece.refCnt()).isZero();
    assertThat(read.handle((_, why) -> why).get()).isInstanceOf(CancelledException.class);
  }

  @Test
  void twoDoNotReadAtOnce() throws Exception {
    var piece = new Slow();
    inbox.put(new Inbound.Data(piece));
    assertThat(body.read(new byte[3])).isEqualTo(3);
    Thread second =
        Thread.ofPlatform()
            .start(() -> {
              try {
                int _ = body.read(new byte[3]);
              } catch (Exception _) {
                // Seen by what the first gets.
              }
            });
    assertThat(piece.begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> body.read(new byte[3])).isInstanceOf(CancelledException.class);
    piece.leave.countDown();
    second.join();
    byte[] rest = new byte[10];
    assertThat(body.read(rest)).isEqualTo(4);
    assertThat(rest[0]).isEqualTo((byte) '6');
    answerIsOut();
  }

  @Test
  void behindTheAnswerThereIsNothingToRead() throws Exception {
    ByteBuf piece = Unpooled.buffer().writeBytes(new byte[10]);
    inbox.put(new Inbound.Data(piece), new Inbound.End(Fields.EMPTY));
    assertThat(body.read(new byte[3])).isEqualTo(3);
    answerIsOut();
    assertThat(piece.refCnt()).isZero();
    assertThatThrownBy(() -> body.read(new byte[3])).isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> body.readNow(new byte[3], 0, 3))
        .isInstanceOf(CancelledException.class);
  }
}
