package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadBuffersTest {
  @Test
  void whatIsLetGoIsTakenAgain() {
    try (var buffers = new ReadBuffers(1, 1024)) {
      ByteBuf first = buffers.take().orElseThrow();
      first.writeBytes(new byte[1000]);
      ByteBuf part = first.readRetainedSlice(500);
      first.release();
      assertThat(buffers.take()).as("a part of it is in use").isEmpty();
      part.release();
      ByteBuf again = buffers.take().orElseThrow();
      assertThat(again).isSameAs(first);
      assertThat(again.refCnt()).isOne();
      assertThat(again.readableBytes()).isZero();
      assertThat(again.writableBytes()).isEqualTo(1024);
      again.release();
    }
  }

  @Test
  void thereAreNoMoreThanSaid() {
    try (var buffers = new ReadBuffers(2, 64)) {
      ByteBuf one = buffers.take().orElseThrow();
      ByteBuf two = buffers.take().orElseThrow();
      assertThat(two).isNotSameAs(one);
      assertThat(buffers.take()).isEmpty();
      one.release();
      two.release();
    }
  }

  @Test
  void afterTheEndTheyAreFreed() {
    var buffers = new ReadBuffers(2, 64);
    ByteBuf used = buffers.take().orElseThrow();
    ByteBuf free = buffers.take().orElseThrow();
    free.release();
    buffers.close();
    assertThat(buffers.take()).isEmpty();
    used.release();
    assertThat(used.refCnt()).isZero();
    assertThat(buffers.take()).isEmpty();
  }

  @Test
  void threadsNeverShareOne() throws InterruptedException {
    try (var buffers = new ReadBuffers(3, 64)) {
      Set<ByteBuf> seen = new HashSet<>();
      var wrong = new AtomicInteger();
      var done = new CountDownLatch(4);
      for (int thread = 0; thread < 4; thread++) {
        int mark = thread;
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              for (int i = 0; i < 5_000; i++) {
                buffers
                    .take()
                    .ifPresent(its -> {
                      its.setInt(0, mark);
                      its.setInt(60, mark);
                      if (its.refCnt() != 1 || its.getInt(0) != mark || its.getInt(60) != mark) {
                        wrong.incrementAndGet();
                      }
                      synchronized (seen) {
                        seen.add(its);
                      }
                      its.release();
                    });
              }
              done.countDown();
            });
      }
      done.await();
      assertThat(wrong).hasValue(0);
      assertThat(seen).hasSizeBetween(1, 3);
    }
  }

  @Test
  @SuppressWarnings("deprecation") // as Netty's channels ask
  void aReadThatFillsWhatItGetsIsGivenALargeOne() {
    try (var buffers = new ReadBuffers(1, 4096)) {
      RecvByteBufAllocator.Handle handle = new EagerReads(2048, buffers, 8192).newHandle();
      var channel = new EmbeddedChannel();
      ByteBuf last = fill(handle, channel);
      for (int i = 0; i < 5 && last.capacity() < 4096; i++) {
        last.release();
        last = fill(handle, channel);
      }
      assertThat(last.capacity()).isEqualTo(4096);
      ByteBuf beside = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
      assertThat(beside.capacity()).as("while it is in use").isEqualTo(2048);
      beside.release();
      last.release();
      channel.finishAndReleaseAll();
    }
  }

  /** A turn that reads one buffer full. */
  @SuppressWarnings("deprecation") // as Netty's channels ask
  private static ByteBuf fill(RecvByteBufAllocator.Handle handle, EmbeddedChannel channel) {
    handle.reset(new DefaultChannelConfig(channel));
    ByteBuf buffer = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
    int room = buffer.writableBytes();
    handle.attemptedBytesRead(room);
    handle.lastBytesRead(room);
    buffer.writerIndex(buffer.writerIndex() + room);
    handle.incMessagesRead(1);
    handle.readComplete();
    return buffer;
  }
}
