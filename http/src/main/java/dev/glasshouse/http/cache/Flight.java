package dev.glasshouse.http.cache;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.caching.Stored;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request that is under way, and that others for the same thing wait for. */
final class Flight {
  /**
   * What is asked for.
   *
   * @param key the resource
   * @param variant the request's fields that select among its answers (RFC 9111 4.1), as far as it
   *     is known which do; empty where nothing of them is known
   */
  record Course(CacheKey key, Optional<Fields> variant) {}

  private final Course course;
  private final CompletableFuture<Landing> landing = new CompletableFuture<>();

  /** What came of it, as far as others may know. */
  sealed interface Landing {
    /**
     * An answer that may be shared, whose body is on its way.
     *
     * @param stored its head
     * @param version the version of HTTP that it came in
     * @param filling its body
     */
    record Shared(Stored stored, HttpVersion version, Filling filling) implements Landing {}

    /** What is stored has changed. */
    record LookAgain() implements Landing {}

    /** The asker gave up: one of those who wait asks in its place. */
    record HandedOver() implements Landing {}

    /** Nothing that others could use: they go on by themselves. */
    record Alone() implements Landing {}
  }

  Flight(Course course) {
    this.course = course;
  }

  Course course() {
    return course;
  }

  void land(Landing how) {
    landing.complete(how);
  }

  /** Waits for it; who waits too long goes on alone. */
  Landing await(Duration most) throws CancelledException {
    try {
      return landing.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return new Landing.Alone();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(FetchReason.CANCELLED));
    }
  }
}
