package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Purged;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheNodeReason;
import dev.glasshouse.journey.CacheNodeStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A cache as one of a group: what is purged here is purged everywhere, and what is purged elsewhere
 * is purged here.
 */
public final class Spread implements AutoCloseable {
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
    return of(cache, joining, trail, _ -> {});
  }

  /**
   * A cache joins a group.
   *
   * @param news takes what changes in the group, in a sentence
   */
  public static Spread of(SharedCache cache, Joining joining, Trail trail, Consumer<String> news)
      throws IOException {
    return new Spread(cache, joining.join(new Hearing(cache, trail, news, new AtomicInteger(1))));
  }

  private record Hearing(
      SharedCache cache, Trail trail, Consumer<String> news, AtomicInteger before)
      implements Nodes.Hearing {
    @Override
    public void order(Order order) {
      try {
        // What was asked for well after the order was given is none of its business.
        Instant latest = order.when().plus(Continuity.CLOCKS);
        cache.purge(order.purge(), latest, "the node " + order.from(), trail);
      } catch (IOException e) {
        news.accept(
            "the cache "
                + cache.name()
                + " cannot write an order to purge down: "
                + Texts.of(e)
                + "; it holds until the next start");
      }
    }

    @Override
    public void missed(String why) {
      boolean empty = cache.sizes().memory() + cache.sizes().disk() == 0;
      Optional<String> unwritten = Optional.empty();
      try {
        cache.doubt(why, trail);
      } catch (IOException e) {
        unwritten = Optional.of(Texts.of(e));
      }
      if (!empty) {
        news.accept(
            "the cache %s may have missed orders to purge: %s; what it keeps is checked before it"
                    .formatted(cache.name(), why)
                + " is used again"
                + unwritten
                    .map(its -> " (until the next start: it cannot be written down: " + its + ")")
                    .orElse(""));
      }
    }

    @Override
    public void count(int nodes) {
      int were = before.getAndSet(nodes);
      if (were != nodes) {
        news.accept(
            "the cache %s is one of %d nodes that hear each other now; it was one of %d"
                .formatted(cache.name(), nodes, were));
      }
      if (trail.on()) {
        trail.mark(
            new CacheNodeStep.NodesChanged(cache.name(), nodes),
            Because.of(CacheNodeReason.NODES_CAME));
      }
    }

    @Override
    public void reach(Optional<String> problem) {
      news.accept(
          problem
              .map(why ->
                  "the cache %s cannot reach the other nodes: %s; each purges alone until it can"
                      .formatted(cache.name(), why))
              .orElseGet(() ->
                  "the cache %s reaches the other nodes again; what was purged meanwhile is told"
                      .formatted(cache.name())));
    }
  }

  /** Purges here and everywhere; who cannot be told now is told later. */
  public Purged purge(List<Purge> orders, String from, Trail trail) {
    Purged all = here(cache, orders, from, trail);
    for (Purge purge : orders) {
      Optional<String> untold = nodes.tell(purge);
      if (untold.isEmpty() && trail.on()) {
        trail.mark(new CacheNodeStep.PurgeSpread(purge.line(), nodes.size() - 1), Because.HAPPENED);
      }
      all = all.and(new Purged(Optional.empty(), untold, Optional.empty()));
    }
    return all.and(new Purged(Optional.empty(), Optional.empty(), nodes.reached()));
  }

  /** Purges one thing, here and everywhere. */
  public Purged purge(Purge purge, String from, Trail trail) {
    return purge(List.of(purge), from, trail);
  }

  /** Purges one cache. */
  public static Purged here(SharedCache cache, List<Purge> orders, String from, Trail trail) {
    Purged all = Purged.WHOLE;
    for (Purge purge : orders) {
      try {
        cache.purge(purge, from, trail);
      } catch (IOException e) {
        all = all.and(Purged.unwritten(Texts.of(e)));
      }
    }
    return all;
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
