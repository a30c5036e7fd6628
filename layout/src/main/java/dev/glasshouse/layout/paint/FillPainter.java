package dev.glasshouse.layout.paint;

import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.image.Picture;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ClipMode;
import io.github.humbleui.skija.FilterMode;
import io.github.humbleui.skija.FilterTileMode;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.Matrix33;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.PictureRecorder;
import io.github.humbleui.skija.Shader;
import java.util.Optional;

/** Areas: colours, gradients, tiles. */
final class FillPainter {
  /** Tiles that are drawn one by one; more are drawn by a shader. */
  private static final int ONE_BY_ONE = 16;

  private final Canvas canvas;
  private final Paint paint;
  private final ImageStore images;
  private final Device device;

  FillPainter(Canvas canvas, Paint paint, ImageStore images, Device device) {
    this.canvas = canvas;
    this.paint = paint;
    this.images = images;
    this.device = device;
  }

  void paint(DisplayItem.Fill fill) {
    RoundedRect area = device.snapped(fill.area());
    if (area.rect().isEmpty()) {
      return;
    }
    switch (fill.brush()) {
      case Brush.Solid solid -> {
        paint.reset().setAntiAlias(true).setColor(solid.argb());
        draw(area);
      }
      case Brush.Gradient gradient -> {
        try (Shader shader = Gradients.shader(gradient)) {
          shaded(area, shader);
        }
      }
      case Brush.Tiles tiles -> tiles(area, tiles);
    }
  }

  private void draw(RoundedRect area) {
    if (area.radii().square()) {
      canvas.drawRect(Device.skia(area.rect()), paint);
    } else {
      canvas.drawRRect(Device.skia(area), paint);
    }
  }

  private void shaded(RoundedRect area, Shader shader) {
    paint.reset().setAntiAlias(true).setDither(false).setShader(shader);
    draw(area);
    paint.reset();
  }

  private void tiles(RoundedRect area, Brush.Tiles tiles) {
    Rect tile = tiles.tile();
    if (tile.isEmpty()) {
      return;
    }
    int count = canvas.save();
    Rect seen = area.rect();
    if (!(tiles.stepX() > 0)) {
      seen = new Rect(tile.x(), seen.y(), tile.width(), seen.height());
    }
    if (!(tiles.stepY() > 0)) {
      seen = new Rect(seen.x(), tile.y(), seen.width(), tile.height());
    }
    canvas.clipRect(Device.skia(device.snapped(seen)));
    Brush.Tiles all =
        new Brush.Tiles(
            tiles.content(),
            tile,
            tiles.stepX() > 0 ? tiles.stepX() : tile.width(),
            tiles.stepY() > 0 ? tiles.stepY() : tile.height(),
            tiles.sampling());
    long across = count(seen.width(), all.stepX());
    long down = count(seen.height(), all.stepY());
    if (across * down <= ONE_BY_ONE) {
      clip(area);
      oneByOne(seen, all);
    } else if (!rasterShader(area, all)) {
      recordedShader(area, all);
    }
    canvas.restoreToCount(count);
  }

  private void clip(RoundedRect area) {
    if (area.radii().square()) {
      canvas.clipRect(Device.skia(area.rect()), ClipMode.INTERSECT, !device.upright());
    } else {
      canvas.clipRRect(Device.skia(area), ClipMode.INTERSECT, true);
    }
  }

  private static long count(float length, float step) {
    return (long) Math.ceil(length / (double) step) + 1;
  }

  private void oneByOne(Rect area, Brush.Tiles tiles) {
    Rect tile = tiles.tile();
    float x0 = first(tile.x(), tile.width(), tiles.stepX(), area.x());
    float y0 = first(tile.y(), tile.height(), tiles.stepY(), area.y());
    long across = count(area.width(), tiles.stepX());
    long down = count(area.height(), tiles.stepY());
    for (int j = 0; j <= down; j++) {
      for (int i = 0; i <= across; i++) {
        float x = x0 + i * tiles.stepX();
        float y = y0 + j * tiles.stepY();
        if (x < area.right() && y < area.bottom()) {
          one(tiles, new Rect(x, y, tile.width(), tile.height()));
        }
      }
    }
  }

