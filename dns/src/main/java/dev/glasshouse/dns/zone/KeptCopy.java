package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.FileWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When a copy of a zone is written to its file: at once, but at most once a minute and at the end,
 * however often the zone changes. What is lost with a program that ends before is asked for again,
 * as changes since the version that is there (RFC 1995). Of what goes wrong is told once.
 */
final class KeptCopy {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final CopyFile file;
  private final InstantSource clock;
  private final Consumer<String> told;
  private Optional<Zone> unsaved = Optional.empty();
  private Instant confirmed = Instant.EPOCH;
  private Optional<Instant> tried = Optional.empty();
  private String trouble = "";

  KeptCopy(CopyFile file, InstantSource clock, Consumer<String> told) {
    this.file = file;
    this.clock = clock;
    this.told = told;
  }

  Path path() {
    return file.path();
  }

  /** What was kept before; empty, and told why, if it is not to be had. */
  Optional<CopyFile.Kept> read(ZoneLimits limits) {
    try {
      return file.read(limits);
    } catch (ZoneException e) {
      told.accept("is fetched anew: its copy is damaged: " + e.faults().getFirst());
    } catch (IOException e) {
      told.accept("is fetched anew: its copy " + path() + ": " + FileWords.unread(e));
    }
    return Optional.empty();
  }

  /** A new version has come. */
  void keep(Zone zone, Instant now) {
    unsaved = Optional.of(zone);
    confirmed = now;
  }

  /** What is kept, or is to be, holds. */
  void confirmed(Zone zone, Instant now) {
    confirmed = now;
    if (unsaved.isPresent()) {
      return;
    }
    try {
      file.confirm(now);
    } catch (IOException e) {
      // Somebody took it away, or it may not be touched.
      unsaved = Optional.of(zone);
    }
  }

  /** Until something is to be written; empty for nothing is. */
  Optional<Duration> due() {
    return unsaved.map(_ -> {
      Instant now = clock.instant();
      Instant next = tried.map(then -> then.plus(INTERVAL)).orElse(now);
      return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    });
  }

  /** Writes what is to be written, unless that was done just before. */
  void saveWhenDue() {
    if (due().filter(Duration::isZero).isPresent()) {
      save();
    }
  }

  /** Writes what is to be written. */
  void save() {
    if (unsaved.isEmpty()) {
      return;
    }
    tried = Optional.of(clock.instant());
    try {
      file.write(unsaved.get(), confirmed);
      unsaved = Optional.empty();
      trouble = "";
    } catch (IOException e) {
      String what = path() + ": " + FileWords.unwritten(e);
      if (!what.equals(trouble)) {
        told.accept("is served out of memory, and not kept: " + what);
        trouble = what;
      }
    }
  }
}
