package dev.glasshouse.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The large buffers that long downloads are read into, a few for a whole network, used over and
 * over: memory that was never touched costs a page fault every 4 KB, which for a gigabyte is more
 * than to copy it. Made when first wanted; whoever lets go of one gives it back, on any thread.
 */
public final class ReadBuffers implements AutoCloseable {
  private final Queue<Kept> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger made = new AtomicInteger();
  private final int most;
  private final int size;
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param most how many there will be at once
   * @param size bytes of each
   */
  public ReadBuffers(int most, int size) {
    this.most = most;
    this.size = size;
  }

  /** An empty one; none when all are in use. */
  Optional<ByteBuf> take() {
    Kept again = free.poll();
    if (again != null) {
      return Optional.of(again.begin());
    }
    if (closed || made.getAndUpdate(its -> Math.min(most, its + 1)) == most) {
      return Optional.empty();
    }
    return Optional.of(new Kept());
  }

  /** Frees those that nobody uses; the others when they are let go. */
  @Override
  public void close() {
    closed = true;
    for (Kept its = free.poll(); its != null; its = free.poll()) {
      its.end();
    }
  }

  private final class Kept extends UnpooledDirectByteBuf {
    Kept() {
      super(UnpooledByteBufAllocator.DEFAULT, size, size);
    }

    /** As good as new. */
    ByteBuf begin() {
      resetRefCnt();
      return clear();
    }

    @Override
    protected void deallocate() {
      if (closed) {
        end();
        return;
      }
      free.add(this);
      if (closed && free.remove(this)) {
        end();
      }
    }

    private void end() {
      super.deallocate();
    }
  }
}
