package dev.glasshouse.dns;

import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.util.List;

/**
 * Whoever knows the addresses of names: the browser's {@link Resolver}, or a table in a test.
 *
 * <p>Calls block, and are meant for virtual threads.
 */
@FunctionalInterface
public interface Names {

  /**
   * The addresses of a name.
   *
   * @param host a name, or an address as text (an IPv6 address with or without brackets)
   * @param arrivals told what comes as it comes, so that a caller can begin with the first family
   *     while the second is still awaited (RFC 8305 section 3); on the calling thread or another
   * @throws NameException when there are none, or nobody could tell
   */
  Addresses addresses(String host, Deadline deadline, Trail trail, Arrivals arrivals)
      throws NameException;

  /** The addresses of a name, all at once. */
  default Addresses addresses(String host, Deadline deadline, Trail trail) throws NameException {
    return addresses(host, deadline, trail, (family, list) -> {});
  }

  /**
   * How a host's HTTPS service is reached (RFC 9460). Never fails: where nobody can tell, it says
   * so.
   *
   * @param port the port of the URL
   */
  default Services services(String host, int port, Deadline deadline, Trail trail) {
    return Services.NOT_ASKED;
  }

  /** Whether a name comes with the program, and nobody else on the network knows it. */
  default boolean isBuiltIn(String host) {
    return false;
  }

  /** Told of addresses as they come. */
  @FunctionalInterface
  interface Arrivals {
    /**
     * One family's answer is there.
     *
     * @param addresses its addresses; empty when it has none, or its question failed
     */
    void arrived(Family family, List<InetAddress> addresses);
  }
}
