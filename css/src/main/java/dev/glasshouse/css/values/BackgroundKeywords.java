package dev.glasshouse.css.values;

/** The words that background properties take (CSS Backgrounds 3 and 4). */
public interface BackgroundKeywords {
  /** One axis of {@code background-repeat}. */
  enum Repeat {
    REPEAT,
    NO_REPEAT,
    SPACE,
    ROUND
  }

  /** {@code background-attachment}. */
  enum Attachment {
    SCROLL,
    FIXED,
    LOCAL
  }

  /** {@code background-origin}, {@code background-clip}. */
  enum BoxArea {
    BORDER_BOX,
    PADDING_BOX,
    CONTENT_BOX,
    /** The glyphs; {@code background-clip} only. */
    TEXT,
    /** {@code background-clip} only. */
    BORDER_AREA
  }
}
