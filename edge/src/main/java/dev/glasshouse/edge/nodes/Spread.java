package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheNodeReason;
import dev.glasshouse.journey.CacheNodeStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A cache as one of a group: what is purged here is purged everywhere, and what is purged elsewhere
 * is purged here.
 */
public final class Spread implements AutoCloseable {
  /** By how much the clocks of two nodes may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  /** Joins the group. */
  @FunctionalInterface
  public interface Joining {
    /** Joins, and has this told what is heard. */
    Nodes join(Nodes.Hearing hearing) throws IOException;
  }

  private final SharedCache cache;
  private final Nodes nodes;

  private Spread(SharedCache cache, Nodes nodes) {
    this.cache = cache;
    this.nodes = nodes;
  }

  /** A cache joins a group. */
  public static Spread of(SharedCache cache, Joining joining, Trail trail) throws IOException {
    return new Spread(cache, joining.join(new Hearing(cache, trail)));
  }

  private record Hearing(SharedCache cache, Trail trail) implements Nodes.Hearing {
    @Override
    public void order(Order order) {
      try {
        // What was asked for well after the order was given is none of its business.
        Instant latest = order.when().plus(CLOCKS);
        cache.purge(order.purge(), latest, "the node " + order.from(), trail);
      } catch (IOException _) {
        // It holds until the next start; the node's own disk is told elsewhere.
      }
    }

    @Override
    public void count(int nodes) {
      if (trail.on()) {
        trail.mark(
            new CacheNodeStep.NodesChanged(cache.name(), nodes),
            Because.of(CacheNodeReason.NODES_CAME));
      }
    }
  }

  /**
   * Purges here and everywhere.
   *
   * @throws IOException when it could not be written here, or the others could not be told
   */
  public void purge(Purge purge, String from, Trail trail) throws IOException {
    cache.purge(purge, from, trail);
    nodes.tell(purge);
    if (trail.on()) {
      trail.mark(new CacheNodeStep.PurgeSpread(purge.line(), nodes.size() - 1), Because.HAPPENED);
    }
  }

  /** How many nodes there are. */
  public int size() {
    return nodes.size();
  }

  @Override
  public void close() {
    nodes.close();
  }
}
