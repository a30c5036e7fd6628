package dev.glasshouse.dom;

import org.jspecify.annotations.Nullable;

/**
 * A node of the document tree (DOM Standard 4.4).
 *
 * <p>The pointers ({@link #parent()}, {@link #firstChild()}, ...) are null where there is no such
 * node, as in Web IDL. A tree may be very deep: nothing here recurses, and callers should walk with
 * {@link #next(Node)} or {@link ParentNode#descendants()} rather than recurse themselves.
 *
 * <p>A tree belongs to one thread at a time.
 */
public abstract sealed class Node permits ParentNode, CharacterData, DocumentType {
  Document document;
  @Nullable ParentNode parent;
  @Nullable Node previous;
  @Nullable Node next;

  Node(Document document) {
    this.document = document;
  }

  @SuppressWarnings({"NullAway", "this-escape"}) // only a document calls this: it owns itself
  Node() {
    this.document = (Document) this;
  }

  /** The document that this node belongs to, in its tree or not; a document belongs to itself. */
  public final Document ownerDocument() {
    return document;
  }

  /** The node that this one is a child of, or null. */
  public final @Nullable Node parent() {
    return parent;
  }

  /** The parent where that is an element, or null. */
  public final @Nullable Element parentElement() {
    return parent instanceof Element element ? element : null;
  }

  /** The first child, or null. */
  public final @Nullable Node firstChild() {
    return this instanceof ParentNode self ? self.first : null;
  }

  /** The last child, or null. */
  public final @Nullable Node lastChild() {
    return this instanceof ParentNode self ? self.last : null;
  }

  /** The node before this one under the same parent, or null. */
  public final @Nullable Node previousSibling() {
    return previous;
  }

  /** The node after this one under the same parent, or null. */
  public final @Nullable Node nextSibling() {
    return next;
  }

  /** The nearest element before this node under the same parent, or null. */
  public final @Nullable Element previousElementSibling() {
    for (Node node = previous; node != null; node = node.previous) {
      if (node instanceof Element element) {
        return element;
      }
    }
    return null;
  }

  /** The nearest element after this node under the same parent, or null. */
  public final @Nullable Element nextElementSibling() {
    for (Node node = next; node != null; node = node.next) {
      if (node instanceof Element element) {
        return element;
      }
    }
    return null;
  }

  /** The children, in order; a child may be removed or moved once it has been handed out. */
  public final Iterable<Node> children() {
    return () -> new SiblingIterator<>(firstChild(), Node.class);
  }

  /** The node's kind and name as DOM spells it: {@code #text}, {@code #comment}, {@code p}, ... */
  public abstract String nodeName();

  /**
   * The text in this node: of an element, a fragment or a document that of all text below it in
   * tree order, comments left out; of character data its data; empty for a doctype (DOM 4.4, where
   * a document's is null).
   */
  public abstract String textContent();

  /**
   * Makes the node the last child of this one. A node that has another parent leaves it; a fragment
   * gives its children instead of itself; a node of another document is adopted.
   *
   * @throws IllegalArgumentException if the tree would no longer be one (DOM 4.2.3): this node has
   *     no children by its kind, or lies inside {@code child}, or {@code child} is a document
   */
  public final void append(Node child) {
    insertBefore(child, null);
  }

  /**
   * Puts the node before {@code reference}, one of this node's children; at the end where that is
   * null.
   *
   * @throws IllegalArgumentException as {@link #append} does, and if {@code reference} is not a
   *     child
   */
  public void insertBefore(Node child, @Nullable Node reference) {
    throw new IllegalArgumentException(nodeName() + " has no children");
  }

  /** Takes the node out of its parent, if it has one. */
  public final void remove() {
    ParentNode from = parent;
    if (from != null) {
      from.unlink(this);
      document.changed();
    }
  }

  /** Whether the node lies in its document's tree. */
  public final boolean isConnected() {
    return root() == document;
  }

  /** The topmost node above this one; itself where there is none. */
  public final Node root() {
    Node node = this;
    while (node.parent != null) {
      node = node.parent;
    }
    return node;
  }

  /** Whether {@code other} is this node or lies below it. */
  public final boolean contains(Node other) {
    for (Node node = other; node != null; node = node.parent) {
      if (node == this) {
        return true;
      }
    }
    return false;
  }

  /**
   * The node after this one in tree order, no further than the subtree of {@code root}; null at its
   * end.
   */
  public final @Nullable Node next(Node root) {
    Node first = firstChild();
    return first != null ? first : nextSkippingChildren(root);
  }

  /** As {@link #next}, but past everything below this node. */
  public final @Nullable Node nextSkippingChildren(Node root) {
    for (Node node = this; node != null && node != root; node = node.parent) {
      if (node.next != null) {
        return node.next;
      }
    }
    return null;
  }

  /** How many nodes lie above this one; 0 for the root. */
  public final int depth() {
    int depth = 0;
    for (Node node = parent; node != null; node = node.parent) {
      depth++;
    }
    return depth;
  }

  /** A copy of this node alone: attributes and data, no children, no parent (DOM 4.4 "clone"). */
  public abstract Node cloneShallow();

  /** A copy of this node with everything below it, template contents too. */
  public final Node cloneDeep() {
    return TreeCopy.of(this);
  }
}
