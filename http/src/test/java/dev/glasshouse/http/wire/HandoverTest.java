package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandoverTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final EventLoop loop = new DefaultEventLoop();
  private final Handover handover = new Handover(loop);
  private final Channel channel = new LocalChannel();
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() throws InterruptedException {
    channel
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext context, Object what, ChannelPromise done) {
                ByteBuf bytes = (ByteBuf) what;
                written.add(bytes.toString(StandardCharsets.US_ASCII));
                bytes.release();
                done.setSuccess();
              }
            });
    loop.register(channel).sync();
  }

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  /** A thread that parks until it is woken with {@code go} set, and then does something. */
  private static final class Parked {
    volatile boolean go;
    final Thread thread;

    Parked(Runnable then) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                while (!go) {
                  LockSupport.park();
                }
                then.run();
              });
    }
  }

  private void wakeInOneTurn(List<Parked> all) {
    loop.execute(() -> {
      for (Parked each : all) {
        each.go = true;
        handover.wake(each.thread);
      }
    });
  }

  @Test
  void allWhoseTurnItIsAreWoken() throws Exception {
    for (int number : new int[] {1, 2, 33}) {
      var woken = new CountDownLatch(number);
      var all = new ArrayList<Parked>();
      for (int i = 0; i < number; i++) {
        all.add(new Parked(woken::countDown));
      }
      wakeInOneTurn(all);
      assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatOneThreadWritesGoesOutInItsOrder() throws Exception {
    var writers = new ArrayList<Parked>();
    var last = Collections.synchronizedList(new ArrayList<ChannelFuture>());
    var done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      String name = "" + i;
      writers.add(
          new Parked(() -> {
            for (int n = 0; n < 50; n++) {
              if (n % 7 == 3) {
                // What goes another way does not overtake.
                handover.hurry();
                last.add(channel.writeAndFlush(bytes(name + ":" + n)).awaitUninterruptibly());
              } else {
                last.add(handover.write(channel, bytes(name + ":" + n)));
              }
              if (n % 5 == 0) {
                Thread.yield();
              }
            }
            done.countDown();
          }));
    }
    wakeInOneTurn(writers);
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    for (ChannelFuture each : last) {
      assertThat(each.await(20, TimeUnit.SECONDS)).isTrue();
    }
    for (int i = 0; i < 8; i++) {
      String name = i + ":";
      assertThat(written.stream().filter(its -> its.startsWith(name)))
          .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(n -> name + n).toList());
    }
  }

  /** Threads that give nobody else a processor hold back no answer that is there. */
  @Test
  void nothingWaitsForThreadsThatDoNotStop() throws Exception {
    var answered = new CountDownLatch(1);
    var over = new AtomicInteger();
    int hogs = Runtime.getRuntime().availableProcessors() + 1;
    var all = new ArrayList<Parked>();
    var promise = new CompletableFuture<ChannelFuture>();
    all.add(
        new Parked(() -> {
          promise.complete(handover.write(channel, bytes("here")));
          answered.countDown();
        }));
    for (int i = 0; i < hogs; i++) {
      all.add(
          new Parked(() -> {
            long end = System.nanoTime() + PATIENCE;
            while (answered.getCount() > 0 && System.nanoTime() - end < 0) {
              Thread.yield();
            }
            while (!promise.join().isDone() && System.nanoTime() - end < 0) {
              Thread.onSpinWait();
            }
            over.addAndGet(promise.join().isDone() ? 1 : 0);
          }));
    }
    wakeInOneTurn(all);
    for (Parked each : all) {
      each.thread.join();
    }
    assertThat(written).containsExactly("here");
    assertThat(over).hasValue(hogs);
  }

  @Test
  void afterTheLoopHasEndedWhatIsWrittenFails() throws Exception {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    ByteBuf direct = bytes("late");
    assertThat(handover.write(channel, direct).await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(direct.refCnt()).isZero();
  }
}
