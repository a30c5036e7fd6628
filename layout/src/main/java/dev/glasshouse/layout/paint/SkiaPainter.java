package dev.glasshouse.layout.paint;

import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.skia.Limits;
import dev.glasshouse.layout.text.FontLibrary;
import io.github.humbleui.skija.Bitmap;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ColorAlphaType;
import io.github.humbleui.skija.ColorType;
import io.github.humbleui.skija.ImageInfo;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.Pixmap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Paints display lists with Skia on the CPU. A picture is painted band by band, so that memory does
 * not grow with its height; where a band's edge cuts through a curve, the curve's smoothed pixels
 * may be a shade lighter or darker than in one piece. It owns nothing that outlives a call; the
 * fonts and images are lent by their owner, whose thread it works on.
 */
public final class SkiaPainter {

  /** Takes the rows of a picture as they are done, from the top. */
  @FunctionalInterface
  private interface Rows<E extends Exception> {
    /** Takes rows of premultiplied pixels, each 0xAARRGGBB in the order of this buffer. */
    void take(ByteBuffer pixels, int firstRow, int rows) throws E;
  }

  private final FontLibrary fonts;
  private final ImageStore images;
  private final Limits limits;

  /** A painter with the usual limits. */
  public SkiaPainter(FontLibrary fonts, ImageStore images) {
    this(fonts, images, Limits.DEFAULT);
  }

  /** A painter for the glyphs of these fonts and the pictures of this store. */
  public SkiaPainter(FontLibrary fonts, ImageStore images, Limits limits) {
    this.fonts = fonts;
    this.images = images;
    this.limits = limits;
  }

  /**
   * Paints into memory.
   *
   * @throws PictureTooLarge where the limits do not allow so many pixels
   */
  public Pixels paint(DisplayList list, View view) throws PictureTooLarge {
    int width = view.pixelWidth();
    int height = view.pixelHeight();
    if ((long) width * height > limits.memoryPixels()) {
      throw new PictureTooLarge(
          width, height, "%,d pixels are allowed in memory".formatted(limits.memoryPixels()));
    }
    int[] argb = new int[width * height];
    bands(
        list,
        view,
        (pixels, firstRow, rows) -> pixels.asIntBuffer().get(argb, firstRow * width, rows * width));
    for (int i = 0; i < argb.length; i++) {
      argb[i] = plain(argb[i]);
    }
    return new Pixels(width, height, argb);
  }

  /**
   * Paints and writes a PNG file (W3C PNG 3) as it goes; the stream stays open.
   *
   * @return bytes written
   * @throws PictureTooLarge where the limits do not allow so many pixels
   * @throws IOException where the stream fails
   */
  public long writePng(DisplayList list, View view, OutputStream out)
      throws PictureTooLarge, IOException {
    int width = view.pixelWidth();
    int height = view.pixelHeight();
    if (width > limits.pictureSide() || height > limits.pictureSide()) {
      throw new PictureTooLarge(
          width, height, "a side may have %,d pixels".formatted(limits.pictureSide()));
    }
    if ((long) width * height > limits.picturePixels()) {
      throw new PictureTooLarge(
          width, height, "%,d pixels are allowed".formatted(limits.picturePixels()));
    }
    boolean opaque = view.background() >>> 24 == 0xFF;
    try (PngWriter png = new PngWriter(out, width, height, opaque)) {
      this.<IOException>bands(list, view, (pixels, firstRow, rows) -> png.rows(pixels, rows));
      return png.finish();
    }
  }

  private <E extends Exception> void bands(DisplayList list, View view, Rows<E> taker) throws E {
    int width = view.pixelWidth();
    int height = view.pixelHeight();
    int rows = Math.clamp(limits.bandPixels() / width, 1, height);
    ImageInfo info = new ImageInfo(width, rows, ColorType.BGRA_8888, ColorAlphaType.PREMUL);
    try (Bitmap bitmap = new Bitmap();
        Paint paint = new Paint();
        Ink ink = new Ink()) {
      if (!bitmap.allocPixels(info)) {
        throw new OutOfMemoryError("no memory for a band of " + width + " x " + rows + " pixels");
      }
      try (Canvas canvas = new Canvas(bitmap);
          Pixmap pixmap = bitmap.peekPixels()) {
        ByteBuffer pixels = pixmap.getBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int firstRow = 0; firstRow < height; firstRow += rows) {
          int now = Math.min(rows, height - firstRow);
          canvas.clear(view.background());
          Device device = new Device(view, firstRow, now);
          new ItemPainter(canvas, paint, ink, device, fonts, images, limits).paint(list);
          taker.take(
              pixels.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(now * width * 4),
              firstRow,
              now);
        }
      }
    }
  }

  /** Alpha taken out of the colours again. */
  static int plain(int premultiplied) {
    int a = premultiplied >>> 24;
    if (a == 0xFF || a == 0) {
      return premultiplied;
    }
    int r = Math.min(255, (((premultiplied >>> 16) & 0xFF) * 255 + a / 2) / a);
    int g = Math.min(255, (((premultiplied >>> 8) & 0xFF) * 255 + a / 2) / a);
    int b = Math.min(255, ((premultiplied & 0xFF) * 255 + a / 2) / a);
    return a << 24 | r << 16 | g << 8 | b;
  }
}
