package dev.glasshouse.layout.paint;

import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ClipMode;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.PaintStrokeCap;
import io.github.humbleui.skija.Path;
import io.github.humbleui.skija.PathBuilder;
import io.github.humbleui.skija.PathEffect;
import io.github.humbleui.skija.PathMeasure;

/**
 * Borders (CSS Backgrounds 3 sections 4 and 5): four sides that are alike are drawn as one ring;
 * sides that differ each within the quarter that the diagonals of the corners cut out.
 */
final class BorderPainter {
  private final Canvas canvas;
  private final Paint paint;

  BorderPainter(Canvas canvas, Paint paint) {
    this.canvas = canvas;
    this.paint = paint;
  }

  void paint(DisplayItem.Border border) {
    DisplayItem.Border.Side top = border.top();
    boolean alike =
        top.equals(border.right()) && top.equals(border.bottom()) && top.equals(border.left());
    if (alike && (top.style() == LineStyle.SOLID || top.style() == LineStyle.DOUBLE)) {
      if (!top.invisible()) {
        ring(border, top, top.style());
      }
      return;
    }
    if (alike && (top.style() == LineStyle.DOTTED || top.style() == LineStyle.DASHED)) {
      if (!top.invisible()) {
        dashedRing(border, top);
      }
      return;
    }
    Rect box = border.box().rect();
    Rect hole = inside(border, 1).rect();
    float midX = hole.x() + hole.width() / 2;
    float midY = hole.y() + hole.height() / 2;
    float[] topLeft = {box.x(), box.y()};
    float[] topRight = {box.right(), box.y()};
    float[] bottomRight = {box.right(), box.bottom()};
    float[] bottomLeft = {box.x(), box.bottom()};
    float[] holeTopLeft = towards(topLeft, new float[] {hole.x(), hole.y()}, midX, midY);
    float[] holeTopRight = towards(topRight, new float[] {hole.right(), hole.y()}, midX, midY);
    float[] holeBottomRight =
        towards(bottomRight, new float[] {hole.right(), hole.bottom()}, midX, midY);
    float[] holeBottomLeft = towards(bottomLeft, new float[] {hole.x(), hole.bottom()}, midX, midY);
    side(border, border.top(), Edge.TOP, topLeft, topRight, holeTopRight, holeTopLeft);
    side(border, border.right(), Edge.RIGHT, topRight, bottomRight, holeBottomRight, holeTopRight);
    side(
        border,
        border.bottom(),
        Edge.BOTTOM,
        bottomRight,
        bottomLeft,
        holeBottomLeft,
        holeBottomRight);
    side(border, border.left(), Edge.LEFT, bottomLeft, topLeft, holeTopLeft, holeBottomLeft);
  }

  private enum Edge {
    TOP,
    RIGHT,
    BOTTOM,
    LEFT
  }

  /**
   * The line of a corner goes on past the corner of the hole, so that a wide radius is cut whole:
   * as far as the middle of the box on the nearer axis.
   */
  private static float[] towards(float[] corner, float[] hole, float midX, float midY) {
    float dx = hole[0] - corner[0];
    float dy = hole[1] - corner[1];
    if (dx == 0 || dy == 0) {
      return hole;
    }
    float factor = Math.max(1, Math.min((midX - corner[0]) / dx, (midY - corner[1]) / dy));
    return new float[] {corner[0] + dx * factor, corner[1] + dy * factor};
  }

  private void side(
      DisplayItem.Border border,
      DisplayItem.Border.Side side,
      Edge edge,
      float[] a,
      float[] b,
      float[] c,
      float[] d) {
    if (side.invisible()) {
      return;
    }
    boolean alone = meetsNothing(border, edge);
    int count = canvas.save();
    if (!alone) {
      clip(a, b, c, d);
    }
    switch (side.style()) {
      case NONE -> {}
      case SOLID, WAVY, DOUBLE -> ring(border, side, side.style());
      case DOTTED, DASHED -> dashes(border, side, edge);
      case GROOVE, RIDGE, INSET, OUTSET -> carved(border, side, edge);
    }
    canvas.restoreToCount(count);
  }

  /** Whether the sides next to this one are not drawn, and there is no diagonal to cut. */
  private static boolean meetsNothing(DisplayItem.Border border, Edge edge) {
    boolean upright = edge == Edge.LEFT || edge == Edge.RIGHT;
    var one = upright ? border.top() : border.left();
    var other = upright ? border.bottom() : border.right();
    var opposite =
        switch (edge) {
          case TOP -> border.bottom();
          case BOTTOM -> border.top();
          case LEFT -> border.right();
          case RIGHT -> border.left();
        };
    return !(one.width() > 0) && !(other.width() > 0) && !(opposite.width() > 0);
  }

