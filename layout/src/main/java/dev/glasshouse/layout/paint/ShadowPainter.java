package dev.glasshouse.layout.paint;

import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ClipMode;
import io.github.humbleui.skija.FilterBlurMode;
import io.github.humbleui.skija.MaskFilter;
import io.github.humbleui.skija.Paint;

/** Box shadows (CSS Backgrounds 3 section 6.1): the standard deviation is half the blur radius. */
final class ShadowPainter {
  private final Canvas canvas;
  private final Paint paint;
  private final float mostBlur;

  ShadowPainter(Canvas canvas, Paint paint, float mostBlur) {
    this.canvas = canvas;
    this.paint = paint;
    this.mostBlur = mostBlur;
  }

  void paint(DisplayItem.Shadow shadow) {
    int count = canvas.save();
    paint.reset().setAntiAlias(true).setColor(shadow.argb());
    float deviation = Math.min(mostBlur, shadow.blurRadius() / 2);
    if (deviation > 0.05f) {
      try (MaskFilter blur = MaskFilter.makeBlur(FilterBlurMode.NORMAL, deviation)) {
        paint.setMaskFilter(blur);
        draw(shadow, deviation);
      }
    } else {
      draw(shadow, 0);
    }
    paint.reset().setAntiAlias(true);
    canvas.restoreToCount(count);
  }

  private void draw(DisplayItem.Shadow shadow, float deviation) {
    RoundedRect box = shadow.box();
    if (shadow.side() == DisplayItem.ShadowSide.OUTER) {
      canvas.clipRRect(Device.skia(box), ClipMode.DIFFERENCE, true);
      RoundedRect cast = box.spread(shadow.spread());
      if (!cast.rect().isEmpty()) {
        canvas.drawRRect(
            Device.skia(new RoundedRect(cast.rect().moved(shadow.dx(), shadow.dy()), cast.radii())),
            paint);
      }
      return;
    }
    canvas.clipRRect(Device.skia(box), ClipMode.INTERSECT, true);
    RoundedRect hole = box.spread(-shadow.spread());
    RoundedRect moved = new RoundedRect(hole.rect().moved(shadow.dx(), shadow.dy()), hole.radii());
    float reach =
        3 * deviation
            + Math.abs(shadow.dx())
            + Math.abs(shadow.dy())
            + Math.abs(shadow.spread())
            + 2;
    if (moved.rect().isEmpty()) {
      canvas.drawRect(Device.skia(box.rect().grown(reach)), paint);
    } else {
      canvas.drawDRRect(Device.skia(box.rect().grown(reach).square()), Device.skia(moved), paint);
    }
  }
}
