package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Reach;
import java.util.Optional;

/** The group that a node belongs to. */
public interface Nodes extends AutoCloseable {
  /** Told of orders, and of who is there. Called on threads of the engine; must not block long. */
  interface Hearing {
    /** Another node took an order; it is told once. */
    void order(Order order);

    /**
     * Orders may have been given that this node cannot hear any more: what it keeps is not to be
     * used before its server has confirmed it. Told before the joining ends where it is known then.
     *
     * @param why how that came
     */
    void missed(String why);

    /** How many nodes there are now, with this one. */
    void count(int nodes);

    /**
     * Whether the others can be reached, told when that changes.
     *
     * @param problem why not; empty when they can again
     */
    void reach(Optional<String> problem);
  }

  /**
   * Tells all the others: now, or once they can be reached.
   *
   * @return why they do not know it yet; empty when they were told
   */
  Optional<String> tell(Purge purge);

  /**
   * Waits, not long, until all who are there have taken what they were told until now.
   *
   * @return how many did; empty where nobody can say
   */
  Optional<Reach> reached();

  /** How many nodes there are, with this one; those that are known. */
  int size();

  @Override
  void close();
}
