package dev.glasshouse.http.client;

import dev.glasshouse.dns.NameException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Makes the sessions that the pool keeps. */
interface Connector {
  /** What came of it. */
  sealed interface Outcome {}

  /** A new session. */
  record Made(ClientSession session, Peer peer) implements Outcome {}

  /** A place on a session that stands for another origin. */
  record Joined(Place place) implements Outcome {}

  /** Looks for a standing session of another origin, and takes a place on it. */
  interface Joining {
    /**
     * A place on a session that may be shared.
     *
     * @param may asked of each that stands, and whether its server has refused the origin on it
     */
    Optional<Place> join(BiPredicate<Pooled, Boolean> may);
  }

  /** Whether the connections of a key will carry many exchanges, as far as that is known. */
  Expectation expects(PoolKey key);

  /** Makes a connection that nobody waits for. */
  interface Beside {
    /** Makes it. Blocks. */
    Made make() throws IOException;
  }

  /** How a better connection is made than one that stands; empty where none is known. */
  default Optional<Beside> beside(PoolKey key, HttpVersion stands, Trail trail) {
    return Optional.empty();
  }

  /**
   * Has the name of a key looked up, so that it is known when a connection needs it; of one that
   * goes through a proxy nobody here asks. Blocks.
   *
   * @throws NameException when there is no address, or nobody could tell
   */
  default void resolve(PoolKey key, Trail trail) throws NameException {}

  /** Makes a connection, or finds that one stands. Blocks. */
  Outcome connect(PoolKey key, Joining joining, Trail trail) throws IOException;
}
