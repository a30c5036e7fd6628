package dev.glasshouse.layout.box;

import dev.glasshouse.layout.image.Picture;

/** What stands in the place of a replaced element. */
public sealed interface Replacement {

  /**
   * An image.
   *
   * @param picture what is drawn
   */
  record Image(Picture.Drawable picture) implements Replacement {}

  /** A surface that shows nothing yet: a frame, a video, a canvas, an image that is not there. */
  record Blank() implements Replacement {}

  /**
   * A control that is drawn as a shape.
   *
   * @param kind what it is
   * @param checked whether it is on
   */
  record Control(Kind kind, boolean checked) implements Replacement {
    /** The shapes. */
    public enum Kind {
      /** A square with or without a tick. */
      CHECKBOX,
      /** A circle with or without a dot. */
      RADIO,
      /** A slider. */
      RANGE,
      /** A coloured field. */
      COLOR,
      /** A bar that is partly filled. */
      BAR
    }
  }
}
