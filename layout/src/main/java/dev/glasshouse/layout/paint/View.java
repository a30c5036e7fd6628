package dev.glasshouse.layout.paint;

/**
 * The part of the page that a picture shows.
 *
 * @param x left edge on the page, CSS px
 * @param y upper edge on the page, CSS px
 * @param width width, CSS px
 * @param height height, CSS px
 * @param scale device pixels for a CSS px
 * @param background colour behind everything, 0xAARRGGBB; the canvas is white in browsers
 */
public record View(float x, float y, int width, int height, float scale, int background) {

  /** The upper left part of the page on white, one device pixel for a CSS px. */
  public static View of(int width, int height) {
    return new View(0, 0, width, height, 1, 0xFFFFFFFF);
  }

  /** Width of the picture in pixels. */
  public int pixelWidth() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(width * (double) scale)));
  }

  /** Height of the picture in pixels. */
  public int pixelHeight() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(height * (double) scale)));
  }
}
