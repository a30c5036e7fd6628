package dev.glasshouse.layout;

import dev.glasshouse.css.cascade.SheetUse;
import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.css.cascade.StyleSheet;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.box.Styles.Pseudo;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A page laid out for a test: 400 x 300, in a font of 10 px squares unless it says otherwise. */
final class Fixture {
  private final Document document;
  private final LayoutTree tree;
  private final Map<Element, int[]> rects = new IdentityHashMap<>();

  private Fixture(Document document, LayoutTree tree) {
    this.document = document;
    this.tree = tree;
    tree.placed().forEach(child -> note(child, 0, 0));
  }

  /** A page whose body has no margin and is set in 10 px squares, lines 10 px high. */
  static Fixture body(String html) {
    return page(
        "<!DOCTYPE html><style>body{margin:0;font:10px/1 square}</style><body>" + html,
        new FixedTypesetter());
  }

  /** The same in quirks mode. */
  static Fixture quirks(String html) {
    return page(
        "<style>body{margin:0;font:10px/1 square} td{font:10px/1 square}</style><body>" + html,
        new FixedTypesetter());
  }

  static Fixture page(String html, Typesetter typesetter) {
    return page(HtmlParser.parse(html), typesetter, 400, 300);
  }

  static Fixture page(Document document, Typesetter typesetter, int width, int height) {
    LayoutTree tree =
        LayoutTree.of(
            document,
            styling(document, width, height),
            Pictures.NONE,
            typesetter,
            width,
            height,
            Limits.DEFAULT);
    return new Fixture(document, tree);
  }

  /** What the layout says of itself. */
  LayoutReport report() {
    return tree.report();
  }

  static Styling styling(Document document, int width, int height) {
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(width, height));
    List<SheetUse> sheets = new ArrayList<>();
    for (Element element : document.descendantElements()) {
      if (element.is(Tag.STYLE)) {
        sheets.add(SheetUse.of(StyleSheet.parse(element.textContent())));
      }
    }
    engine.sheets(sheets);
    return new Styling() {
      @Override
      public ComputedStyle of(Element element) {
        return engine.styleOf(element);
      }

      @Override
      public Optional<ComputedStyle> of(Element element, Pseudo pseudo) {
        return engine.styleOf(element, PseudoElement.valueOf(pseudo.name()));
      }
    };
  }

  private void note(Child child, int dx, int dy) {
    int x = dx + child.x();
    int y = dy + child.y();
    Fragment fragment = child.fragment();
    Optional<Element> element =
        switch (fragment) {
          case Fragment.Block block -> element(block.box());
          case Fragment.Inline inline -> element(inline.box());
          case Fragment.Replaced replaced -> element(replaced.box());
          case Fragment.Line _, Fragment.Text _, Fragment.Bullet _ -> Optional.empty();
        };
    element.ifPresent(each -> {
      int[] rect = {x, y, x + fragment.width(), y + fragment.height()};
      rects.merge(each, rect, Fixture::union);
    });
    fragment.children().forEach(inner -> note(inner, x, y));
  }

  private static Optional<Element> element(Box box) {
    return box.element();
  }

  private static int[] union(int[] a, int[] b) {
    return new int[] {
      Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])
    };
  }

  /** Left, top, width and height of an element on the page, px. */
  String rect(String id) {
    Element element = document.getElementById(id);
    int[] rect = element == null ? null : rects.get(element);
    if (rect == null) {
      return "none";
    }
    return px(rect[0])
        + " "
        + px(rect[1])
        + " "
        + px(rect[2] - rect[0])
        + " "
        + px(rect[3] - rect[1]);
  }

  /** The same in 1/64 px; empty where the element has no box. */
  Optional<int[]> bounds(Element element) {
    return Optional.ofNullable(rects.get(element));
  }

  private static String px(int length) {
    String text = String.format(Locale.ROOT, "%.2f", length / 64.0);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  /** The text of every line, from top to bottom, pieces from left to right. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    tree.placed().forEach(child -> lines(child.fragment(), lines));
    return lines;
  }

  private static void lines(Fragment fragment, List<String> to) {
    if (fragment instanceof Fragment.Line line) {
      var text = new StringBuilder();
      text(line, text);
      to.add(text.toString());
    } else {
      fragment.children().forEach(child -> lines(child.fragment(), to));
    }
  }

  private static void text(Fragment fragment, StringBuilder to) {
    if (fragment instanceof Fragment.Text text) {
      to.append(text.text());
    }
    fragment.children().forEach(child -> text(child.fragment(), to));
  }

  LayoutTree tree() {
    return tree;
  }

  Document document() {
    return document;
  }
}
