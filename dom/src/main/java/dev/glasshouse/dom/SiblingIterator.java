package dev.glasshouse.dom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks along siblings, holding the next one so that the one handed out may be moved. */
final class SiblingIterator<T extends Node> implements Iterator<T> {
  private final Class<T> kind;
  private @Nullable Node next;

  SiblingIterator(@Nullable Node first, Class<T> kind) {
    this.kind = kind;
    this.next = first;
    skip();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public T next() {
    Node node = next;
    if (node == null) {
      throw new NoSuchElementException();
    }
    next = node.next;
    skip();
    return kind.cast(node);
  }

  private void skip() {
    while (next != null && !kind.isInstance(next)) {
      next = next.next;
    }
  }
}
