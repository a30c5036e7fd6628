package dev.glasshouse.dns.recursive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is under way, by numbers that are handed out one after another. For one thread. Numbers
 * nobody can choose need no hash, and a number is not made an object of.
 */
public final class ByNumber<V> {
  private static final int ROOM = 64;

  private static final class Node<V> {
    final long number;
    V value;
    @Nullable Node<V> below;

    Node(long number, V value, @Nullable Node<V> below) {
      this.number = number;
      this.value = value;
      this.below = below;
    }
  }

  private @Nullable Node<V>[] table = table(ROOM);
  private int size;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <V> @Nullable Node<V>[] table(int room) {
    return new Node[room];
  }

  private int place(long number) {
    return (int) number & table.length - 1;
  }

  private @Nullable Node<V> node(long number) {
    Node<V> node = table[place(number)];
    while (node != null && node.number != number) {
      node = node.below;
    }
    return node;
  }

  /** What has a number. */
  public Optional<V> get(long number) {
    Node<V> node = node(number);
    return node == null ? Optional.empty() : Optional.of(node.value);
  }

  /** Whether something has a number. */
  public boolean has(long number) {
    return node(number) != null;
  }

  /** Gives something a number, instead of what had it. */
  public void put(long number, V value) {
    Node<V> node = node(number);
    if (node != null) {
      node.value = value;
      return;
    }
    if (++size > table.length) {
      grow();
    }
    table[place(number)] = new Node<>(number, value, table[place(number)]);
  }

  /** Takes a number away. Returns what had it. */
  public Optional<V> remove(long number) {
    Node<V> above = null;
    Node<V> node = table[place(number)];
    while (node != null && node.number != number) {
      above = node;
      node = node.below;
    }
    if (node == null) {
      return Optional.empty();
    }
    if (above == null) {
      table[place(number)] = node.below;
    } else {
      above.below = node.below;
    }
    size--;
    return Optional.of(node.value);
  }

  private void grow() {
    @Nullable Node<V>[] old = table;
    table = table(old.length * 2);
    for (Node<V> top : old) {
      Node<V> node = top;
      while (node != null) {
        Node<V> below = node.below;
        node.below = table[place(node.number)];
        table[place(node.number)] = node;
        node = below;
      }
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** All of them. */
  public List<V> values() {
    var all = new ArrayList<V>(size);
    for (Node<V> top : table) {
      for (Node<V> node = top; node != null; node = node.below) {
        all.add(node.value);
      }
    }
    return all;
  }

  /** Takes all numbers away. */
  public void clear() {
    table = table(ROOM);
    size = 0;
  }
}
