package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Trail;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The questions that are with the servers now. Who asks the same name and type meanwhile waits for
 * the one answer, and is told so: the servers are asked once. Safe for use by many threads.
 */
final class UnderWay {
  private final NameCache cache;
  private final Map<Key, CompletableFuture<Outcome>> open = new ConcurrentHashMap<>();

  private record Key(String name, String type) {}

  /** What came of a question. */
  private sealed interface Outcome {}

  private record Good(Answer answer) implements Outcome {}

  private record Bad(NameException problem) implements Outcome {}

  /** Who asked wanted no more, or had no more time: that says nothing to those who wait. */
  private record GivenUp() implements Outcome {}

  /** Asks the servers. */
  interface Asking {
    /**
     * Asks, and keeps the answer. Blocks.
     *
     * @throws NameException when nobody could tell
     */
    Answer ask() throws NameException;
  }

  /**
   * Nothing is under way.
   *
   * @param cache keeps what was answered
   */
  UnderWay(NameCache cache) {
    this.cache = cache;
  }

  /**
   * The answer to a question, asked by the first who wants it. Blocks.
   *
   * @param since when the cache did not know it: what came later than that is taken from there
   * @param now the time, for what the cache has
   * @throws NameException when nobody could tell before the deadline
   */
  Answer ask(
      String name,
      String type,
      Instant since,
      Instant now,
      Deadline deadline,
      Trail trail,
      Asking asking)
      throws NameException {
    var key = new Key(name, type);
    while (true) {
      var mine = new CompletableFuture<Outcome>();
      CompletableFuture<Outcome> other = open.putIfAbsent(key, mine);
      if (other == null) {
        return first(key, mine, since, now, deadline, asking);
      }
      if (trail.on()) {
        trail.mark(new NameStep.LookupJoined(name, type), Because.of(NameReason.ASKED_ALREADY));
      }
      switch (wait(other, name, deadline)) {
        case Good(Answer answer) -> {
          return answer;
        }
        case Bad(NameException problem) -> {
          var ours = new NameException(name, problem.outcome(), problem.source());
          ours.initCause(problem);
          throw ours;
        }
        case GivenUp() -> {
          if (deadline.passed()) {
            throw late(name);
          }
        }
      }
    }
  }

  private Answer first(
      Key key,
      CompletableFuture<Outcome> mine,
      Instant since,
      Instant now,
      Deadline deadline,
      Asking asking)
      throws NameException {
    Outcome outcome = new GivenUp();
    try {
      // It may have come between the look into the cache and now.
      Optional<Answer> meanwhile =
          cache.find(key.name, key.type, now).filter(answer -> answer.at().isAfter(since));
      Answer answer = meanwhile.isPresent() ? meanwhile.get() : asking.ask();
      outcome = new Good(answer);
      return answer;
    } catch (NameException e) {
      boolean gaveUp = deadline.passed() || Thread.currentThread().isInterrupted();
      outcome = gaveUp ? new GivenUp() : new Bad(e);
      throw e;
    } finally {
      open.remove(key, mine);
      mine.complete(outcome);
    }
  }

  private static Outcome wait(CompletableFuture<Outcome> other, String name, Deadline deadline)
      throws NameException {
    try {
      return other.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NameException(name, NameException.Outcome.TIMEOUT, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails it", e);
    }
  }

  private static NameException late(String name) {
    return new NameException(
        name, NameException.Outcome.TIMEOUT, "waiting with others for the same answer");
  }
}
