package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final DefaultEventExecutor loop = new DefaultEventExecutor();
  private final AtomicInteger reads = new AtomicInteger();
  private final Inbox inbox = new Inbox(100, reads::incrementAndGet, new Alarm(loop));

  @AfterEach
  void end() {
    loop.shutdownGracefully();
  }

  private static long in(Duration wait) {
    return System.nanoTime() + wait.toNanos();
  }

  private static Inbound.Data data(int bytes) {
    return new Inbound.Data(Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private static <T> FutureTask<T> beside(Callable<T> what) {
    var task = new FutureTask<>(what);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void nothingComesInTime() throws Exception {
    long begin = System.nanoTime();
    assertThat(inbox.take(in(Duration.ofMillis(30)))).isEqualTo(Inbound.NOTHING);
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void aShorterWaitAfterALongOneEndsFirst() throws Exception {
    var other = new Inbox(100, () -> {}, new Alarm(loop));
    FutureTask<Inbound> waits = beside(() -> inbox.take(in(LONG)));
    assertThat(other.take(in(Duration.ofMillis(20)))).isEqualTo(Inbound.NOTHING);
    assertThat(waits.isDone()).isFalse();
    inbox.put(Inbound.BEGUN);
    assertThat(waits.get()).isEqualTo(Inbound.BEGUN);
  }

  @Test
  void waitsOfOneAlarmEndEachInItsTime() throws Exception {
    var alarm = new Alarm(loop);
    var tasks = new ArrayList<FutureTask<Inbound>>();
    for (int i = 10; i > 0; i--) {
      var its = new Inbox(100, () -> {}, alarm);
      long until = in(Duration.ofMillis(5L * i));
      tasks.add(beside(() -> its.take(until)));
    }
    for (FutureTask<Inbound> task : tasks) {
      assertThat(task.get()).isEqualTo(Inbound.NOTHING);
    }
  }

  @Test
  void withoutAnEventLoopItStillEnds() throws Exception {
    loop.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.MILLISECONDS).await();
    assertThat(inbox.take(in(Duration.ofMillis(20)))).isEqualTo(Inbound.NOTHING);
  }

  @Test
  void whoWaitsIsInterrupted() throws Exception {
    var began = new CountDownLatch(1);
    var caught =
        new FutureTask<>(() -> {
          began.countDown();
          assertThatThrownBy(() -> inbox.take(in(LONG))).isInstanceOf(InterruptedException.class);
          return true;
        });
    Thread thread = Thread.ofVirtual().start(caught);
    began.await();
    thread.interrupt();
    assertThat(caught.get()).isTrue();
  }

  @Test
  void nothingMoreIsReadWhileItHoldsItsShare() throws Exception {
    inbox.put(data(60), data(60));
    assertThat(inbox.wantsMore()).isFalse();
    assertThat(reads).hasValue(0);
    ((Inbound.Data) inbox.take(in(LONG))).bytes().release();
    assertThat(reads).hasValue(0);
    ((Inbound.Data) inbox.take(in(LONG))).bytes().release();
    assertThat(reads).hasValue(1);
    assertThat(inbox.wantsMore()).isTrue();
  }

  @Test
  void closingLetsGoOfWhatIsThereAndOfWhatComes() throws Exception {
    Inbound.Data before = data(10);
    Inbound.Data after = data(10);
    inbox.put(before);
    inbox.close();
    inbox.put(after);
    assertThat(List.of(before, after)).allMatch(one -> one.bytes().refCnt() == 0);
    assertThat(inbox.take(in(LONG))).isInstanceOf(Inbound.Broken.class);
  }

  @Test
  void everythingArrivesOnceAndInOrder() throws Exception {
    int pieces = 20_000;
    var more = new Inbox(1 << 20, () -> {}, new Alarm(loop));
    FutureTask<Integer> reader =
        beside(() -> {
          int next = 0;
          while (more.take(in(LONG)) instanceof Inbound.Data(ByteBuf bytes)) {
            assertThat(bytes.readInt()).isEqualTo(next++);
            bytes.release();
          }
          return next;
        });
    for (int i = 0; i < pieces; i++) {
      more.put(new Inbound.Data(Unpooled.buffer(4).writeInt(i)));
    }
    more.put(new Inbound.End(Fields.EMPTY));
    assertThat(reader.get()).isEqualTo(pieces);
  }

  /** Whoever reads while it is closed gets no end behind content that was let go of. */
  @Test
  void nothingIsTakenBehindAHole() {
    var seen = new ArrayList<Inbound>();
    ByteBuf watched =
        new io.netty.buffer.UnpooledHeapByteBuf(
            io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, 10, 10) {
          @Override
          protected void deallocate() {
            super.deallocate();
            seen.add(inbox.takeNow());
          }
        };
    inbox.put(new Inbound.Data(watched.writeBytes(new byte[10])), new Inbound.End(Fields.EMPTY));
    inbox.close();
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst()).isInstanceOf(Inbound.Broken.class);
  }
}
