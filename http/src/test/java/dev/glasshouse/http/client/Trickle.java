package dev.glasshouse.http.client;

import java.util.concurrent.TimeUnit;

/** Says something again and again, with pauses between, until it fails or is closed. */
public final class Trickle implements AutoCloseable {
  /** What is said. */
  @FunctionalInterface
  public interface Drop {
    /** Once more. */
    void fall() throws Exception;
  }

  private final Thread thread;

  private Trickle(Drop drop) {
    thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  drop.fall();
                  TimeUnit.MILLISECONDS.sleep(20);
                }
              } catch (Exception _) {
                // Whoever was to hear it has had enough.
              }
            });
  }

  /** Begins at once. */
  public static Trickle begin(Drop drop) {
    return new Trickle(drop);
  }

  /** Says it on this thread. */
  static void here(Drop drop) throws InterruptedException {
    var trickle = new Trickle(drop);
    trickle.thread.join();
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
