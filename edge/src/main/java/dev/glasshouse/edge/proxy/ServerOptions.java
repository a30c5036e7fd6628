package dev.glasshouse.edge.proxy;

/**
 * How one server is asked.
 *
 * @param host which authority it is told
 * @param locations what is done with a {@code Location} that leads to the server itself
 */
public record ServerOptions(Host host, Locations locations) {
  /** The client's authority; Locations as they are. */
  public static final ServerOptions USUAL = new ServerOptions(Host.CLIENTS, Locations.KEPT);

  /** An authority. */
  public enum Host {
    /** That which the client asked for. */
    CLIENTS,
    /** The server's own. */
    ITS_OWN
  }

  /** What is done with a Location. */
  public enum Locations {
    /** It stays. */
    KEPT,
    /** Where it leads to the server itself, it leads here. */
    REWRITTEN
  }
}
