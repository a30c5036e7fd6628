package dev.glasshouse.server.config;

import dev.glasshouse.server.rules.PathPattern;
import java.util.List;

/**
 * A route: which requests, and what answers them.
 *
 * @param kind what answers
 * @param pattern the paths that it is for
 * @param methods the methods that it is for; none for all
 * @param values everything that is said of it
 */
public record RouteSettings(
    RouteKind kind, PathPattern pattern, List<String> methods, Values values) {
  public RouteSettings {
    methods = List.copyOf(methods);
  }
}
