package dev.glasshouse.server.config;

import java.util.List;

/**
 * A site.
 *
 * @param names the hosts that it is for, in lower case; {@code *.} before one for all below it
 * @param standard whether it answers for hosts that no site is for
 * @param routes what answers, in the order in which they are tried
 * @param values everything that is said of it
 */
public record SiteSettings(
    List<String> names, boolean standard, List<RouteSettings> routes, Values values) {
  public SiteSettings {
    names = List.copyOf(names);
    routes = List.copyOf(routes);
  }

  /** What it is called in messages and records. */
  public String title() {
    return names.isEmpty() ? "default" : names.getFirst();
  }
}
