package dev.glasshouse.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hears of everything counted that is lost in this process: it has to be there before anything of
 * Netty's is used.
 */
final class LeakWatch {
  /** What is lost on purpose, to know that all that was lost before has been told. */
  private static final String CANARY = "lost on purpose";

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private volatile int canaries;

  /** Watches from now on. */
  static LeakWatch begin() {
    var watch = new LeakWatch();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // the only face there is
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval, long maxActive) {
            return watch.detector(resource, interval);
          }
        });
    return watch;
  }

  @SuppressWarnings("deprecation") // the only constructors there are
  private <T> ResourceLeakDetector<T> detector(Class<T> resource, int interval) {
    return new ResourceLeakDetector<>(resource, interval) {
      @Override
      protected void reportTracedLeak(String resourceType, String records) {
        take(resourceType, records);
      }

      @Override
      protected void reportUntracedLeak(String resourceType) {
        take(resourceType, "");
      }
    };
  }

  private void take(String resource, String records) {
    if (records.contains(CANARY)) {
      synchronized (this) {
        canaries++;
      }
    } else {
      leaks.add(resource + records);
    }
  }

  /** All that was lost until now and is not used any more. */
  @SuppressWarnings("BusyWait") // the garbage collector tells nobody when it is done
  List<String> leaks() throws InterruptedException {
    // What is found together is told in any order: after the second, all found with the first is.
    for (int round = 1; round <= 2; round++) {
      lose(round);
      while (canaries < round) {
        System.gc();
        Thread.sleep(10);
        // Whoever makes a buffer tells of those that were lost.
        ByteBufAllocator.DEFAULT.buffer(16).release();
      }
    }
    return leaks;
  }

  private static void lose(int round) {
    ByteBuf lost = ByteBufAllocator.DEFAULT.buffer(16).touch(CANARY + " " + round);
    lost.writeByte(round);
  }
}
