package dev.glasshouse.server.config;

import java.util.List;
import java.util.Map;

/**
 * Everything that a server is told.
 *
 * @param values of the file's top
 * @param listeners where it listens
 * @param sites what it serves
 * @param others the tables of others, by name
 */
public record ServerSettings(
    Values values,
    List<ListenSettings> listeners,
    List<SiteSettings> sites,
    Map<String, List<Values>> others) {
  public ServerSettings {
    listeners = List.copyOf(listeners);
    sites = List.copyOf(sites);
    others = Map.copyOf(others);
  }
}
