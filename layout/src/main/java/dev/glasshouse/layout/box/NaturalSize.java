package dev.glasshouse.layout.box;

import dev.glasshouse.layout.image.Picture;
import java.util.OptionalDouble;

/**
 * The size that replaced content has of itself, as far as it has one (CSS Images 3, section 4), px.
 *
 * @param width its width
 * @param height its height
 * @param ratio width divided by height
 */
public record NaturalSize(OptionalDouble width, OptionalDouble height, OptionalDouble ratio) {
  /** None at all. */
  public static final NaturalSize NONE =
      new NaturalSize(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /** That of a picture. */
  public static NaturalSize of(Picture picture) {
    return new NaturalSize(picture.width(), picture.height(), picture.ratio());
  }

  /** A width, a height, and the ratio that follows. */
  public static NaturalSize of(double width, double height) {
    return new NaturalSize(
        OptionalDouble.of(width),
        OptionalDouble.of(height),
        width > 0 && height > 0 ? OptionalDouble.of(width / height) : OptionalDouble.empty());
  }
}
