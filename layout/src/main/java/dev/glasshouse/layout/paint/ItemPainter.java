package dev.glasshouse.layout.paint;

import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.layout.skia.Limits;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.GlyphRun;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ClipMode;
import io.github.humbleui.skija.Paint;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Draws the items of a display list on one band. Items that the band does not show are left out.
 */
final class ItemPainter {

  private enum Pushed {
    CLIP,
    LAYER,
    TRANSFORM,
    NOTHING
  }

  private final Canvas canvas;
  private final Device device;
  private final ImageStore images;
  private final Limits limits;
  private final FillPainter fills;
  private final BorderPainter borders;
  private final ShadowPainter shadows;
  private final TextPainter text;
  private final Deque<Pushed> pushed = new ArrayDeque<>();
  private int layers;

  ItemPainter(
      Canvas canvas,
      Paint paint,
      Ink ink,
      Device device,
      FontLibrary fonts,
      ImageStore images,
      Limits limits) {
    this.canvas = canvas;
    this.device = device;
    this.images = images;
    this.limits = limits;
    this.fills = new FillPainter(canvas, paint, images, device);
    this.borders = new BorderPainter(canvas, paint);
    this.shadows = new ShadowPainter(canvas, paint, limits.blur());
    this.text = new TextPainter(canvas, paint, fonts, ink, device, limits.blur());
  }

  void paint(DisplayList list) {
    int count = canvas.save();
    canvas.concat(device.matrix());
    for (DisplayItem item : list.items()) {
      if (Sanity.drawable(item)) {
        paint(item);
      } else if (DisplayList.pushes(item)) {
        pushed.push(Pushed.NOTHING);
      }
    }
    canvas.restoreToCount(count);
  }

  private void paint(DisplayItem item) {
    switch (item) {
      case DisplayItem.Fill fill -> {
        if (!misses(fill.area().rect(), 0)) {
          fills.paint(fill);
        }
      }
      case DisplayItem.Border border -> {
        if (!misses(border.box().rect(), 0)) {
          borders.paint(
              new DisplayItem.Border(
                  device.snapped(border.box()),
                  border.top(),
                  border.right(),
                  border.bottom(),
                  border.left()));
        }
      }
      case DisplayItem.ImageRect image -> {
        if (image.picture() instanceof Picture.Drawable drawable && !misses(image.place(), 0)) {
          images.draw(
              canvas,
              drawable,
              Device.skia(device.snapped(image.place())),
              FillPainter.scaling(image.sampling()),
              device.scale());
        }
      }
      case DisplayItem.Glyphs glyphs -> {
        if (!misses(extent(glyphs), 3 * glyphs.blur())) {
          text.paint(glyphs);
        }
      }
      case DisplayItem.Decoration line -> {
        float reach = 4 * line.thickness() + 2;
        if (!misses(new Rect(line.x(), line.y(), line.width(), 0), reach)) {
          text.paint(line);
        }
      }
      case DisplayItem.Shadow shadow -> {
        float reach =
            2 * shadow.blurRadius()
                + Math.max(0, shadow.spread())
                + Math.max(Math.abs(shadow.dx()), Math.abs(shadow.dy()));
        if (!misses(shadow.box().rect(), reach)) {
          shadows.paint(
              new DisplayItem.Shadow(
                  device.snapped(shadow.box()),
                  shadow.side(),
                  shadow.dx(),
                  shadow.dy(),
                  shadow.blurRadius(),
                  shadow.spread(),
                  shadow.argb()));
        }
      }
      case DisplayItem.PushClip clip -> push(clip);
      case DisplayItem.PushOpacity opacity -> push(opacity);
      case DisplayItem.PushTransform transform -> {
        canvas.save();
        canvas.concat(
            new io.github.humbleui.skija.Matrix33(
                transform.a(),
                transform.c(),
                transform.e(),
                transform.b(),
                transform.d(),
                transform.f(),
                0,
                0,
                1));
        device.push(transform);
        pushed.push(Pushed.TRANSFORM);
      }
      case DisplayItem.Pop pop -> pop();
    }
  }

  private boolean misses(Rect r, float reach) {
    return device.misses(
        r.x() - reach - 1, r.y() - reach - 1, r.right() + reach + 1, r.bottom() + reach + 1);
  }

  /**
   * Where ink can be: two ems around the places of the glyphs, more than any font of ours needs.
   */
  private static Rect extent(DisplayItem.Glyphs glyphs) {
    GlyphRun run = glyphs.run();
    float reach = 2 * run.font().size();
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float low = 0;
    float high = 0;
    for (int i = 0; i < run.count(); i++) {
      left = Math.min(left, run.x(i));
      right = Math.max(right, run.x(i));
      low = Math.max(low, run.y(i));
      high = Math.min(high, run.y(i));
    }
    if (left > right) {
      return new Rect(glyphs.x(), glyphs.baseline(), 0, 0);
    }
    return new Rect(
        glyphs.x() + left - reach,
        glyphs.baseline() + high - reach,
        right - left + 2 * reach,
        low - high + 2 * reach);
  }

  private void push(DisplayItem.PushClip clip) {
    canvas.save();
    RoundedRect area = device.snapped(clip.area());
    if (area.radii().square()) {
      canvas.clipRect(Device.skia(area.rect()), ClipMode.INTERSECT, !device.upright());
    } else {
      canvas.clipRRect(Device.skia(area), ClipMode.INTERSECT, true);
    }
    pushed.push(Pushed.CLIP);
  }

  private void push(DisplayItem.PushOpacity opacity) {
    if (layers >= limits.layers()) {
      pushed.push(Pushed.NOTHING);
      return;
    }
    int alpha = Math.clamp(Math.round(opacity.opacity() * 255), 0, 255);
    canvas.saveLayerAlpha(null, alpha);
    layers++;
    pushed.push(Pushed.LAYER);
  }

  private void pop() {
    switch (pushed.pop()) {
      case CLIP -> canvas.restore();
      case LAYER -> {
        canvas.restore();
        layers--;
      }
      case TRANSFORM -> {
        canvas.restore();
        device.pop();
      }
      case NOTHING -> {}
    }
  }
}
