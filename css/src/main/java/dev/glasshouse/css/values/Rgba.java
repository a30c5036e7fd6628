package dev.glasshouse.css.values;

/**
 * An absolute colour in sRGB. Components are 0 to 1, and outside of that where the colour lies
 * outside of sRGB (CSS Color 4); {@link #argb()} clips.
 *
 * @param red red, 1 is full
 * @param green green
 * @param blue blue
 * @param alpha opacity, 0 to 1
 */
public record Rgba(double red, double green, double blue, double alpha) implements Color {
  /** {@code transparent}. */
  public static final Rgba TRANSPARENT = new Rgba(0, 0, 0, 0);

  /** {@code black}. */
  public static final Rgba BLACK = new Rgba(0, 0, 0, 1);

  /** A colour from 0xRRGGBB. */
  public static Rgba opaque(int rgb) {
    return new Rgba((rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, 1);
  }

  /** The colour as 0xAARRGGBB, each rounded to 8 bits and clipped. */
  public int argb() {
    return byteOf(alpha) << 24 | byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
  }

  /** Whether nothing of it is seen. */
  public boolean isTransparent() {
    return byteOf(alpha) == 0;
  }

  /** Whether nothing is seen through it. */
  public boolean isOpaque() {
    return byteOf(alpha) == 255;
  }

  private static int byteOf(double component) {
    return (int) Math.round(Math.max(0, Math.min(1, component)) * 255);
  }

  @Override
  public String toString() {
    int c = argb();
    String rgb = (c >> 16 & 255) + ", " + (c >> 8 & 255) + ", " + (c & 255);
    return isOpaque() ? "rgb(" + rgb + ")" : "rgba(" + rgb + ", " + alpha + ")";
  }
}
