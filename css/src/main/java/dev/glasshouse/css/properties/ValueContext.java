package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.FontKeywords.FontStyle;
import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.css.values.Rgba;
import java.util.List;

/**
 * All that the computed form of a value may depend on besides its own text. Notes when it was
 * asked: a value that asked nothing is the same for every element and is computed once. Not
 * thread-safe.
 */
public final class ValueContext {
  /** What holds for the whole document: lengths in px. */
  public record Surroundings(
      double viewportWidth,
      double viewportHeight,
      double devicePixelRatio,
      boolean dark,
      FontMeasure fonts) {
    /** An 800 by 600 viewport. */
    public static final Surroundings PLAIN =
        new Surroundings(800, 600, 1, false, FontMeasure.ASSUMED);
  }

  /** What holds for one element, or for its parent while the element's own font is worked out. */
  record Fonts(FontMeasure.Font font, LineHeight line) {
    static final Fonts INITIAL =
        new Fonts(
            new FontMeasure.Font(List.of("serif"), 16, 400, FontStyle.NORMAL, 100),
            LineHeight.Normal.NORMAL);

    double size() {
      return font.size();
    }

    double weight() {
      return font.weight();
    }

    /** Height of a line, px; a font is measured only where it decides. */
    double lineHeight(FontMeasure measure) {
      return switch (line) {
        case LineHeight.Normal _ -> measure.measure(font, FontMeasure.Part.LINE);
        case LineHeight.Multiple _, LineHeight.Fixed _ -> line.used(size(), size());
      };
    }
  }

  private final Surroundings surroundings;
  private Fonts fonts = Fonts.INITIAL;
  private Fonts rootFonts = Fonts.INITIAL;
  private Rgba color = Rgba.BLACK;
  private Rgba bodyColor = Rgba.BLACK;
  private boolean quirks;
  private boolean asked;

  ValueContext(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The context of no element: initial values only. */
  public static ValueContext initial(Surroundings surroundings) {
    return new ValueContext(surroundings);
  }

  void setFonts(Fonts fonts) {
    this.fonts = fonts;
  }

  boolean setRootFonts(Fonts fonts) {
    boolean changed = !fonts.equals(rootFonts);
    this.rootFonts = fonts;
    return changed;
  }

  void setColor(Rgba color) {
    this.color = color;
  }

  boolean setBodyColor(Rgba color) {
    boolean changed = !color.equals(bodyColor);
    bodyColor = color;
    return changed;
  }

  void setQuirks(boolean quirks) {
    this.quirks = quirks;
  }

  /** Whether anything was asked since the last {@link #forget()}. */
  boolean asked() {
    return asked;
  }

  void forget() {
    asked = false;
  }

  Fonts fonts() {
    asked = true;
    return fonts;
  }

  Fonts rootFonts() {
    asked = true;
    return rootFonts;
  }

  /** The colour of the body element, which tables begin with in quirks mode. */
  Rgba bodyColor() {
    asked = true;
    return bodyColor;
  }

  Rgba color() {
    asked = true;
    return color;
  }

  Surroundings surroundings() {
    asked = true;
    return surroundings;
  }

  /** Whether unitless lengths and hashless colours count; does not depend on the element. */
  boolean quirks() {
    return quirks;
  }
}
