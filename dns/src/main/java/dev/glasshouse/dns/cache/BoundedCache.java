package dev.glasshouse.dns.cache;

import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map that holds so many bytes and no more, and belongs to one thread: what an event loop alone
 * looks into needs neither locks nor queues. What is asked for often stays, however much junk is
 * asked for once. It knows nothing of time; what it holds says itself how long it is good.
 *
 * <p>Who comes in stands in a short line first. Who is asked for there moves on into the long one;
 * who is not goes, and is remembered for a while by its hash, so that it gets into the long line at
 * once if it comes again. In the long line each goes round again as often as it was asked for (Yang
 * et al., "FIFO queues are all you need for cache eviction", SOSP 2023).
 *
 * <p>Hashes can be made to collide by who chooses the keys: no more than {@value #DEEPEST} entries
 * share a place in the table, and one more takes the place of one that was asked for least.
 */
public final class BoundedCache<K, V> {
  private static final int ROOM = 16;
  private static final int LARGEST = 1 << 28;
  private static final int DEEPEST = 24;
  private static final int MOST_HITS = 3;

  /** An entry. */
  private static final class Node<K, V> {
    final K key;
    final int hash;
    V value;
    int weight;
    byte hits;
    boolean proven;
    // The next in the same place of the table.
    @Nullable Node<K, V> below;
    @Nullable Node<K, V> older;
    @Nullable Node<K, V> newer;

    Node(K key, int hash, V value, int weight) {
      this.key = key;
      this.hash = hash;
      this.value = value;
      this.weight = weight;
    }
  }

  /** Entries in the order in which they came. */
  private static final class Line<K, V> {
    @Nullable Node<K, V> oldest;
    @Nullable Node<K, V> newest;
    long weight;

    void add(Node<K, V> node) {
      node.older = newest;
      node.newer = null;
      if (newest == null) {
        oldest = node;
      } else {
        newest.newer = node;
      }
      newest = node;
      weight += node.weight;
    }

    void remove(Node<K, V> node) {
      if (node.older == null) {
        oldest = node.newer;
      } else {
        node.older.newer = node.newer;
      }
      if (node.newer == null) {
        newest = node.older;
      } else {
        node.newer.older = node.older;
      }
      weight -= node.weight;
    }

    void clear() {
      oldest = null;
      newest = null;
      weight = 0;
    }
  }

  /** Told which keys something is held under. */
  public interface Watch<K> {
    /** From now on something is held under a key. */
    void came(K key);

    /** From now on nothing is. */
    void went(K key);
  }

  private final long most;
  private final ToIntFunction<V> weigher;
  private final Optional<Watch<? super K>> watch;
  private final Line<K, V> fresh = new Line<>();
  private final Line<K, V> proven = new Line<>();
  private @Nullable Node<K, V>[] table = table(ROOM);
  // Hashes of those that went unasked, each in the place of its hash; 0 for nobody.
  private int[] gone = new int[ROOM];
  private int size;

  /**
   * An empty cache.
   *
   * @param bytes how much it holds
   * @param weight about how many bytes an entry takes, its key included
   */
  public BoundedCache(long bytes, ToIntFunction<V> weight) {
    this(bytes, weight, Optional.empty());
  }

  /** The same with somebody who is told which keys it holds something under. */
  public BoundedCache(long bytes, ToIntFunction<V> weight, Watch<? super K> watch) {
    this(bytes, weight, Optional.of(watch));
  }

  private BoundedCache(long bytes, ToIntFunction<V> weight, Optional<Watch<? super K>> watch) {
    this.most = bytes;
    this.weigher = weight;
    this.watch = watch;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <K, V> @Nullable Node<K, V>[] table(int room) {
    return new Node[room];
  }

  private static int hash(Object key) {
    int hash = key.hashCode() * 0x9e3779b9;
    return hash ^ hash >>> 16;
  }

  private @Nullable Node<K, V> node(K key, int hash) {
    Node<K, V> node = table[hash & table.length - 1];
    while (node != null && (node.hash != hash || !node.key.equals(key))) {
      node = node.below;
    }
    return node;
  }

  /** What is held under a key. */
  public Optional<V> get(K key) {
    Node<K, V> node = node(key, hash(key));
    if (node == null) {
      return Optional.empty();
    }
    if (node.hits < MOST_HITS) {
      node.hits++;
    }
    return Optional.of(node.value);
  }

  /** The same without counting as a question for it. */
  public Optional<V> peek(K key) {
    Node<K, V> node = node(key, hash(key));
    return node == null ? Optional.empty() : Optional.of(node.value);
  }

  /** Holds a value, instead of what was there. */
  public void put(K key, V value) {
    int hash = hash(key);
    int weight = weigher.applyAsInt(value);
    Node<K, V> node = node(key, hash);
    if (node != null) {
      node.value = value;
      line(node).weight += weight - node.weight;
      node.weight = weight;
    } else {
      add(new Node<>(key, hash, value, weight));
    }
    while (fresh.weight + proven.weight > most && size > 0) {
      makeRoom();
    }
  }

  private void add(Node<K, V> node) {
    int place = node.hash & table.length - 1;
    thin(place);
    node.below = table[place];
    table[place] = node;
    int remembered = node.hash & gone.length - 1;
    if (gone[remembered] == node.hash && node.hash != 0) {
      gone[remembered] = 0;
      node.proven = true;
    }
    line(node).add(node);
    watch.ifPresent(w -> w.came(node.key));
    if (++size > table.length && table.length < LARGEST) {
      grow();
    }
  }

  /** Lets go of one where too many share a place. */
  private void thin(int place) {
    int depth = 0;
    Node<K, V> victim = null;
    for (Node<K, V> each = table[place]; each != null; each = each.below) {
      depth++;
      if (victim == null || each.hits <= victim.hits) {
        victim = each;
      }
    }
    if (depth >= DEEPEST && victim != null) {
      remove(victim);
    }
  }

  private Line<K, V> line(Node<K, V> node) {
    return node.proven ? proven : fresh;
  }

  /** One goes, or moves on. */
  private void makeRoom() {
    Node<K, V> first = fresh.oldest;
    if (first != null && (fresh.weight > most / 10 || proven.oldest == null)) {
      if (first.hits == 0) {
        remove(first);
        gone[first.hash & gone.length - 1] = first.hash;
      } else {
        fresh.remove(first);
        first.hits = 0;
        first.proven = true;
        proven.add(first);
      }
      return;
    }
    Node<K, V> oldest = proven.oldest;
    if (oldest != null && oldest.hits > 0) {
      proven.remove(oldest);
      oldest.hits--;
      proven.add(oldest);
    } else if (oldest != null) {
      remove(oldest);
    }
  }

  private void remove(Node<K, V> node) {
    int place = node.hash & table.length - 1;
    Node<K, V> above = table[place];
    if (above == node) {
      table[place] = node.below;
    } else {
      while (above != null && above.below != node) {
        above = above.below;
      }
      if (above != null) {
        above.below = node.below;
      }
    }
    line(node).remove(node);
    watch.ifPresent(w -> w.went(node.key));
    size--;
  }

  private void grow() {
    @Nullable Node<K, V>[] old = table;
    table = table(old.length * 2);
    for (Node<K, V> top : old) {
      Node<K, V> node = top;
      while (node != null) {
        Node<K, V> below = node.below;
        int place = node.hash & table.length - 1;
        node.below = table[place];
        table[place] = node;
        node = below;
      }
    }
    int[] remembered = gone;
    gone = new int[table.length];
    for (int hash : remembered) {
      gone[hash & gone.length - 1] = hash;
    }
  }

  /** Holds nothing under a key any more. */
  public void remove(K key) {
    Node<K, V> node = node(key, hash(key));
    if (node != null) {
      remove(node);
    }
  }

  /** Holds nothing any more. */
  public void clear() {
    watch.ifPresent(this::tellAllWent);
    table = table(ROOM);
    gone = new int[ROOM];
    fresh.clear();
    proven.clear();
    size = 0;
  }

  private void tellAllWent(Watch<? super K> whom) {
    for (Node<K, V> top : table) {
      for (Node<K, V> node = top; node != null; node = node.below) {
        whom.went(node.key);
      }
    }
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  /** How many bytes they take, as far as they were weighed. */
  public long weight() {
    return fresh.weight + proven.weight;
  }
}