  /** Where the first tile stands that reaches into the area. */
  private static float first(float at, float length, float step, float begin) {
    return at - (float) Math.floor((at + length - begin) / step) * step;
  }

  private void one(Brush.Tiles tiles, Rect place) {
    if (device.misses(place.x(), place.y(), place.right(), place.bottom())) {
      return;
    }
    switch (tiles.content()) {
      case Brush.Content.Pictured(Picture.Drawable picture) ->
          images.draw(
              canvas,
              picture,
              Device.skia(device.snapped(place)),
              scaling(tiles.sampling()),
              device.scale());
      case Brush.Content.Pictured(Picture.Broken broken) -> {}
      case Brush.Content.Graded(Brush.Gradient gradient) -> {
        int count = canvas.save();
        canvas.translate(place.x(), place.y());
        try (Shader shader = Gradients.shader(gradient)) {
          shaded(new Rect(0, 0, place.width(), place.height()).square(), shader);
        }
        canvas.restoreToCount(count);
      }
    }
  }

  static ImageStore.Scaling scaling(Brush.Sampling sampling) {
    return switch (sampling) {
      case SMOOTH -> ImageStore.Scaling.SMOOTH;
      case PIXELATED -> ImageStore.Scaling.PIXELATED;
    };
  }

  /** Many tiles of pixels that touch one another: Skia's own repetition. */
  private boolean rasterShader(RoundedRect area, Brush.Tiles tiles) {
    Rect tile = tiles.tile();
    if (!(tiles.content() instanceof Brush.Content.Pictured(Picture.Raster raster))
        || tiles.stepX() != tile.width()
        || tiles.stepY() != tile.height()) {
      return false;
    }
    Optional<Image> image = images.image(raster);
    if (image.isEmpty()) {
      return true;
    }
    Matrix33 local =
        new Matrix33(
            tile.width() / raster.pixelWidth(),
            0,
            tile.x(),
            0,
            tile.height() / raster.pixelHeight(),
            tile.y(),
            0,
            0,
            1);
    try (Shader shader =
        image
            .get()
            .makeShader(
                FilterTileMode.REPEAT,
                FilterTileMode.REPEAT,
                ImageStore.sampling(
                    raster, tile.width() * device.scale(), scaling(tiles.sampling())),
                local)) {
      shaded(area, shader);
    }
    return true;
  }

  /** Many tiles of anything: one is recorded with the gap after it, and repeated. */
  private void recordedShader(RoundedRect area, Brush.Tiles tiles) {
    Rect tile = tiles.tile();
    var cell = io.github.humbleui.types.Rect.makeWH(tiles.stepX(), tiles.stepY());
    try (PictureRecorder recorder = new PictureRecorder()) {
      Canvas recording = recorder.beginRecording(cell);
      try (Paint own = new Paint()) {
        Brush.Tiles atOrigin =
            new Brush.Tiles(
                tiles.content(),
                new Rect(0, 0, tile.width(), tile.height()),
                0,
                0,
                tiles.sampling());
        View unbounded = new View(-1e6f, -1e6f, 2_000_000, 2_000_000, 1, 0);
        FillPainter painter =
            new FillPainter(recording, own, images, new Device(unbounded, 0, 2_000_000));
        painter.one(atOrigin, atOrigin.tile());
      }
      try (io.github.humbleui.skija.Picture picture = recorder.finishRecordingAsPicture();
          Shader shader =
              picture.makeShader(
                  FilterTileMode.REPEAT,
                  FilterTileMode.REPEAT,
                  FilterMode.LINEAR,
                  Matrix33.makeTranslate(tile.x(), tile.y()),
                  cell)) {
        shaded(area, shader);
      }
    }
  }
}
