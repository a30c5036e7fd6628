package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.paint.Brush;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.Rect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns fragments into what is drawn, back to front (<a
 * href="https://www.w3.org/TR/CSS2/zindex.html">CSS 2, Appendix E</a>).
 */
public final class DisplayListBuilder {
  private DisplayListBuilder() {}

  /**
   * The picture of a page.
   *
   * @param placed the root's fragment, and then what is positioned by the viewport
   * @param width the page's width, px
   * @param viewportHeight the viewport's height, px
   * @param height the page's height, px
   */
  public static DisplayList build(
      List<Child> placed,
      Pictures pictures,
      Typesetter typesetter,
      int width,
      int viewportHeight,
      int height) {
    DisplayList.Builder out = DisplayList.builder();
    if (placed.isEmpty()) {
      return out.build();
    }
    Rect viewport = new Rect(0, 0, width, viewportHeight);
    var backgrounds = new Backgrounds(pictures, viewport);
    Fragment.Block root = (Fragment.Block) placed.getFirst().fragment();
    @Nullable BlockBox giver = canvasGiver(root);
    if (giver != null) {
      Rect canvas = new Rect(0, 0, width, Math.max(height, viewportHeight));
      canvas(giver, root, placed.getFirst(), canvas, backgrounds, out);
    }
    new StackingPainter(out, backgrounds, typesetter, giver).page(placed);
    return out.build();
  }

  /** Whose background the canvas has: the root's, else the body's (CSS Backgrounds 3, 2.11). */
  private static @Nullable BlockBox canvasGiver(Fragment.Block root) {
    if (shows(root.box().style().look().computed())) {
      return root.box();
    }
    for (Child child : root.children()) {
      if (child.fragment() instanceof Fragment.Block block
          && block.box().role() == BlockBox.Role.BODY
          && shows(block.box().style().look().computed())) {
        return block.box();
      }
    }
    return null;
  }

  private static boolean shows(ComputedStyle style) {
    return !style.backgroundColor().isTransparent() || !style.backgroundLayers().isEmpty();
  }

  /** The background covers the canvas; its images are placed by the root's box. */
  private static void canvas(
      BlockBox giver,
      Fragment.Block root,
      Child at,
      Rect canvas,
      Backgrounds backgrounds,
      DisplayList.Builder out) {
    ComputedStyle style = giver.style().look().computed();
    if (!style.backgroundColor().isTransparent()) {
      out.add(
          new DisplayItem.Fill(canvas.square(), new Brush.Solid(style.backgroundColor().argb())));
    }
    Area area = Area.of(root, at.x(), at.y(), style);
    backgrounds.canvas(style, area, canvas, out);
  }
}
