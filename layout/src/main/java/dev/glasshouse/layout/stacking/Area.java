package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BackgroundKeywords.BoxArea;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.paint.Radii;
import dev.glasshouse.layout.paint.Rect;
import dev.glasshouse.layout.paint.RoundedRect;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;

/**
 * The boxes of a fragment on the page in px: its edges stand on whole px, as browsers draw them.
 *
 * @param box the border box
 * @param border the border's widths
 * @param padding the padding
 */
record Area(RoundedRect box, Insets border, Insets padding) {

  static Area of(Fragment fragment, int x, int y, ComputedStyle style) {
    Insets border =
        switch (fragment) {
          case Fragment.Block block -> block.border();
          case Fragment.Inline inline -> inline.border();
          case Fragment.Replaced replaced -> replaced.border();
          default -> Insets.NONE;
        };
    Insets padding =
        switch (fragment) {
          case Fragment.Block block -> block.padding();
          case Fragment.Inline inline -> inline.padding();
          case Fragment.Replaced replaced -> replaced.padding();
          default -> Insets.NONE;
        };
    Rect rect = snapped(x, y, fragment.width(), fragment.height());
    return new Area(new RoundedRect(rect, radii(style, rect)), border, padding);
  }

  static Rect snapped(int x, int y, int width, int height) {
    int left = LayoutUnit.snap(x);
    int top = LayoutUnit.snap(y);
    return new Rect(
        LayoutUnit.px(left),
        LayoutUnit.px(top),
        LayoutUnit.px(LayoutUnit.snap(x + width) - left),
        LayoutUnit.px(LayoutUnit.snap(y + height) - top));
  }

  private static Radii radii(ComputedStyle style, Rect rect) {
    double w = rect.width();
    double h = rect.height();
    var radii =
        new Radii(
            (float) style.borderTopLeftRadius().x().resolve(w),
            (float) style.borderTopLeftRadius().y().resolve(h),
            (float) style.borderTopRightRadius().x().resolve(w),
            (float) style.borderTopRightRadius().y().resolve(h),
            (float) style.borderBottomRightRadius().x().resolve(w),
            (float) style.borderBottomRightRadius().y().resolve(h),
            (float) style.borderBottomLeftRadius().x().resolve(w),
            (float) style.borderBottomLeftRadius().y().resolve(h));
    return radii.square() ? Radii.NONE : radii;
  }

  RoundedRect paddingBox() {
    return inside(border);
  }

  RoundedRect contentBox() {
    return inside(border.plus(padding));
  }

  RoundedRect of(BoxArea area) {
    return switch (area) {
      case BORDER_BOX, BORDER_AREA, TEXT -> box;
      case PADDING_BOX -> paddingBox();
      case CONTENT_BOX -> contentBox();
    };
  }

  private RoundedRect inside(Insets by) {
    return box.inside(
        LayoutUnit.px(by.top()),
        LayoutUnit.px(by.right()),
        LayoutUnit.px(by.bottom()),
        LayoutUnit.px(by.left()));
  }
}
