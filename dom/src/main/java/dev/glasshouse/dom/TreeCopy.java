package dev.glasshouse.dom;

import java.util.ArrayDeque;

/** Copies a subtree without recursion (DOM Standard 4.4, "clone a node"). */
final class TreeCopy {
  private record Work(ParentNode from, ParentNode into) {}

  private final ArrayDeque<Work> left = new ArrayDeque<>();

  private TreeCopy() {}

  static Node of(Node node) {
    TreeCopy copy = new TreeCopy();
    Node result = copy.single(node);
    for (Work work = copy.left.poll(); work != null; work = copy.left.poll()) {
      for (Node child : work.from.children()) {
        work.into.append(copy.single(child));
      }
    }
    return result;
  }

  /** Copies one node and notes what has to go below it. */
  private Node single(Node node) {
    Node result = node.cloneShallow();
    if (node instanceof ParentNode from
        && result instanceof ParentNode into
        && from.first != null) {
      left.add(new Work(from, into));
    }
    if (node instanceof HtmlTemplate from
        && result instanceof HtmlTemplate into
        && from.content().firstChild() != null) {
      left.add(new Work(from.content(), into.content()));
    }
    return result;
  }
}
