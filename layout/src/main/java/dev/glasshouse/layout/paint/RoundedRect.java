package dev.glasshouse.layout.paint;

/**
 * A rectangle with corners.
 *
 * @param rect the rectangle
 * @param radii its corners
 */
public record RoundedRect(Rect rect, Radii radii) {

  /** The radii made to fit: no side is shorter than the two radii on it (section 5.5). */
  public Radii fitting() {
    Radii r = radii;
    float f = 1;
    f = Math.min(f, fit(rect.width(), r.topLeftX() + r.topRightX()));
    f = Math.min(f, fit(rect.width(), r.bottomLeftX() + r.bottomRightX()));
    f = Math.min(f, fit(rect.height(), r.topLeftY() + r.bottomLeftY()));
    f = Math.min(f, fit(rect.height(), r.topRightY() + r.bottomRightY()));
    return f == 1
        ? r
        : new Radii(
            r.topLeftX() * f,
            r.topLeftY() * f,
            r.topRightX() * f,
            r.topRightY() * f,
            r.bottomRightX() * f,
            r.bottomRightY() * f,
            r.bottomLeftX() * f,
            r.bottomLeftY() * f);
  }

  private static float fit(float side, float radii) {
    return radii > side && radii > 0 ? Math.max(0, side) / radii : 1;
  }

  /**
   * The rounded rectangle inside borders of these widths (section 5.2): radii shrink with them, and
   * a corner is square where the border is wider than its radius.
   */
  public RoundedRect inside(float top, float right, float bottom, float left) {
    Radii r = fitting();
    Rect inner =
        new Rect(
            rect.x() + left,
            rect.y() + top,
            Math.max(0, rect.width() - left - right),
            Math.max(0, rect.height() - top - bottom));
    return new RoundedRect(
        inner,
        new Radii(
            less(r.topLeftX(), left),
            less(r.topLeftY(), top),
            less(r.topRightX(), right),
            less(r.topRightY(), top),
            less(r.bottomRightX(), right),
            less(r.bottomRightY(), bottom),
            less(r.bottomLeftX(), left),
            less(r.bottomLeftY(), bottom)));
  }

  /** The same grown by {@code by} on every side: a shadow's spread; square corners stay square. */
  public RoundedRect spread(float by) {
    Radii r = fitting();
    return new RoundedRect(
        rect.grown(by),
        new Radii(
            spread(r.topLeftX(), by),
            spread(r.topLeftY(), by),
            spread(r.topRightX(), by),
            spread(r.topRightY(), by),
            spread(r.bottomRightX(), by),
            spread(r.bottomRightY(), by),
            spread(r.bottomLeftX(), by),
            spread(r.bottomLeftY(), by)));
  }

  private static float less(float radius, float by) {
    return Math.max(0, radius - by);
  }

  /**
   * Small radii grow by less than the spread, so that a sharp corner stays sharp (section 6.1.1).
   */
  private static float spread(float radius, float by) {
    if (radius <= 0) {
      return 0;
    }
    if (by <= 0 || radius >= by) {
      return Math.max(0, radius + by);
    }
    float ratio = radius / by - 1;
    return radius + by * (1 + ratio * ratio * ratio);
  }
}
