package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.Comment;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.DocumentFragment;
import dev.glasshouse.dom.DocumentType;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.HtmlTemplate;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.ProcessingInstruction;
import dev.glasshouse.dom.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree as indented lines, a node or an attribute a line, in the form of html5lib's tests: {@code
 * | <p>}, {@code | class="x"}, {@code | "text"}, {@code | <!-- comment -->}.
 */
public final class TreeDump {
  private final StringBuilder out = new StringBuilder();

  private TreeDump() {}

  /** The lines of everything below this node, each with a line feed at its end. */
  public static String of(Node root) {
    TreeDump dump = new TreeDump();
    dump.walk(root);
    return dump.out.toString();
  }

  private void walk(Node root) {
    Node node = root.firstChild();
    int depth = 0;
    while (node != null) {
      line(node, depth);
      Node next = firstBelow(node);
      if (next != null) {
        if (node instanceof HtmlTemplate) {
          depth++;
        }
        depth++;
        node = next;
        continue;
      }
      while (node != null && node != root) {
        Node sibling = sibling(node);
        if (sibling != null) {
          node = sibling;
          break;
        }
        Node above = above(node);
        depth--;
        if (node.parent() instanceof DocumentFragment fragment && fragment.host() != null) {
          depth--;
        }
        node = above == root ? null : above;
      }
    }
  }

  private static @Nullable Node firstBelow(Node node) {
    if (node instanceof HtmlTemplate template && template.content().firstChild() != null) {
      return template.content().firstChild();
    }
    return node.firstChild();
  }

  private static @Nullable Node sibling(Node node) {
    return node.nextSibling();
  }

  private static @Nullable Node above(Node node) {
    Node parent = node.parent();
    return parent instanceof DocumentFragment fragment && fragment.host() != null
        ? fragment.host()
        : parent;
  }

  private void line(Node node, int depth) {
    indent(depth);
    switch (node) {
      case Element element -> element(element, depth);
      case Text text -> out.append('"').append(text.data()).append("\"\n");
      case Comment comment -> out.append("<!-- ").append(comment.data()).append(" -->\n");
      case ProcessingInstruction instruction ->
          out.append("<?")
              .append(instruction.target())
              .append(' ')
              .append(instruction.data())
              .append(">\n");
      case DocumentType type -> doctype(type);
      case Document document -> out.append(document.nodeName()).append('\n');
      case DocumentFragment fragment -> out.append(fragment.nodeName()).append('\n');
    }
  }

  private void indent(int depth) {
    out.append("| ").repeat("  ", depth);
  }

  private void doctype(DocumentType type) {
    out.append("<!DOCTYPE ").append(type.name());
    if (!type.publicId().isEmpty() || !type.systemId().isEmpty()) {
      out.append(" \"").append(type.publicId()).append("\" \"").append(type.systemId()).append('"');
    }
    out.append(">\n");
  }

  private void element(Element element, int depth) {
    out.append('<')
        .append(designator(element.namespace()))
        .append(element.localName())
        .append(">\n");
    List<Attribute> attributes = new ArrayList<>(element.attributes());
    attributes.sort(Comparator.comparing(TreeDump::name));
    for (Attribute attribute : attributes) {
      indent(depth + 1);
      out.append(name(attribute)).append("=\"").append(attribute.value()).append("\"\n");
    }
    if (element instanceof HtmlTemplate) {
      indent(depth + 1);
      out.append("content\n");
    }
  }

  private static String name(Attribute attribute) {
    return designator(attribute.name().namespace()) + attribute.name().localName();
  }

  private static String designator(Namespace namespace) {
    if (namespace == Namespace.SVG) {
      return "svg ";
    }
    if (namespace == Namespace.MATHML) {
      return "math ";
    }
    if (namespace == Namespace.XLINK) {
      return "xlink ";
    }
    if (namespace == Namespace.XML) {
      return "xml ";
    }
    return namespace == Namespace.XMLNS ? "xmlns " : "";
  }
}
