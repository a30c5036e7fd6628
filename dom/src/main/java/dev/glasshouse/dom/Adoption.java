package dev.glasshouse.dom;

import java.util.ArrayDeque;

/** Moves a subtree into another document (DOM Standard 4.5, "adopt"), template contents too. */
final class Adoption {
  private Adoption() {}

  static void adopt(Node top, Document into) {
    ArrayDeque<Node> left = new ArrayDeque<>();
    left.add(top);
    for (Node root = left.poll(); root != null; root = left.poll()) {
      for (Node node = root; node != null; node = node.next(root)) {
        node.document = into;
        if (node instanceof HtmlTemplate template) {
          left.add(template.content());
        }
      }
    }
  }
}
