package dev.glasshouse.layout.paint;

import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.GlyphRun;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.FilterBlurMode;
import io.github.humbleui.skija.Font;
import io.github.humbleui.skija.MaskFilter;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.PaintStrokeCap;
import io.github.humbleui.skija.Path;
import io.github.humbleui.skija.PathBuilder;
import io.github.humbleui.skija.PathEffect;
import io.github.humbleui.skija.TextBlob;
import io.github.humbleui.types.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Glyphs and the lines that decorate them (CSS Text Decoration 4). */
final class TextPainter {

  /** A stretch of a line that is drawn. */
  private record Piece(float from, float to) {}

  private final Canvas canvas;
  private final Paint paint;
  private final FontLibrary fonts;
  private final Ink ink;
  private final Device device;
  private final float mostBlur;

  TextPainter(
      Canvas canvas, Paint paint, FontLibrary fonts, Ink ink, Device device, float mostBlur) {
    this.canvas = canvas;
    this.paint = paint;
    this.fonts = fonts;
    this.ink = ink;
    this.device = device;
    this.mostBlur = mostBlur;
  }

  void paint(DisplayItem.Glyphs item) {
    paint.reset().setAntiAlias(true).setColor(item.argb());
    try (TextBlob blob = blob(item.run())) {
      if (blob == null) {
        return;
      }
      if (item.blur() > 0.05f) {
        float deviation = Math.min(mostBlur, item.blur());
        try (MaskFilter blur = MaskFilter.makeBlur(FilterBlurMode.NORMAL, deviation)) {
          paint.setMaskFilter(blur);
          canvas.drawTextBlob(blob, item.x(), item.baseline(), paint);
        }
        paint.reset();
      } else {
        if (!fonts.coloured(item.run().font())) {
          paint.setMaskFilter(ink.filter());
        }
        canvas.drawTextBlob(blob, item.x(), item.baseline(), paint);
      }
    }
  }

  private @Nullable TextBlob blob(GlyphRun run) {
    if (run.count() == 0) {
      return null;
    }
    Font font = fonts.skia(run.font());
    if (run.level()) {
      return TextBlob.makeFromPosH(run.glyphNumbers(), run.xPositions(), 0, font);
    }
    Point[] points = new Point[run.count()];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Point(run.x(i), run.y(i));
    }
    return TextBlob.makeFromPos(run.glyphNumbers(), points, font);
  }

  void paint(DisplayItem.Decoration line) {
    float thickness = line.thickness();
    if (!(thickness > 0) || !(line.width() > 0)) {
      return;
    }
    for (Piece piece : pieces(line)) {
      paint.reset().setAntiAlias(true).setColor(line.argb());
      float y = line.y();
      switch (line.style()) {
        case DOUBLE -> {
          bar(piece, y, thickness);
          bar(piece, y + 2 * thickness, thickness);
        }
        case DOTTED, DASHED -> dashes(piece, y, thickness, line.style() == LineStyle.DOTTED);
        case WAVY -> wave(piece, y, thickness, line.x());
        case SOLID, GROOVE, RIDGE, INSET, OUTSET -> bar(piece, y, thickness);
        case NONE -> {}
      }
    }
    paint.reset();
  }

  /** A bar of whole pixels' thickness on whole pixels: it would be grey at its edges else. */
  private void bar(Piece piece, float y, float thickness) {
    float top = device.wholeY(y - thickness / 2);
    canvas.drawRect(
        Device.skia(
            new Rect(piece.from(), top, piece.to() - piece.from(), device.wholeLength(thickness))),
        paint);
  }

  private void dashes(Piece piece, float y, float thickness, boolean dots) {
    float length = piece.to() - piece.from();
    boolean round = dots && thickness >= 3;
    float from = round ? piece.from() + thickness / 2 : piece.from();
    float to = round ? piece.to() - thickness / 2 : piece.to();
    try (PathEffect effect =
        dots && !round
            ? Dashes.squares(length, thickness)
            : Dashes.effect(to - from, thickness, round, true)) {
      paint
          .setStroke(true)
          .setStrokeWidth(thickness)
          .setStrokeCap(round ? PaintStrokeCap.ROUND : PaintStrokeCap.BUTT)
          .setPathEffect(effect);
      canvas.drawLine(from, y, to, y, paint);
    }
  }

  /** A wave that begins on the line and swings downwards first, below the text. */
  private void wave(Piece piece, float y, float thickness, float begin) {
    float half = 2 * thickness + 1;
    float control = 3 * thickness;
    float middle = y + thickness;
    int count = canvas.save();
    canvas.clipRect(
        Device.skia(
            new Rect(piece.from(), middle - control, piece.to() - piece.from(), 2 * control)));
    try (PathBuilder builder = new PathBuilder()) {
      float halves = (float) Math.floor((piece.from() - begin) / half);
      float x = begin + halves * half;
      float swing = halves % 2 == 0 ? control : -control;
      builder.moveTo(x, middle);
      while (x < piece.to()) {
        builder.quadTo(x + half / 2, middle + swing, x + half, middle);
        x += half;
        swing = -swing;
      }
      try (Path path = builder.build()) {
        paint.setStroke(true).setStrokeWidth(thickness);
        canvas.drawPath(path, paint);
      }
    }
    canvas.restoreToCount(count);
  }

  /**
   * The line without the places where the ink of glyphs crosses it, and a thickness around them.
   */
  private List<Piece> pieces(DisplayItem.Decoration line) {
    List<Piece> crossed = new ArrayList<>();
    for (DisplayItem.Glyphs glyphs : line.skip()) {
      crossings(glyphs, line, crossed);
    }
    float end = line.x() + line.width();
    if (crossed.isEmpty()) {
      return List.of(new Piece(line.x(), end));
    }
    crossed.sort(Comparator.comparingDouble(Piece::from));
    List<Piece> pieces = new ArrayList<>();
    float at = line.x();
    for (Piece gap : crossed) {
      if (gap.from() > at) {
        pieces.add(new Piece(at, Math.min(end, gap.from())));
      }
      at = Math.max(at, gap.to());
      if (at >= end) {
        break;
      }
    }
    if (at < end) {
      pieces.add(new Piece(at, end));
    }
    return pieces;
  }

  private void crossings(
      DisplayItem.Glyphs glyphs, DisplayItem.Decoration line, List<Piece> crossed) {
    try (TextBlob blob = blob(glyphs.run())) {
      if (blob == null) {
        return;
      }
      float top = line.y() - line.thickness() / 2 - glyphs.baseline();
      float extra = line.style() == LineStyle.DOUBLE ? 2 * line.thickness() : 0;
      // Not the method without a paint: Skija 0.143.17 calls itself there for ever.
      float[] crossings = blob.getIntercepts(top, top + line.thickness() + extra, paint);
      for (int i = 0; crossings != null && i + 1 < crossings.length; i += 2) {
        crossed.add(
            new Piece(
                glyphs.x() + crossings[i] - line.thickness(),
                glyphs.x() + crossings[i + 1] + line.thickness()));
      }
    }
  }
}
