package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.AttributeName;
import dev.glasshouse.dom.Comment;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.DocumentFragment;
import dev.glasshouse.dom.DocumentType;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.HtmlTemplate;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.ProcessingInstruction;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.Text;

/**
 * Writes a tree as HTML: what {@code innerHTML} and {@code outerHTML} are.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments">HTML
 *     13.3</a>
 */
public final class HtmlSerializer {
  private final Scripting scripting;
  private final StringBuilder out = new StringBuilder();

  private HtmlSerializer(Scripting scripting) {
    this.scripting = scripting;
  }

  /** What is inside the node; a template's contents for a template. */
  public static String inner(Node node, Scripting scripting) {
    HtmlSerializer serializer = new HtmlSerializer(scripting);
    if (!(node instanceof Element element && isVoid(element))) {
      serializer.walk(contents(node));
    }
    return serializer.out.toString();
  }

  /** The node and what is inside it. */
  public static String outer(Node node, Scripting scripting) {
    if (node instanceof Document || node instanceof DocumentFragment) {
      return inner(node, scripting);
    }
    HtmlSerializer serializer = new HtmlSerializer(scripting);
    serializer.open(node);
    if (node instanceof Element element && !isVoid(element)) {
      serializer.walk(contents(node));
      serializer.close(element);
    }
    return serializer.out.toString();
  }

  private static Node contents(Node node) {
    return node instanceof HtmlTemplate template ? template.content() : node;
  }

  /** Writes everything below a node, without recursion: a tree may be deep. */
  private void walk(Node root) {
    Node node = root.firstChild();
    while (node != null) {
      open(node);
      boolean empty = node instanceof Element element && isVoid(element);
      Node next = empty ? null : contents(node).firstChild();
      if (next != null) {
        node = next;
        continue;
      }
      if (!empty) {
        close(node);
      }
      next = node.nextSibling();
      while (next == null) {
        Node above = node.parent();
        if (above == root || above == null) {
          return;
        }
        node =
            above instanceof DocumentFragment fragment && fragment.host() != null
                ? fragment.host()
                : above;
        close(node);
        next = node.nextSibling();
      }
      node = next;
    }
  }

  private void open(Node node) {
    switch (node) {
      case Element element -> startTag(element);
      case Text text -> text(text);
      case Comment comment -> out.append("<!--").append(comment.data()).append("-->");
      case ProcessingInstruction instruction ->
          out.append("<?")
              .append(instruction.target())
              .append(' ')
              .append(instruction.data())
              .append('>');
      case DocumentType type -> out.append("<!DOCTYPE ").append(type.name()).append('>');
      case Document document -> walk(document);
      case DocumentFragment fragment -> walk(fragment);
    }
  }

  private void close(Node node) {
    if (node instanceof Element element) {
      out.append("</").append(tagName(element)).append('>');
    }
  }

  private static String tagName(Element element) {
    Namespace namespace = element.namespace();
    boolean plain =
        namespace == Namespace.HTML || namespace == Namespace.SVG || namespace == Namespace.MATHML;
    return plain ? element.localName() : element.name().qualifiedName();
  }

  private void startTag(Element element) {
    out.append('<').append(tagName(element));
    for (Attribute attribute : element.attributes()) {
      out.append(' ').append(attributeName(attribute.name())).append("=\"");
      escape(attribute.value(), true);
      out.append('"');
    }
    out.append('>');
  }

  private static String attributeName(AttributeName name) {
    if (name.namespace() == Namespace.XML) {
      return "xml:" + name.localName();
    }
    if (name.namespace() == Namespace.XMLNS) {
      return name.localName().equals("xmlns") ? "xmlns" : "xmlns:" + name.localName();
    }
    return name.namespace() == Namespace.XLINK ? "xlink:" + name.localName() : name.qualifiedName();
  }

  private void text(Text text) {
    Element parent = text.parentElement();
    if (parent != null && isLiteral(parent)) {
      out.append(text.data());
    } else {
      escape(text.data(), false);
    }
  }

  private boolean isLiteral(Element parent) {
    return switch (parent.tag()) {
      case STYLE, SCRIPT, XMP, IFRAME, NOEMBED, NOFRAMES, PLAINTEXT -> true;
      case NOSCRIPT -> scripting == Scripting.ON;
      default -> false;
    };
  }

  private static boolean isVoid(Element element) {
    return isVoid(element.tag());
  }

  /** Whether the element has no content and no end tag. */
  static boolean isVoid(Tag tag) {
    return switch (tag) {
      case AREA, BASE, BASEFONT, BGSOUND, BR, COL, EMBED, FRAME, HR, IMG, INPUT, KEYGEN -> true;
      case LINK, META, PARAM, SOURCE, TRACK, WBR -> true;
      default -> false;
    };
  }

  /** "Escaping a string" (HTML 13.3). */
  private void escape(String string, boolean attribute) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '\u00A0' -> out.append("&nbsp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append(attribute ? "&quot;" : "\"");
        default -> out.append(c);
      }
    }
  }
}
