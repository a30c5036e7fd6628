package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.CharacterData;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Text;
import java.util.OptionalDouble;

/** A drawing inside of a document: its markup as a document of its own, and its size (SVG 2, 8). */
final class SvgMarkup {
  private SvgMarkup() {}

  /** The natural size of an {@code svg} element: its attributes, else the ratio of its view box. */
  static NaturalSize size(Element svg) {
    OptionalDouble width = number(svg.attribute("width"));
    OptionalDouble height = number(svg.attribute("height"));
    OptionalDouble ratio = viewBoxRatio(svg);
    if (width.isPresent() && height.isPresent()) {
      NaturalSize both = NaturalSize.of(width.getAsDouble(), height.getAsDouble());
      return ratio.isPresent() ? new NaturalSize(width, height, ratio) : both;
    }
    return new NaturalSize(width, height, ratio);
  }

  private static OptionalDouble viewBoxRatio(Element svg) {
    String box = svg.attribute("viewBox");
    if (box == null) {
      return OptionalDouble.empty();
    }
    String[] parts = box.strip().split("[\\s,]+");
    if (parts.length != 4) {
      return OptionalDouble.empty();
    }
    OptionalDouble width = number(parts[2]);
    OptionalDouble height = number(parts[3]);
    boolean whole = width.orElse(0) > 0 && height.orElse(0) > 0;
    return whole
        ? OptionalDouble.of(width.getAsDouble() / height.getAsDouble())
        : OptionalDouble.empty();
  }

  /** A number, perhaps in px; empty for anything else. */
  static OptionalDouble number(@org.jspecify.annotations.Nullable String value) {
    if (value == null) {
      return OptionalDouble.empty();
    }
    String text = value.strip();
    double unit = 1;
    if (text.endsWith("px")) {
      text = text.substring(0, text.length() - 2);
    } else if (text.endsWith("pt")) {
      text = text.substring(0, text.length() - 2);
      unit = 4 / 3.0;
    } else if (text.endsWith("em")) {
      text = text.substring(0, text.length() - 2);
      unit = 16;
    }
    if (text.isEmpty() || !text.matches("[+-]?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?")) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(text) * unit);
  }

  /** The element as an XML document. */
  static String of(Element svg) {
    var out = new StringBuilder();
    Node node = svg;
    while (true) {
      begin(node, svg, out);
      Node child = node.firstChild();
      if (child != null) {
        node = child;
        continue;
      }
      end(node, out);
      while (node != svg && node.nextSibling() == null) {
        Node parent = node.parent();
        if (parent == null) {
          return out.toString();
        }
        node = parent;
        end(node, out);
      }
      Node next = node.nextSibling();
      if (node == svg || next == null) {
        return out.toString();
      }
      node = next;
    }
  }

  private static void begin(Node node, Element top, StringBuilder out) {
    if (node instanceof Element element) {
      out.append('<').append(element.localName());
      boolean declared = false;
      for (Attribute attribute : element.attributes()) {
        String name = attribute.qualifiedName();
        declared |= name.equals("xmlns");
        out.append(' ').append(name).append("=\"");
        escape(attribute.value(), out);
        out.append('"');
      }
      if (element == top && !declared) {
        out.append(" xmlns=\"").append(Namespace.SVG.uri()).append('"');
      }
      if (element == top && element.attribute("xmlns:xlink") == null) {
        out.append(" xmlns:xlink=\"").append(Namespace.XLINK.uri()).append('"');
      }
      out.append('>');
    } else if (node instanceof Text text) {
      escape(((CharacterData) text).data(), out);
    }
  }

  private static void end(Node node, StringBuilder out) {
    if (node instanceof Element element) {
      out.append("</").append(element.localName()).append('>');
    }
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
