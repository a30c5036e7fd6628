package dev.glasshouse.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that a server is told.
 *
 * @param values of the file's top
 * @param listeners where it listens
 * @param sites what it serves
 * @param others the tables of others, by name
 * @param kinds the kinds of routes that may stand here, which those tables belong to
 */
public record ServerSettings(
    Values values,
    List<ListenSettings> listeners,
    List<SiteSettings> sites,
    Map<String, List<Values>> others,
    List<RouteKind> kinds) {
  /** The files beside its own that it was made from: certificates, keys, passwords. */
  public List<Path> files() {
    var all = new ArrayList<Path>();
    for (SiteSettings site : sites) {
      for (String option : List.of("certificate", "key", "users")) {
        site.values().path(option).ifPresent(all::add);
      }
      site.routes().forEach(route -> route.values().path("users").ifPresent(all::add));
    }
    return all;
  }

  public ServerSettings {
    listeners = List.copyOf(listeners);
    sites = List.copyOf(sites);
    others = Map.copyOf(others);
    kinds = List.copyOf(kinds);
  }
}
