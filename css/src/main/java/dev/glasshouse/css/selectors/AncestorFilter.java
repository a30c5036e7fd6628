package dev.glasshouse.css.selectors;

import dev.glasshouse.dom.Element;
import java.util.Arrays;
import java.util.List;

/**
 * A counting Bloom filter of the tag names, ids and classes of the elements above the one that is
 * being styled: most selectors with a descendant combinator are refused without a walk upwards (as
 * all engines do). False positives are possible, false negatives are not.
 */
public final class AncestorFilter {
  private static final int BITS = 12;
  private static final int MASK = (1 << BITS) - 1;
  private static final int MOST_HASHES = 4;
  private static final int TYPE_SALT = 13;
  private static final int ID_SALT = 17;
  private static final int CLASS_SALT = 19;
  private final byte[] counts = new byte[1 << BITS];

  /** Goes down into an element: it becomes an ancestor. */
  public void push(Element element) {
    change(element, 1);
  }

  /** Comes back up out of an element. */
  public void pop(Element element) {
    change(element, -1);
  }

  private void change(Element element, int by) {
    count(hash(element.localName(), TYPE_SALT), by);
    String id = element.id();
    if (!id.isEmpty()) {
      count(hash(id, ID_SALT), by);
    }
    List<String> classes = element.classes();
    for (int i = 0; i < classes.size(); i++) {
      count(hash(classes.get(i), CLASS_SALT), by);
    }
  }

  private void count(int hash, int by) {
    count1(hash & MASK, by);
    count1(hash >>> BITS & MASK, by);
  }

  /** A counter that is full stays full: it no longer knows how many there are. */
  private void count1(int i, int by) {
    int now = counts[i] & 255;
    if (now < 255) {
      counts[i] = (byte) (now + by);
    }
  }

  /** Whether an ancestor may have what the selector needs. */
  boolean mayMatch(int[] hashes) {
    for (int hash : hashes) {
      if (counts[hash & MASK] == 0 || counts[hash >>> BITS & MASK] == 0) {
        return false;
      }
    }
    return true;
  }

  private static int hash(String name, int salt) {
    int h = (name.hashCode() * 31 + salt) * 0x9E3779B9;
    return h ^ h >>> 15;
  }

  /** Up to four hashes that an element's ancestors must have for the selector to match. */
  static int[] required(Simple[][] compounds, Combinator[] combinators) {
    int[] out = new int[MOST_HASHES];
    int n = 0;
    boolean ancestor = false;
    for (int i = 1; i < compounds.length; i++) {
      // A sibling's ancestors are the element's own, but the sibling itself is none.
      ancestor = !combinators[i - 1].isSibling();
      for (int k = 0; ancestor && k < compounds[i].length && n < MOST_HASHES; k++) {
        int hash = hash(compounds[i][k]);
        if (hash != 0) {
          out[n++] = hash;
        }
      }
    }
    return Arrays.copyOf(out, n);
  }

  private static int hash(Simple simple) {
    return switch (simple) {
      case Simple.Type t when t.name().equals(t.lower()) -> hash(t.lower(), TYPE_SALT);
      case Simple.Id id -> hash(id.id(), ID_SALT);
      case Simple.HasClass c -> hash(c.name(), CLASS_SALT);
      default -> 0;
    };
  }
}
