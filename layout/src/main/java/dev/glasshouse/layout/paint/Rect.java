package dev.glasshouse.layout.paint;

/**
 * A rectangle in CSS px; y grows down.
 *
 * @param x its left edge
 * @param y its upper edge
 * @param width its width; nothing is drawn where it is not above 0
 * @param height its height; likewise
 */
public record Rect(float x, float y, float width, float height) {

  /** The right edge. */
  public float right() {
    return x + width;
  }

  /** The lower edge. */
  public float bottom() {
    return y + height;
  }

  /** Whether it has no area. */
  public boolean isEmpty() {
    return !(width > 0 && height > 0);
  }

  /** The same with every edge moved outwards by {@code by}; negative moves inwards. */
  public Rect grown(float by) {
    return new Rect(x - by, y - by, width + 2 * by, height + 2 * by);
  }

  /** Moved. */
  public Rect moved(float dx, float dy) {
    return new Rect(x + dx, y + dy, width, height);
  }

  /** A rounded rectangle of this size with square corners. */
  public RoundedRect square() {
    return new RoundedRect(this, Radii.NONE);
  }
}
