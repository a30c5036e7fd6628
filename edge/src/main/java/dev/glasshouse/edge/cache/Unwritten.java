package dev.glasshouse.edge.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a cache's disk did not take. All of it is counted; the person who runs the cache is told at
 * most once a minute, since a disk that is full fails with each answer that would be kept. Safe for
 * many threads.
 */
final class Unwritten implements Consumer<IOException> {
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final CacheOptions options;
  private final InstantSource clock;
  private final Counts counts;
  private final Consumer<String> complaints;
  private Optional<Instant> told = Optional.empty();
  private long since;

  /**
   * Nothing yet.
   *
   * @param complaints takes a sentence
   */
  Unwritten(CacheOptions options, InstantSource clock, Counts counts, Consumer<String> complaints) {
    this.options = options;
    this.clock = clock;
    this.counts = counts;
    this.complaints = complaints;
  }

  @Override
  public void accept(IOException problem) {
    counts.unwritten();
    long times;
    synchronized (this) {
      since++;
      Instant now = clock.instant();
      if (told.isPresent() && now.isBefore(told.get().plus(QUIET))) {
        return;
      }
      told = Optional.of(now);
      times = since;
      since = 0;
    }
    complaints.accept(
        "the cache %s cannot write%s: %s; answers go on without it (%s not kept)"
            .formatted(
                options.name(),
                options.folder().map(Path::toString).map(its -> " in " + its).orElse(""),
                problem,
                times));
  }
}
