package dev.glasshouse.server.web;

import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.logs.Logs;
import dev.glasshouse.server.sites.Told;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Where problems are told: the error log of the settings; where there is none, somebody else. */
final class Problems implements Told {
  private final Told others;
  private final InstantSource clock;
  private volatile Optional<Open> open = Optional.empty();

  private record Open(Logs logs, Path path) {}

  Problems(Told others, InstantSource clock) {
    this.others = others;
    this.clock = clock;
  }

  /** From now on into the log that settings name. */
  void into(Logs logs, ServerSettings settings) {
    open = settings.values().path("error-log").map(path -> new Open(logs, path));
  }

  @Override
  public void problem(String line) {
    Optional<Open> its = open;
    if (its.isEmpty()) {
      others.problem(line);
      return;
    }
    String now =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
    its.get().logs().line(its.get().path(), now + " " + line);
  }
}
