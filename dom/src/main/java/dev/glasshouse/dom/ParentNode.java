package dev.glasshouse.dom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A node that can have children: a document, a fragment or an element (DOM Standard 4.2.6). */
public abstract sealed class ParentNode extends Node permits Document, DocumentFragment, Element {
  @Nullable Node first;
  @Nullable Node last;

  ParentNode(Document document) {
    super(document);
  }

  ParentNode() {}

  /** The first child that is an element, or null. */
  public final @Nullable Element firstElementChild() {
    return first == null || first instanceof Element ? (Element) first : first.nextElementSibling();
  }

  /** The last child that is an element, or null. */
  public final @Nullable Element lastElementChild() {
    return last == null || last instanceof Element ? (Element) last : last.previousElementSibling();
  }

  /** The children that are elements, in order. */
  public final Iterable<Element> childElements() {
    return () -> new SiblingIterator<>(first, Element.class);
  }

  /** Everything below this node in tree order, this node itself left out. */
  public final Iterable<Node> descendants() {
    return () -> new TreeIterator<>(this, Node.class);
  }

  /** The elements below this node in tree order, this node itself left out. */
  public final Iterable<Element> descendantElements() {
    return () -> new TreeIterator<>(this, Element.class);
  }

  @Override
  public final String textContent() {
    StringBuilder out = new StringBuilder();
    for (Node node = next(this); node != null; node = node.next(this)) {
      if (node instanceof Text text) {
        text.appendTo(out);
      }
    }
    return out.toString();
  }

  /** Takes all children out. */
  public final void removeChildren() {
    while (first != null) {
      unlink(first);
    }
    document.changed();
  }

  @Override
  public final void insertBefore(Node child, @Nullable Node reference) {
    if (reference != null && reference.parent != this) {
      throw new IllegalArgumentException("the reference is not a child of " + nodeName());
    }
    refuseCycle(child);
    if (child instanceof DocumentFragment fragment) {
      for (Node node = fragment.first; node != null; node = fragment.first) {
        insertBefore(node, reference);
      }
      return;
    }
    Node before = reference == child ? child.next : reference;
    if (child.parent != null) {
      child.parent.unlink(child);
    }
    if (child.document != document) {
      Adoption.adopt(child, document);
    }
    link(child, before);
    document.changed();
  }

  private void refuseCycle(Node child) {
    if (child instanceof Document) {
      throw new IllegalArgumentException("a document has no parent");
    }
    if (!(child instanceof ParentNode below)
        || (below.first == null && child != this && !(child instanceof HtmlTemplate))) {
      return;
    }
    for (Node above = this; above != null; above = hostIncludingParent(above)) {
      if (above == child) {
        throw new IllegalArgumentException(child.nodeName() + " would lie inside itself");
      }
    }
  }

  private static @Nullable Node hostIncludingParent(Node node) {
    return node instanceof DocumentFragment fragment ? fragment.host() : node.parent;
  }

  private void link(Node child, @Nullable Node before) {
    Node after = before == null ? last : before.previous;
    child.parent = this;
    child.previous = after;
    child.next = before;
    if (after == null) {
      first = child;
    } else {
      after.next = child;
    }
    if (before == null) {
      last = child;
    } else {
      before.previous = child;
    }
  }

  final void unlink(Node child) {
    Node before = child.previous;
    Node after = child.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    child.parent = null;
    child.previous = null;
    child.next = null;
  }

  /** Walks a subtree in tree order; the tree must not change meanwhile. */
  private static final class TreeIterator<T extends Node> implements Iterator<T> {
    private final ParentNode root;
    private final Class<T> kind;
    private @Nullable Node next;

    TreeIterator(ParentNode root, Class<T> kind) {
      this.root = root;
      this.kind = kind;
      this.next = root;
      advance();
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
      advance();
      return kind.cast(node);
    }

    private void advance() {
      do {
        next = next == null ? null : next.next(root);
      } while (next != null && !kind.isInstance(next));
    }
  }
}
