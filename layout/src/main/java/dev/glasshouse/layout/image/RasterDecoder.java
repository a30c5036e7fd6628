package dev.glasshouse.layout.image;

import io.github.humbleui.skija.Bitmap;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Codec;
import io.github.humbleui.skija.ColorAlphaType;
import io.github.humbleui.skija.ColorSpace;
import io.github.humbleui.skija.EncodedOrigin;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.ImageInfo;
import io.github.humbleui.skija.Surface;
import io.github.humbleui.types.IPoint;

/** Pixels from encoded bytes: the first frame, in sRGB. */
final class RasterDecoder {
  private RasterDecoder() {}

  /**
   * The codec's image; the caller owns it. What is missing at the end of a file that was cut off is
   * transparent.
   *
   * @throws IllegalArgumentException where nothing can be decoded
   */
  static Image decode(Codec codec) {
    IPoint size = codec.getSize();
    try (Bitmap bitmap = new Bitmap()) {
      ImageInfo info =
          ImageInfo.makeN32(size.getX(), size.getY(), ColorAlphaType.PREMUL, ColorSpace.getSRGB());
      if (!bitmap.allocPixels(info)) {
        throw new IllegalArgumentException("there is no memory for the pixels");
      }
      bitmap.erase(0);
      try {
        codec.readPixels(bitmap);
      } catch (IllegalArgumentException e) {
        if (!String.valueOf(e.getMessage()).startsWith("Incomplete input")) {
          throw e;
        }
      }
      bitmap.setImmutable();
      return Image.makeRasterFromBitmap(bitmap);
    }
  }

  /** The image turned and mirrored as its EXIF orientation says; takes {@code plain} over. */
  static Image turned(Image plain, EncodedOrigin origin) {
    try (plain) {
      boolean swapped = origin.swapsWidthHeight();
      int width = swapped ? plain.getHeight() : plain.getWidth();
      int height = swapped ? plain.getWidth() : plain.getHeight();
      try (Surface surface = Surface.makeRasterN32Premul(width, height)) {
        Canvas canvas = surface.getCanvas();
        canvas.concat(origin.toMatrix(width, height));
        canvas.drawImage(plain, 0, 0);
        return surface.makeImageSnapshot();
      }
    }
  }
}
