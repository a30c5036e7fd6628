package dev.glasshouse.layout.flow;

/**
 * The size of a containing block's content box, which percentages are of.
 *
 * @param width its width
 * @param height its height; {@link #OPEN} where it depends on the content
 */
record Room(int width, int height) {
  /** A height that is not known before the content is laid out. */
  static final int OPEN = -1;

  /** The same width with another height. */
  Room tall(int newHeight) {
    return new Room(width, newHeight);
  }
}
