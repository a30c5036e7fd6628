package dev.glasshouse.layout;

import dev.glasshouse.css.Patience;
import dev.glasshouse.dom.Document;
import dev.glasshouse.layout.box.BoxTree;
import dev.glasshouse.layout.box.BoxTreeBuilder;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.flow.Layouter;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.fragment.Overflow;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.stacking.DisplayListBuilder;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.List;
import java.util.Optional;

/**
 * A document that is laid out: its boxes with their places.
 *
 * <p>It is made by a pure function of the document, its styles, its pictures, the fonts and the
 * viewport, and does not follow what happens to the document afterwards.
 */
public final class LayoutTree {
  private final Optional<BoxTree> boxes;
  private final List<Child> placed;
  private final LayoutReport report;
  private final Pictures pictures;
  private final Typesetter typesetter;
  private final int viewportHeight;

  private LayoutTree(
      Optional<BoxTree> boxes,
      List<Child> placed,
      LayoutReport report,
      Pictures pictures,
      Typesetter typesetter,
      int viewportHeight) {
    this.boxes = boxes;
    this.placed = placed;
    this.report = report;
    this.pictures = pictures;
    this.typesetter = typesetter;
    this.viewportHeight = viewportHeight;
  }

  /**
   * Lays a document out.
   *
   * @param width the viewport's width, px
   * @param height the viewport's height, px
   */
  public static LayoutTree of(
      Document document,
      Styling styling,
      Pictures pictures,
      Typesetter typesetter,
      int width,
      int height,
      Limits limits) {
    return of(document, styling, pictures, typesetter, width, height, limits, Patience.endless());
  }

  /**
   * Lays a document out, within a time.
   *
   * @param width the viewport's width, px
   * @param height the viewport's height, px
   * @throws Patience.Ended when it takes longer
   */
  public static LayoutTree of(
      Document document,
      Styling styling,
      Pictures pictures,
      Typesetter typesetter,
      int width,
      int height,
      Limits limits,
      Patience patience) {
    Optional<BoxTree> boxes = boxes(document, styling, pictures, limits, patience);
    if (boxes.isEmpty()) {
      var report = new LayoutReport(0, 0, width, height, List.of(), 0);
      return new LayoutTree(boxes, List.of(), report, pictures, typesetter, height);
    }
    BoxTree tree = boxes.get();
    Layouter.Page page =
        Layouter.lay(tree, typesetter, LayoutUnit.of(width), LayoutUnit.of(height), patience);
    int bottom = Math.max(LayoutUnit.of(height), Overflow.bottom(page.placed()));
    int pageHeight = Math.ceilDiv(bottom, LayoutUnit.PX);
    List<String> instead =
        tree.instead().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(each -> each.getKey() + " (" + each.getValue() + ")")
            .toList();
    var report =
        new LayoutReport(tree.boxes(), page.lines(), width, pageHeight, instead, tree.flattened());
    return new LayoutTree(boxes, page.placed(), report, pictures, typesetter, height);
  }

  private static Optional<BoxTree> boxes(
      Document document, Styling styling, Pictures pictures, Limits limits, Patience patience) {
    return BoxTreeBuilder.build(
        document, new ElementStyles(styling), pictures, limits.depth(), patience);
  }

  /**
   * The text of a document as it would be read: nothing is laid out, and no font is needed.
   *
   * @param styling says what is seen, and which elements are blocks
   */
  public static String text(Document document, Styling styling, Limits limits) {
    return boxes(document, styling, Pictures.NONE, limits, Patience.endless())
        .map(PageText::of)
        .orElse("");
  }

  /** What the layout was like, in figures. */
  public LayoutReport report() {
    return report;
  }

  /** The fragments with their places: the root, and what is positioned by the viewport. */
  public List<Child> placed() {
    return placed;
  }

  /** The box tree; empty where the document shows nothing. */
  public Optional<BoxTree> boxTree() {
    return boxes;
  }

  /** The text of the page as it is read. */
  public String text() {
    return boxes.map(PageText::of).orElse("");
  }

  /**
   * Every fragment on a line of its own, indented: what it is, its place on the page and its size.
   */
  public String dump() {
    return LayoutDump.of(placed);
  }

  /** The page as items to draw, back to front. */
  public DisplayList displayList() {
    return DisplayListBuilder.build(
        placed, pictures, typesetter, report.width(), viewportHeight, report.height());
  }
}
