package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.css.values.Shadow;
import dev.glasshouse.layout.paint.Brush;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayItem.Border.Side;
import dev.glasshouse.layout.paint.DisplayItem.ShadowSide;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.LineStyle;
import dev.glasshouse.layout.paint.RoundedRect;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.List;

/** Draws what a box is of itself: shadows, background, borders, outline (CSS Backgrounds 3). */
final class BoxPainter {
  private final DisplayList.Builder out;
  private final Backgrounds backgrounds;

  BoxPainter(DisplayList.Builder out, Backgrounds backgrounds) {
    this.out = out;
    this.backgrounds = backgrounds;
  }

  /** Shadows, background and borders of a box. */
  void paint(ComputedStyle style, Area area) {
    shadows(style, area, ShadowSide.OUTER);
    background(style, area);
    shadows(style, area, ShadowSide.INNER);
    borders(style, area);
  }

  /** The borders and shadows alone, of a box whose background is painted elsewhere. */
  void paintWithoutBackground(ComputedStyle style, Area area) {
    shadows(style, area, ShadowSide.OUTER);
    shadows(style, area, ShadowSide.INNER);
    borders(style, area);
  }

  private void background(ComputedStyle style, Area area) {
    Rgba color = style.backgroundColor();
    if (!color.isTransparent()) {
      RoundedRect filled = area.of(style.backgroundColorClip());
      if (!filled.rect().isEmpty()) {
        out.add(new DisplayItem.Fill(filled, new Brush.Solid(color.argb())));
      }
    }
    backgrounds.images(style, area, out);
  }

  private void shadows(ComputedStyle style, Area area, ShadowSide side) {
    List<Shadow> shadows = style.boxShadow();
    for (Shadow shadow : shadows.reversed()) {
      if (shadow.inset() == (side == ShadowSide.INNER)) {
        out.add(
            new DisplayItem.Shadow(
                side == ShadowSide.INNER ? area.paddingBox() : area.box(),
                side,
                (float) shadow.x(),
                (float) shadow.y(),
                (float) shadow.blur(),
                (float) shadow.spread(),
                shadow.color().resolve(style.color()).argb()));
      }
    }
  }

  private void borders(ComputedStyle style, Area area) {
    Side top = side(area.border().top(), style.borderTopStyle(), style.borderTopColor());
    Side right = side(area.border().right(), style.borderRightStyle(), style.borderRightColor());
    Side bottom =
        side(area.border().bottom(), style.borderBottomStyle(), style.borderBottomColor());
    Side left = side(area.border().left(), style.borderLeftStyle(), style.borderLeftColor());
    if (!(top.invisible() && right.invisible() && bottom.invisible() && left.invisible())) {
      out.add(new DisplayItem.Border(area.box(), top, right, bottom, left));
    }
  }

  private static Side side(
      int width, dev.glasshouse.css.values.BoxKeywords.LineStyle style, Rgba color) {
    return width == 0 ? Side.NONE : new Side(LayoutUnit.px(width), line(style), color.argb());
  }

  /** The outline of a box; it takes no room. */
  void outline(ComputedStyle style, Area area) {
    float width = (float) style.outlineWidth();
    if (width <= 0) {
      return;
    }
    RoundedRect around = area.box().spread((float) style.outlineOffset() + width);
    Side side = new Side(width, line(style.outlineStyle()), style.outlineColor().argb());
    out.add(DisplayItem.Border.all(around, side));
  }

  private static LineStyle line(dev.glasshouse.css.values.BoxKeywords.LineStyle style) {
    return switch (style) {
      case NONE, HIDDEN -> LineStyle.NONE;
      case SOLID, AUTO -> LineStyle.SOLID;
      case DOTTED -> LineStyle.DOTTED;
      case DASHED -> LineStyle.DASHED;
      case DOUBLE -> LineStyle.DOUBLE;
      case GROOVE -> LineStyle.GROOVE;
      case RIDGE -> LineStyle.RIDGE;
      case INSET -> LineStyle.INSET;
      case OUTSET -> LineStyle.OUTSET;
    };
  }
}
