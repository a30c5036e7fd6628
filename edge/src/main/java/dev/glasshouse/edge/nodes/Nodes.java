package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import java.io.IOException;

/** The group that a node belongs to. */
public interface Nodes extends AutoCloseable {
  /** Told of orders, and of who is there. Called on threads of the engine; must not block long. */
  interface Hearing {
    /** Another node took an order; it is told once. */
    void order(Order order);

    /** How many nodes there are now, with this one. */
    void count(int nodes);
  }

  /**
   * Tells all the others.
   *
   * @throws IOException when they cannot be told
   */
  void tell(Purge purge) throws IOException;

  /** How many nodes there are, with this one; those that are known. */
  int size();

  @Override
  void close();
}
