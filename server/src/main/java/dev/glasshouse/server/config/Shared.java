package dev.glasshouse.server.config;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Things that several hold at once, each under what it was made from: made for the first who asks,
 * closed with the last who holds it. Safe for many threads.
 *
 * @param <K> what a thing is made from
 * @param <V> the things
 */
public final class Shared<K, V extends AutoCloseable> {
  private final Map<K, Held<V>> all = new HashMap<>();

  /** Makes a thing. */
  @FunctionalInterface
  public interface Maker<V> {
    /**
     * Makes it.
     *
     * @throws IOException when it cannot be made
     */
    V make() throws IOException;
  }

  private static final class Held<V> {
    private final V value;
    private int holders;

    Held(V value) {
      this.value = value;
    }
  }

  /** Somebody's hold of a thing, until it is closed. */
  public final class Lease implements AutoCloseable {
    private final K key;
    private final V value;
    private boolean over;

    private Lease(K key, V value) {
      this.key = key;
      this.value = value;
    }

    /** The thing. */
    public V value() {
      return value;
    }

    @Override
    public void close() throws Exception {
      boolean last;
      synchronized (all) {
        Held<V> held = all.get(key);
        if (over || held == null) {
          return;
        }
        over = true;
        held.holders--;
        last = held.holders == 0;
        if (last) {
          all.remove(key);
        }
      }
      if (last) {
        value.close();
      }
    }
  }

  /**
   * Holds the thing of that key, which is made where there is none.
   *
   * @throws IOException when it cannot be made
   */
  public Lease take(K key, Maker<V> maker) throws IOException {
    synchronized (all) {
      Held<V> held = all.get(key);
      if (held == null) {
        held = new Held<>(maker.make());
        all.put(key, held);
      }
      held.holders++;
      return new Lease(key, held.value);
    }
  }

  /** The keys of all that are held. */
  public List<K> keys() {
    synchronized (all) {
      return List.copyOf(all.keySet());
    }
  }

  /** All that are held. */
  public List<V> values() {
    synchronized (all) {
      return all.values().stream().map(held -> held.value).toList();
    }
  }
}
