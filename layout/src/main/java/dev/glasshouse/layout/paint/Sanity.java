package dev.glasshouse.layout.paint;

import java.util.List;

/**
 * Whether an item's numbers can be drawn: finite, and not so far away that arithmetic on floats
 * breaks down. Layout never makes others; a page that tries to is drawn without the item.
 */
final class Sanity {
  /** Farther out than any page reaches, and still exact to an eighth of a px. */
  private static final float FAR = 1 << 21;

  private Sanity() {}

  static boolean drawable(DisplayItem item) {
    return switch (item) {
      case DisplayItem.Fill f -> near(f.area()) && near(f.brush());
      case DisplayItem.Border b ->
          near(b.box())
              && near(b.top().width(), b.right().width(), b.bottom().width(), b.left().width());
      case DisplayItem.ImageRect i -> near(i.place());
      case DisplayItem.Glyphs g -> near(g.x(), g.baseline(), g.blur());
      case DisplayItem.Decoration d -> near(d.x(), d.y(), d.width(), d.thickness());
      case DisplayItem.Shadow s ->
          near(s.box()) && near(s.dx(), s.dy(), s.blurRadius(), s.spread());
      case DisplayItem.PushClip c -> near(c.area());
      case DisplayItem.PushOpacity o -> !Float.isNaN(o.opacity());
      case DisplayItem.PushTransform t -> near(t.a(), t.b(), t.c(), t.d(), t.e(), t.f());
      case DisplayItem.Pop p -> true;
    };
  }

  private static boolean near(Brush brush) {
    return switch (brush) {
      case Brush.Solid solid -> true;
      case Brush.Gradient gradient -> near(gradient);
      case Brush.Tiles tiles ->
          near(tiles.tile())
              && near(tiles.stepX(), tiles.stepY())
              && switch (tiles.content()) {
                case Brush.Content.Pictured pictured -> true;
                case Brush.Content.Graded graded -> near(graded.gradient());
              };
    };
  }

  private static boolean near(Brush.Gradient gradient) {
    return near(gradient.stops())
        && switch (gradient) {
          case Brush.Linear l -> near(l.x0(), l.y0(), l.x1(), l.y1());
          case Brush.Radial r -> near(r.x(), r.y(), r.radiusX(), r.radiusY());
          case Brush.Conic c -> near(c.x(), c.y(), c.from());
        };
  }

  private static boolean near(List<Brush.Stop> stops) {
    for (Brush.Stop stop : stops) {
      if (!near(stop.offset())) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(RoundedRect r) {
    Radii q = r.radii();
    return near(r.rect())
        && near(
            q.topLeftX(),
            q.topLeftY(),
            q.topRightX(),
            q.topRightY(),
            q.bottomRightX(),
            q.bottomRightY(),
            q.bottomLeftX(),
            q.bottomLeftY());
  }

  private static boolean near(Rect r) {
    return near(r.x(), r.y(), r.width(), r.height());
  }

  /** Not true of what is not a number. */
  private static boolean near(float... numbers) {
    for (float number : numbers) {
      if (!(Math.abs(number) <= FAR)) {
        return false;
      }
    }
    return true;
  }
}
