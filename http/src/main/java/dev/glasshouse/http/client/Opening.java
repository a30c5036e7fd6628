package dev.glasshouse.http.client;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes the connections of a client's pool: those that somebody waits for, and those beside others
 * that stand.
 */
final class Opening {
  private final ConnectionPool pool;
  private final Connector connector;
  private final AltSvcMemory alternatives;
  private final InstantSource clock;

  Opening(
      ConnectionPool pool, Connector connector, AltSvcMemory alternatives, InstantSource clock) {
    this.pool = pool;
    this.connector = connector;
    this.alternatives = alternatives;
    this.clock = clock;
  }

  /** Makes the connection for which a place gives leave, or finds that one stands. Blocks. */
  Place connect(Place dial, Trail trail) throws IOException {
    boolean made = false;
    try {
      Connector.Outcome outcome = connector.connect(dial.key(), may -> pool.join(dial, may), trail);
      made = true;
      return switch (outcome) {
        case Connector.Made(ClientSession session, Peer peer) -> {
          Place place = pool.opened(dial, session, peer);
          session.onAltSvc((origin, value) -> said(place, origin, value, trail));
          yield place;
        }
        case Connector.Joined(Place place) -> place;
      };
    } finally {
      if (!made) {
        pool.giveUp(dial);
      }
    }
  }

  /** Makes a better connection beside one that stands, where one is known of since. */
  void better(Place place, Trail trail) {
    Pooled pooled = place.session();
    int changes = alternatives.changes();
    HttpVersion stands = pooled.session().version();
    if (pooled.seen == changes || stands == HttpVersion.HTTP_3 || !place.key().secure()) {
      return;
    }
    pooled.seen = changes;
    Optional<Connector.Beside> beside = connector.beside(place.key(), stands, trail);
    if (beside.isEmpty() || pool.stands(place.key(), HttpVersion.HTTP_3)) {
      return;
    }
    Optional<Place> dial = pool.beside(place.key());
    if (dial.isPresent()) {
      Thread.ofVirtual().name("glass-beside").start(() -> make(beside.get(), dial.get()));
    }
  }

  private void make(Connector.Beside beside, Place dial) {
    Place held = dial;
    try {
      Connector.Made made = beside.make();
      held = pool.opened(dial, made.session(), made.peer());
    } catch (IOException _) {
      // Told by who dialed; the connection that stands goes on.
    } finally {
      pool.giveUp(held);
    }
  }

  /** A session that came too late for who had asked for it serves those who come. */
  static void keep(ConnectionPool pool, PoolKey key, Connector.Made made) {
    Optional<Place> place = pool.beside(key);
    if (place.isEmpty()) {
      made.session().close();
      return;
    }
    pool.giveUp(pool.opened(place.get(), made.session(), made.peer()));
  }

  /** RFC 7838 section 4: a frame counts for an origin that the connection is for. */
  private void said(Place place, String origin, String value, Trail trail) {
    Pooled pooled = place.session();
    Optional<PoolKey> about =
        pool.served(pooled).stream()
            .filter(key -> origin.isEmpty() || key.origin().equals(origin))
            .findFirst();
    boolean unclear = origin.isEmpty() && pool.served(pooled).size() > 1;
    if (about.isPresent() && !unclear) {
      new AltSvcLearning(alternatives, clock)
          .learn(about.get(), pooled.peer(), value, "ALTSVC", trail);
    }
  }
}