  private void clip(float[] a, float[] b, float[] c, float[] d) {
    float[] points = {a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1]};
    try (PathBuilder builder = new PathBuilder()) {
      builder.addPolygon(points, true);
      try (Path path = builder.build()) {
        canvas.clipPath(path, ClipMode.INTERSECT, true);
      }
    }
  }

  private void ring(DisplayItem.Border border, DisplayItem.Border.Side side, LineStyle style) {
    colour(side.argb());
    if (style != LineStyle.DOUBLE || side.width() < 3) {
      between(border, 0, 1);
      return;
    }
    between(border, 0, 1 / 3f);
    between(border, 2 / 3f, 1);
  }

  /** Fills between two parts of the border's thickness, 0 being its outer edge. */
  private void between(DisplayItem.Border border, float from, float to) {
    RoundedRect outer = from == 0 ? border.box() : inside(border, from);
    RoundedRect inner = inside(border, to);
    if (inner.rect().isEmpty()) {
      canvas.drawRRect(Device.skia(outer), paint);
    } else {
      canvas.drawDRRect(Device.skia(outer), Device.skia(inner), paint);
    }
  }

  private static RoundedRect inside(DisplayItem.Border border, float part) {
    return border
        .box()
        .inside(
            thickness(border.top(), part),
            thickness(border.right(), part),
            thickness(border.bottom(), part),
            thickness(border.left(), part));
  }

  /** Parts of a border begin on whole px, as far as there are enough. */
  private static float thickness(DisplayItem.Border.Side side, float part) {
    float width = side.style() == LineStyle.NONE ? 0 : Math.max(0, side.width());
    if (part == 1) {
      return width;
    }
    return part < 0.5f
        ? (float) Math.ceil(width * part - 0.01f)
        : width - (float) Math.ceil(width * (1 - part) - 0.01f);
  }

  /** Four sides of dots or dashes that are alike: no diagonal cuts through those in the corners. */
  private void dashedRing(DisplayItem.Border border, DisplayItem.Border.Side side) {
    if (border.box().radii().square()) {
      for (Edge edge : Edge.values()) {
        dashes(border, side, edge);
      }
    } else {
      dashes(border, side, Edge.TOP);
    }
  }

  private void dashes(DisplayItem.Border border, DisplayItem.Border.Side side, Edge edge) {
    float width = side.width();
    boolean dots = side.style() == LineStyle.DOTTED;
    boolean round = dots && width > 1;
    colour(side.argb());
    paint.setStroke(true).setStrokeWidth(width);
    paint.setStrokeCap(round ? PaintStrokeCap.ROUND : PaintStrokeCap.BUTT);
    RoundedRect middle =
        border
            .box()
            .inside(
                border.top().width() / 2,
                border.right().width() / 2,
                border.bottom().width() / 2,
                border.left().width() / 2);
    if (border.box().radii().square()) {
      Rect box = border.box().rect();
      boolean upright = edge == Edge.LEFT || edge == Edge.RIGHT;
      float length = (upright ? box.height() : box.width()) - (round ? width : 0);
      try (PathEffect effect =
          dots && !round
              ? Dashes.squares(length, width)
              : Dashes.effect(length, width, round, true)) {
        paint.setPathEffect(effect);
        straight(box, middle.rect(), edge, width, round);
      }
    } else {
      around(middle, width, round);
    }
    paint.reset().setAntiAlias(true);
  }

  private void around(RoundedRect middle, float width, boolean round) {
    try (PathBuilder builder = new PathBuilder()) {
      builder.addRRect(Device.skia(middle));
      try (Path path = builder.build();
          PathMeasure measure = new PathMeasure(path);
          PathEffect effect = Dashes.effect(measure.getLength(), width, round, false)) {
        paint.setPathEffect(effect);
        canvas.drawPath(path, paint);
      }
    }
  }

  /** A side with square corners, from one end of the box to the other. */
  private void straight(Rect box, Rect middle, Edge edge, float width, boolean round) {
    boolean upright = edge == Edge.LEFT || edge == Edge.RIGHT;
    float inset = round ? width / 2 : 0;
    float from = (upright ? box.y() : box.x()) + inset;
    float to = (upright ? box.bottom() : box.right()) - inset;
    float across =
        switch (edge) {
          case TOP -> middle.y();
          case RIGHT -> middle.right();
          case BOTTOM -> middle.bottom();
          case LEFT -> middle.x();
        };
    if (upright) {
      canvas.drawLine(across, from, across, to, paint);
    } else {
      canvas.drawLine(from, across, to, across, paint);
    }
  }

  /** The sides that look carved: light falls from the upper left. */
  private void carved(DisplayItem.Border border, DisplayItem.Border.Side side, Edge edge) {
    boolean upperLeft = edge == Edge.TOP || edge == Edge.LEFT;
    int pressed = upperLeft ? Shades.darker(side.argb()) : Shades.lighter(side.argb());
    int raised = upperLeft ? Shades.lighter(side.argb()) : Shades.darker(side.argb());
    switch (side.style()) {
      case INSET -> {
        colour(pressed);
        between(border, 0, 1);
      }
      case OUTSET -> {
        colour(raised);
        between(border, 0, 1);
      }
      case GROOVE, RIDGE -> {
        boolean groove = side.style() == LineStyle.GROOVE;
        colour(groove ? pressed : raised);
        between(border, 0, 0.5f);
        colour(groove ? raised : pressed);
        between(border, 0.5f, 1);
      }
      case NONE, SOLID, DOUBLE, DOTTED, DASHED, WAVY -> {}
    }
  }

  private void colour(int argb) {
    paint.reset().setAntiAlias(true).setColor(argb);
  }
}
