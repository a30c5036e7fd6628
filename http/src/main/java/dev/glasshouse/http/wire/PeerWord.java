package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a peer says once of what it takes, and who waits for that. Safe for many threads. */
public final class PeerWord {
  private final CompletableFuture<Boolean> word = new CompletableFuture<>();

  /** The peer has said it; only the first time counts. */
  public void said(boolean takes) {
    word.complete(takes);
  }

  /** Whether it takes it; no, where it does not say so until the deadline. */
  public boolean await(Deadline deadline) {
    try {
      return word.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
