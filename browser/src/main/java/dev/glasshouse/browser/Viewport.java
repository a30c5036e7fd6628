package dev.glasshouse.browser;

/**
 * The part of a page that is seen at once.
 *
 * @param width CSS pixels
 * @param height CSS pixels
 */
public record Viewport(int width, int height) {
  /** 1280 by 800. */
  public static final Viewport DEFAULT = new Viewport(1280, 800);

  private static final int WIDEST = 16_384;

  /** Checks that both sides are between 1 and 16,384. */
  public Viewport {
    if (width < 1 || height < 1 || width > WIDEST || height > WIDEST) {
      throw new IllegalArgumentException(
          "a viewport is between 1x1 and %dx%d pixels, not %dx%d"
              .formatted(WIDEST, WIDEST, width, height));
    }
  }

  /**
   * Reads {@code WIDTHxHEIGHT}, for example {@code 1280x800}.
   *
   * @throws IllegalArgumentException with a message for the user when it is not of that form
   */
  public static Viewport parse(String text) {
    int x = text.indexOf('x');
    try {
      return new Viewport(
          Integer.parseInt(text.substring(0, Math.max(0, x))),
          Integer.parseInt(text.substring(x + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a viewport is WIDTHxHEIGHT in pixels, for example 1280x800, not " + text, e);
    }
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
