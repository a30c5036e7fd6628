package dev.glasshouse.layout.image;

import java.util.OptionalDouble;

/** An image of the page, as layout needs to know it. Its pixels stay in the {@link ImageStore}. */
public sealed interface Picture {

  /** The width it has by itself, CSS px; empty where it has none. */
  OptionalDouble width();

  /** The height it has by itself, CSS px; empty where it has none. */
  OptionalDouble height();

  /** Its width divided by its height; empty where it has no ratio. */
  OptionalDouble ratio();

  /** An image that can be drawn. */
  sealed interface Drawable extends Picture {
    /** Its number in its store. */
    int id();
  }

  /**
   * An image of pixels.
   *
   * @param id number in its store
   * @param format {@code PNG}, {@code JPEG}, ...
   * @param pixelWidth width in pixels, after turning it as its EXIF orientation says
   * @param pixelHeight height in pixels, likewise
   */
  record Raster(int id, String format, int pixelWidth, int pixelHeight) implements Drawable {
    @Override
    public OptionalDouble width() {
      return OptionalDouble.of(pixelWidth);
    }

    @Override
    public OptionalDouble height() {
      return OptionalDouble.of(pixelHeight);
    }

    @Override
    public OptionalDouble ratio() {
      return OptionalDouble.of((double) pixelWidth / pixelHeight);
    }
  }

  /**
   * An SVG document.
   *
   * @param id number in its store
   * @param width width, where it gives one in absolute units
   * @param height height, where it gives one in absolute units
   * @param ratio ratio of these, else of its {@code viewBox}
   */
  record Vector(int id, OptionalDouble width, OptionalDouble height, OptionalDouble ratio)
      implements Drawable {}

  /**
   * Not an image, or one that cannot be drawn.
   *
   * @param reason why, in one clause
   */
  record Broken(String reason) implements Picture {
    @Override
    public OptionalDouble width() {
      return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble height() {
      return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble ratio() {
      return OptionalDouble.empty();
    }
  }
}
