package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
