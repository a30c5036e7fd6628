package dev.glasshouse.layout.paint;

import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.layout.text.GlyphRun;
import java.util.List;

/**
 * One thing to draw, or a change of how what follows is drawn. Plain data in CSS px of the page;
 * colours are sRGB as 0xAARRGGBB. Every push is ended by a {@link Pop}.
 */
public sealed interface DisplayItem {

  /**
   * An area filled.
   *
   * @param area the area
   * @param brush what with
   */
  record Fill(RoundedRect area, Brush brush) implements DisplayItem {}

  /**
   * The borders of a box, drawn inside its edge.
   *
   * @param box the border box
   * @param top upper side
   * @param right right side
   * @param bottom lower side
   * @param left left side
   */
  record Border(RoundedRect box, Side top, Side right, Side bottom, Side left)
      implements DisplayItem {

    /**
     * A side.
     *
     * @param width thickness
     * @param style style
     * @param argb colour
     */
    public record Side(float width, LineStyle style, int argb) {
      /** No border. */
      public static final Side NONE = new Side(0, LineStyle.NONE, 0);

      /** Whether there is nothing to draw. */
      public boolean invisible() {
        return !(width > 0) || style == LineStyle.NONE || argb >>> 24 == 0;
      }
    }

    /** The same border on all four sides. */
    public static Border all(RoundedRect box, Side side) {
      return new Border(box, side, side, side, side);
    }
  }

  /**
   * An image stretched over a rectangle; {@code object-fit} is layout's: it gives the place and
   * clips.
   *
   * @param picture the image; a broken one draws nothing
   * @param place where
   * @param sampling how it is scaled
   */
  record ImageRect(Picture picture, Rect place, Brush.Sampling sampling) implements DisplayItem {}

  /**
   * Glyphs, or their shadow.
   *
   * @param x where the run's origin stands
   * @param baseline where its baseline stands
   * @param run the glyphs
   * @param argb colour; colour glyphs take only its alpha
   * @param blur standard deviation of a blur: half of a text shadow's blur radius; 0 is sharp
   */
  record Glyphs(float x, float baseline, GlyphRun run, int argb, float blur)
      implements DisplayItem {}

  /**
   * A line under, over or through text.
   *
   * @param x left end
   * @param y its middle
   * @param width length
   * @param thickness thickness
   * @param style solid, double, dotted, dashed or wavy
   * @param argb colour
   * @param skip glyphs whose ink the line leaves free (CSS Text Decoration 4 section 2.9.1)
   */
  record Decoration(
      float x, float y, float width, float thickness, LineStyle style, int argb, List<Glyphs> skip)
      implements DisplayItem {}

  /**
   * The shadow of a box (CSS Backgrounds 3 section 6): nothing of an outer one is drawn inside the
   * box, nothing of an inner one outside.
   *
   * @param box border box of an outer shadow, padding box of an inner one
   * @param side outer or inner
   * @param dx offset to the right
   * @param dy offset down
   * @param blurRadius blur radius as CSS has it: twice the standard deviation
   * @param spread how much the shadow is bigger (outer) or its hole smaller (inner)
   * @param argb colour
   */
  record Shadow(
      RoundedRect box,
      ShadowSide side,
      float dx,
      float dy,
      float blurRadius,
      float spread,
      int argb)
      implements DisplayItem {}

  /** Where a shadow falls. */
  enum ShadowSide {
    /** Around the box. */
    OUTER,
    /** Inside it: {@code inset}. */
    INNER
  }

  /**
   * What follows is drawn inside an area only.
   *
   * @param area the area
   */
  record PushClip(RoundedRect area) implements DisplayItem {}

  /**
   * What follows is drawn as one layer, then laid over with this opacity.
   *
   * @param opacity 0 to 1
   */
  record PushOpacity(float opacity) implements DisplayItem {}

  /**
   * What follows is transformed: x' = a x + c y + e, y' = b x + d y + f.
   *
   * @param a scale along x
   * @param b skew down
   * @param c skew to the right
   * @param d scale along y
   * @param e move to the right
   * @param f move down
   */
  record PushTransform(float a, float b, float c, float d, float e, float f)
      implements DisplayItem {}

  /** Ends the last push. */
  record Pop() implements DisplayItem {}
}
