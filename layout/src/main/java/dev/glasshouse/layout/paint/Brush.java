package dev.glasshouse.layout.paint;

import dev.glasshouse.layout.image.Picture;
import java.util.List;

/**
 * What an area is filled with. Colours are sRGB as 0xAARRGGBB, alpha not multiplied in. Places are
 * in the same CSS px as the item's area.
 */
public sealed interface Brush {

  /**
   * One colour.
   *
   * @param argb the colour
   */
  record Solid(int argb) implements Brush {}

  /** A gradient (CSS Images 3 section 3): colours are mixed premultiplied. */
  sealed interface Gradient extends Brush {
    /** The stops in order; offsets never fall. */
    List<Stop> stops();

    /** Whether the stops are repeated without end. */
    boolean repeating();
  }

  /**
   * A place of a gradient's line and its colour.
   *
   * @param offset along the gradient: 0 its beginning, 1 its end; may lie outside
   * @param argb the colour
   */
  record Stop(float offset, int argb) {}

  /**
   * Along a line.
   *
   * @param x0 beginning
   * @param y0 beginning
   * @param x1 end
   * @param y1 end
   * @param stops stops
   * @param repeating whether they are repeated
   */
  record Linear(float x0, float y0, float x1, float y1, List<Stop> stops, boolean repeating)
      implements Gradient {}

  /**
   * From a centre outwards, to an ellipse.
   *
   * @param x centre
   * @param y centre
   * @param radiusX horizontal radius, where the offset is 1
   * @param radiusY vertical radius, likewise
   * @param stops stops
   * @param repeating whether they are repeated
   */
  record Radial(float x, float y, float radiusX, float radiusY, List<Stop> stops, boolean repeating)
      implements Gradient {}

  /**
   * Around a centre, clockwise.
   *
   * @param x centre
   * @param y centre
   * @param from where offset 0 is: degrees clockwise from upwards; offset 1 is a turn later
   * @param stops stops
   * @param repeating whether they are repeated
   */
  record Conic(float x, float y, float from, List<Stop> stops, boolean repeating)
      implements Gradient {}

  /**
   * An image or a gradient repeated over the area (CSS Backgrounds 3 section 2.4): the tile is
   * drawn at its place and every step to all sides of it.
   *
   * @param content what a tile shows; a gradient's places count from the tile's own corner
   * @param tile place and size of one tile
   * @param stepX from one tile to the next; the tile's width where tiles touch, 0 where it is not
   *     repeated
   * @param stepY likewise, downwards
   * @param sampling how an image is scaled
   */
  record Tiles(Content content, Rect tile, float stepX, float stepY, Sampling sampling)
      implements Brush {}

  /** What a tile shows. */
  sealed interface Content {

    /**
     * An image, stretched to the tile.
     *
     * @param picture the image
     */
    record Pictured(Picture picture) implements Content {}

    /**
     * A gradient.
     *
     * @param gradient the gradient
     */
    record Graded(Gradient gradient) implements Content {}
  }

  /** The CSS property {@code image-rendering}. */
  enum Sampling {
    /** As it looks best. */
    SMOOTH,
    /** Pixels stay sharp squares. */
    PIXELATED
  }
}
