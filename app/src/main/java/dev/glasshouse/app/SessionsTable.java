package dev.glasshouse.app;

import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteSettings;
import dev.glasshouse.server.kinds.SessionFigures;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sessions of a web server, as a table: a line for each {@code [[sessions]]} of its file. */
final class SessionsTable {
  private SessionsTable() {}

  /** How they stand; empty where there are none. */
  static String text(List<SessionFigures> all, ServerSettings settings) {
    if (all.isEmpty()) {
      return "";
    }
    var text = new StringBuilder();
    line(text, "SESSIONS", "HELD", "BEGUN", "ENDED", "EXPIRED", "EVICTED", "KEPT IN", "OF");
    for (SessionFigures its : all) {
      line(
          text,
          its.name(),
          its.held().isPresent() ? Long.toString(its.held().getAsLong()) : "not known",
          its.counts().begun(),
          its.counts().ended(),
          its.counts().expired(),
          its.counts().evicted(),
          its.place(),
          sites(its.name(), settings));
    }
    return text.toString();
  }

  /** The sites with a route that names these sessions. */
  private static String sites(String name, ServerSettings settings) {
    return settings.sites().stream()
        .filter(site ->
            site.routes().stream()
                .anyMatch(route -> name.equals(route.values().written().get("sessions"))))
        .map(SiteSettings::title)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%-16s %9s %9s %9s %9s %9s  %-32s %s%n", cells));
  }
}
