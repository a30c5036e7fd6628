package dev.glasshouse.dom;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** An element's attributes as they stood at one moment: no copy is made, for pairs never change. */
final class AttributeView extends AbstractList<Attribute> implements RandomAccess {
  private final Object[] pairs;

  AttributeView(Object[] pairs) {
    this.pairs = pairs;
  }

  Object[] pairs() {
    return pairs;
  }

  @Override
  public Attribute get(int index) {
    Objects.checkIndex(index, size());
    return new Attribute((AttributeName) pairs[2 * index], (String) pairs[2 * index + 1]);
  }

  @Override
  public int size() {
    return pairs.length >> 1;
  }
}
