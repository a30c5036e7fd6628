package dev.glasshouse.layout.paint;

/**
 * The radii of the corners of a box (CSS Backgrounds 3 section 5.1), px: of each corner the
 * horizontal and the vertical one. Radii that do not fit are made smaller together when drawn
 * (section 5.5).
 *
 * @param topLeftX horizontal, top left
 * @param topLeftY vertical, top left
 * @param topRightX horizontal, top right
 * @param topRightY vertical, top right
 * @param bottomRightX horizontal, bottom right
 * @param bottomRightY vertical, bottom right
 * @param bottomLeftX horizontal, bottom left
 * @param bottomLeftY vertical, bottom left
 */
public record Radii(
    float topLeftX,
    float topLeftY,
    float topRightX,
    float topRightY,
    float bottomRightX,
    float bottomRightY,
    float bottomLeftX,
    float bottomLeftY) {

  /** Square corners. */
  public static final Radii NONE = all(0);

  /** Four round corners of one radius. */
  public static Radii all(float radius) {
    return new Radii(radius, radius, radius, radius, radius, radius, radius, radius);
  }

  /** Whether every corner is square: one radius of 0 makes a corner square. */
  public boolean square() {
    return square(topLeftX, topLeftY)
        && square(topRightX, topRightY)
        && square(bottomRightX, bottomRightY)
        && square(bottomLeftX, bottomLeftY);
  }

  private static boolean square(float x, float y) {
    return !(x > 0 && y > 0);
  }
}
