package dev.glasshouse.conformance;

import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.dom.Document;
import dev.glasshouse.layout.LayoutTree;
import dev.glasshouse.layout.Limits;
import dev.glasshouse.layout.Styling;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.box.Styles.Pseudo;
import dev.glasshouse.layout.fragment.Fragment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** One case of Taffy's suite: boxes with styles, and where Chrome put them. */
final class TaffyCase {
  /** Scrollbars and the viewport of the suite are not ours: a page as wide as needed. */
  private static final int VIEWPORT = 100_000;

  private final Element input;
  private final Element expected;
  private final String viewportWidth;
  private final String viewportHeight;

  private TaffyCase(Element input, Element expected, Element viewport) {
    this.input = input;
    this.expected = expected;
    this.viewportWidth = viewport.getAttribute("width");
    this.viewportHeight = viewport.getAttribute("height");
  }

  static TaffyCase of(org.w3c.dom.Document file) {
    Element test = file.getDocumentElement();
    return new TaffyCase(
        children(child(test, "input")).getFirst(),
        children(child(test, "expectations")).getFirst(),
        child(test, "viewport"));
  }

  private static Element child(Element parent, String name) {
    return children(parent).stream()
        .filter(each -> each.getNodeName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Element> children(Element parent) {
    var children = new ArrayList<Element>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  /** Whether every box is a block, or has nothing inside: flex is the suite's default display. */
  boolean blocksOnly() {
    return blocksOnly(input);
  }

  private static boolean blocksOnly(Element element) {
    String display = element.getAttribute("display");
    List<Element> children = children(element);
    return !display.contains("flex")
        && !display.contains("grid")
        && !(display.isEmpty() && !children.isEmpty())
        && children.stream().allMatch(TaffyCase::blocksOnly);
  }

  /** Lays the boxes out and compares each with Chrome's, to the px. */
  void run() {
    Document document = Document.blank();
    dev.glasshouse.dom.Element html = document.createElement("html");
    dev.glasshouse.dom.Element body = document.createElement("body");
    dev.glasshouse.dom.Element holder = document.createElement("div");
    document.append(html);
    html.append(body);
    body.append(holder);
    holder.setAttribute(
        "style",
        "position:absolute;font:10px/1 ahem;width:"
            + (viewportWidth.endsWith("px") ? viewportWidth : "max-content")
            + ";height:"
            + (viewportHeight.endsWith("px") ? viewportHeight : "auto"));
    boolean shown = !input.getAttribute("display").equals("none");
    dev.glasshouse.dom.Element root = build(document, input, shown ? "display:flow-root" : "");
    holder.append(root);
    LayoutTree tree =
        LayoutTree.of(
            document,
            styling(document),
            Pictures.NONE,
            new SquareFont(),
            VIEWPORT,
            VIEWPORT,
            Limits.DEFAULT);
    Map<dev.glasshouse.dom.Element, int[]> places = new IdentityHashMap<>();
    tree.placed().forEach(child -> note(child, 0, 0, places));
    int[] origin = places.get(root);
    compare(root, expected, places, origin == null ? new int[4] : origin, "root");
  }

  private static dev.glasshouse.dom.Element build(Document document, Element from, String more) {
    dev.glasshouse.dom.Element element = document.createElement("div");
    var style = new StringBuilder("position:relative;box-sizing:border-box;border:0 solid;");
    style.append("display:block;");
    NamedNodeMap attributes = from.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = attributes.item(i).getNodeName();
      boolean width = name.matches("border-(top|right|bottom|left)");
      style.append(name).append(width ? "-width:" : ":");
      style.append(attributes.item(i).getNodeValue()).append(';');
    }
    element.setAttribute("style", style.append(more).toString());
    if (from.getNodeName().equals("text")) {
      element.append(document.createText(from.getTextContent()));
    }
    children(from).forEach(child -> element.append(build(document, child, "")));
    return element;
  }

  private static Styling styling(Document document) {
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(VIEWPORT, VIEWPORT));
    engine.sheets(List.of());
    return new Styling() {
      @Override
      public ComputedStyle of(dev.glasshouse.dom.Element element) {
        return engine.styleOf(element);
      }

      @Override
      public Optional<ComputedStyle> of(dev.glasshouse.dom.Element element, Pseudo pseudo) {
        return engine.styleOf(element, PseudoElement.valueOf(pseudo.name()));
      }
    };
  }

  private static void note(
      Fragment.Child child, int dx, int dy, Map<dev.glasshouse.dom.Element, int[]> places) {
    int x = dx + child.x();
    int y = dy + child.y();
    if (child.fragment() instanceof Fragment.Block block) {
      int[] place = {x, y, block.width(), block.height()};
      block.box().element().ifPresent(element -> places.put(element, place));
    }
    child.fragment().children().forEach(each -> note(each, x, y, places));
  }

  private static void compare(
      dev.glasshouse.dom.Element element,
      Element expected,
      Map<dev.glasshouse.dom.Element, int[]> places,
      int[] origin,
      String path) {
    int @Nullable [] place = places.get(element);
    if (place == null && expected.getAttribute("width").equals("0")) {
      return; // display: none has an empty rectangle there, and no box here
    }
    if (place == null) {
      throw new AssertionError(path + " has no box");
    }
    double[] got = {
      (place[0] - origin[0]) / 64.0, (place[1] - origin[1]) / 64.0, place[2] / 64.0, place[3] / 64.0
    };
    String[] names = {"x", "y", "width", "height"};
    for (int i = 0; i < 4; i++) {
      double wanted = Double.parseDouble(expected.getAttribute(names[i]));
      if (Math.abs(wanted - got[i]) > 0.75) {
        throw new AssertionError(path + " " + names[i] + ": Chrome " + wanted + ", here " + got[i]);
      }
    }
    List<Element> nodes = children(expected);
    int i = 0;
    for (dev.glasshouse.dom.Element child : element.childElements()) {
      if (i < nodes.size()) {
        compare(child, nodes.get(i), places, place, path + "/" + i);
      }
      i++;
    }
  }
}
