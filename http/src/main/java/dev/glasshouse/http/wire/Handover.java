package dev.glasshouse.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What an event loop and the virtual threads of its connections have for each other, gathered, so
 * that neither side is woken for each single request. Threads whose requests came in one turn of
 * the loop are woken together, by one more thread behind whom they run; what they answer before
 * that one runs again goes back to the loop together.
 *
 * <p>Where a turn brought one request, nothing is gathered. No answer that is gathered waits longer
 * than {@link #PATIENCE_NANOS} for the others, whatever the threads do.
 */
public final class Handover {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventLoop loop;

  /** Threads to be woken at the end of this turn; on the event loop only. */
  private final List<Thread> due = new ArrayList<>();

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  /** How many groups of threads were woken that may not have had their turn. */
  private final AtomicInteger groups = new AtomicInteger();

  /** Whether the timer runs; on the event loop only. */
  private boolean timed;

  private record Answer(Channel channel, ByteBuf bytes, ChannelPromise promise) {
    void write() {
      channel.writeAndFlush(bytes, promise);
    }

    void giveUp(Throwable why) {
      bytes.release();
      promise.tryFailure(why);
    }
  }

  /** With the threads of this loop's connections. */
  Handover(EventLoop loop) {
    this.loop = loop;
  }

  /** Wakes a thread that is parked; on the event loop, at the end of this turn. */
  public void wake(Thread thread) {
    if (!loop.inEventLoop()) {
      LockSupport.unpark(thread);
      return;
    }
    due.add(thread);
    if (due.size() == 1) {
      try {
        loop.execute(this::wakeDue);
      } catch (RejectedExecutionException _) {
        wakeDue();
      }
    }
  }

  private void wakeDue() {
    if (due.size() == 1) {
      LockSupport.unpark(due.getFirst());
    } else {
      List<Thread> group = List.copyOf(due);
      groups.incrementAndGet();
      time();
      Thread.ofVirtual().name("glass-handover").start(() -> wake(group));
    }
    due.clear();
  }

  private void wake(List<Thread> group) {
    group.forEach(LockSupport::unpark);
    // Behind those who were woken, as far as nobody else has room for them.
    Thread.yield();
    groups.decrementAndGet();
    hurry();
  }

  /**
   * Writes on a channel of the loop's, on whatever thread. What was written there in another way
   * before must be out: it could be overtaken.
   *
   * @return done when the kernel has it
   */
  public ChannelFuture write(Channel channel, ByteBuf bytes) {
    var answer = new Answer(channel, bytes, channel.newPromise());
    answers.add(answer);
    if (groups.get() == 0) {
      hurry();
    }
    return answer.promise();
  }

  /** What was written before goes out ahead of what is written on its channel from now on. */
  public void hurry() {
    if (answers.isEmpty()) {
      return;
    }
    try {
      loop.execute(this::writeAll);
    } catch (RejectedExecutionException e) {
      for (Answer each = answers.poll(); each != null; each = answers.poll()) {
        each.giveUp(e);
      }
    }
  }

  private void writeAll() {
    for (Answer each = answers.poll(); each != null; each = answers.poll()) {
      each.write();
    }
  }

  private void time() {
    if (!timed) {
      timed = true;
      try {
        var _ = loop.schedule(this::look, PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException _) {
        timed = false;
      }
    }
  }

  private void look() {
    timed = false;
    writeAll();
    if (groups.get() > 0) {
      time();
    }
  }
}
