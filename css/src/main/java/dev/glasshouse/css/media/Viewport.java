package dev.glasshouse.css.media;

/**
 * What a page is shown on.
 *
 * @param width width of the viewport in px
 * @param height height of the viewport in px
 * @param devicePixelRatio device pixels in one px
 * @param colorScheme what the user prefers
 * @param type screen or paper
 */
public record Viewport(
    double width, double height, double devicePixelRatio, ColorScheme colorScheme, MediaType type) {

  /** {@code prefers-color-scheme}. */
  public enum ColorScheme {
    LIGHT,
    DARK
  }

  /** The media types that are still in use. */
  public enum MediaType {
    SCREEN,
    PRINT
  }

  /** A light screen with one device pixel in a px. */
  public static Viewport screen(double width, double height) {
    return new Viewport(width, height, 1, ColorScheme.LIGHT, MediaType.SCREEN);
  }
}
