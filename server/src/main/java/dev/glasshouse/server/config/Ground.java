package dev.glasshouse.server.config;

import dev.glasshouse.net.Network;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What routes stand on while they are opened.
 *
 * @param network where connections are made
 * @param clock the time
 * @param tables the tables of others at the top of the file, by name; none is missing, some may be
 *     empty
 * @param keeper takes what has to be closed when the configuration goes
 * @param beginnings takes what is done when the configuration begins to hold
 * @param problems takes what goes wrong behind a route and whoever runs the server should know, a
 *     line each; of what comes too often only some is told
 */
public record Ground(
    Network network,
    InstantSource clock,
    Map<String, List<Values>> tables,
    Consumer<AutoCloseable> keeper,
    Consumer<Beginning> beginnings,
    Consumer<String> problems) {
  /** What is not done while somebody only looks whether a configuration is right. */
  @FunctionalInterface
  public interface Beginning {
    /**
     * Opens folders, ports and the like.
     *
     * @throws IOException when they cannot be had: then the configuration does not begin to hold
     */
    void begin() throws IOException;
  }

  public Ground {
    tables = Map.copyOf(tables);
  }

  /** The tables of this name. */
  public List<Values> tables(String name) {
    return tables.getOrDefault(name, List.of());
  }

  /** Closes this when the configuration goes, after the last request that it answered. */
  public <T extends AutoCloseable> T keep(T resource) {
    keeper.accept(resource);
    return resource;
  }

  /** Does this when the configuration begins to hold, before the first request comes. */
  public void begin(Beginning beginning) {
    beginnings.accept(beginning);
  }
}
