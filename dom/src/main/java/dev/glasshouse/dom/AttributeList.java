package dev.glasshouse.dom;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;

/**
 * Attributes that are being put together before there is an element to hold them: what a parser
 * gathers from one start tag. It is reused from tag to tag.
 */
public final class AttributeList extends AbstractList<Attribute> {
  private static final Object[] NOTHING = {};

  /** Name, value, name, value, ... */
  private Object[] pairs = new Object[16];

  private int length;

  /** An empty list. */
  public AttributeList() {}

  /** Puts an attribute at the end; whether the name is there already is the caller's to know. */
  public void add(AttributeName name, String value) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, length * 2);
    }
    pairs[length] = name;
    pairs[length + 1] = value;
    length += 2;
  }

  /** Gives the attribute at this place another name. */
  public void rename(int index, AttributeName name) {
    Objects.checkIndex(index, size());
    pairs[2 * index] = name;
  }

  /** Empties the list. */
  @Override
  public void clear() {
    if (pairs.length > 256) {
      pairs = new Object[16];
    } else {
      Arrays.fill(pairs, 0, length, null);
    }
    length = 0;
  }

  /** How many attributes there are. */
  @Override
  public int size() {
    return length >> 1;
  }

  /** The name at this place. */
  public AttributeName name(int index) {
    return (AttributeName) pairs[2 * index];
  }

  /** The value at this place. */
  public String value(int index) {
    return (String) pairs[2 * index + 1];
  }

  /** The place of the attribute that is written so, or -1. */
  public int indexOf(String qualifiedName) {
    for (int i = 0; i < length; i += 2) {
      if (((AttributeName) pairs[i]).isCalled(qualifiedName)) {
        return i >> 1;
      }
    }
    return -1;
  }

  @Override
  public Attribute get(int index) {
    Objects.checkIndex(index, size());
    return new Attribute(name(index), value(index));
  }

  /** A copy of the pairs for an element to keep. */
  Object[] pairs() {
    return length == 0 ? NOTHING : Arrays.copyOf(pairs, length);
  }
}
