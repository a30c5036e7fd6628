package dev.glasshouse.server.sites;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests of a site are under way, and on how many connections; never more than may be. A
 * connection is known by what {@link dev.glasshouse.http.Aside#connection} gives: one client's port
 * may be at two listeners. Safe for many threads.
 */
final class Crowd {
  private final int mostRequests;
  private final int mostConnections;

  /** Connections, with how many requests are under way on each. */
  private final Map<Object, Integer> connections = new HashMap<>();

  private int requests;

  /**
   * Why one more is not let in.
   *
   * @param limit its name in the configuration
   * @param most its value
   */
  record Full(String limit, int most) {}

  /**
   * Nobody is there yet.
   *
   * @param mostRequests 0 for any number
   * @param mostConnections 0 for any number
   */
  Crowd(int mostRequests, int mostConnections) {
    this.mostRequests = mostRequests;
    this.mostConnections = mostConnections;
  }

  /** Whether there is anything to be counted. */
  boolean isLimited() {
    return mostRequests > 0 || mostConnections > 0;
  }

  /** Whether a request may begin, on whatever connection. */
  synchronized boolean hasRoom() {
    return (mostRequests == 0 || requests < mostRequests)
        && (mostConnections == 0 || connections.size() < mostConnections);
  }

  private Optional<Full> full(Object connection) {
    if (mostRequests > 0 && requests >= mostRequests) {
      return Optional.of(new Full("requests", mostRequests));
    }
    boolean fresh = !connections.containsKey(connection);
    if (mostConnections > 0 && fresh && connections.size() >= mostConnections) {
      return Optional.of(new Full("connections", mostConnections));
    }
    return Optional.empty();
  }

  /** A request on this connection begins, and is to {@link #leave}; or why it may not. */
  synchronized Optional<Full> enter(Object connection) {
    Optional<Full> full = full(connection);
    if (full.isEmpty()) {
      requests++;
      connections.merge(connection, 1, Integer::sum);
    }
    return full;
  }

  /** A request on this connection that was let in is over. */
  synchronized void leave(Object connection) {
    requests--;
    connections.computeIfPresent(connection, (_, n) -> n == 1 ? null : n - 1);
  }
}
