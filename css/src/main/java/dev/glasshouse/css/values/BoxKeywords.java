package dev.glasshouse.css.values;

/** The words that box properties take (CSS 2, CSS Display, Overflow, Sizing, Backgrounds). */
public interface BoxKeywords {
  /** {@code position}. */
  enum Position {
    STATIC,
    RELATIVE,
    ABSOLUTE,
    FIXED,
    STICKY;

    /** Whether the box is taken out of the flow. */
    public boolean isOutOfFlow() {
      return this == ABSOLUTE || this == FIXED;
    }
  }

  /** {@code float}; the logical sides are resolved. */
  enum FloatSide {
    NONE,
    LEFT,
    RIGHT,
    INLINE_START,
    INLINE_END
  }

  /** {@code clear}; the logical sides are resolved. */
  enum Clear {
    NONE,
    LEFT,
    RIGHT,
    BOTH,
    INLINE_START,
    INLINE_END
  }

  /** {@code box-sizing}. */
  enum BoxSizing {
    CONTENT_BOX,
    BORDER_BOX
  }

  /** {@code overflow-x}, {@code overflow-y}. */
  enum Overflow {
    VISIBLE,
    HIDDEN,
    CLIP,
    SCROLL,
    AUTO;

    /** Whether what sticks out is cut off. */
    public boolean clips() {
      return this != VISIBLE;
    }

    /** Whether the box is a scroll container, and so a formatting context of its own. */
    public boolean scrolls() {
      return this == HIDDEN || this == SCROLL || this == AUTO;
    }
  }

  /** {@code visibility}. */
  enum Visibility {
    VISIBLE,
    HIDDEN,
    COLLAPSE
  }

  /** {@code border-*-style}, {@code outline-style}, {@code column-rule-style}. */
  enum LineStyle {
    NONE,
    HIDDEN,
    DOTTED,
    DASHED,
    SOLID,
    DOUBLE,
    GROOVE,
    RIDGE,
    INSET,
    OUTSET,
    /** As the user agent likes; {@code outline-style} only. */
    AUTO;

    /** Whether a line is drawn. */
    public boolean isVisible() {
      return this != NONE && this != HIDDEN;
    }
  }

  /** {@code object-fit}. */
  enum ObjectFit {
    FILL,
    CONTAIN,
    COVER,
    NONE,
    SCALE_DOWN
  }

  /** {@code isolation}. */
  enum Isolation {
    AUTO,
    ISOLATE
  }

  /** {@code break-before}, {@code break-after}, {@code break-inside}. */
  enum Break {
    AUTO,
    AVOID,
    ALWAYS,
    ALL,
    PAGE,
    LEFT,
    RIGHT,
    RECTO,
    VERSO,
    AVOID_PAGE,
    COLUMN,
    AVOID_COLUMN,
    AVOID_REGION
  }

  /** {@code resize}. */
  enum Resize {
    NONE,
    BOTH,
    HORIZONTAL,
    VERTICAL,
    BLOCK,
    INLINE
  }

  /** {@code pointer-events}. */
  enum PointerEvents {
    AUTO,
    NONE,
    VISIBLE_PAINTED,
    VISIBLE_FILL,
    VISIBLE_STROKE,
    VISIBLE,
    PAINTED,
    FILL,
    STROKE,
    ALL,
    BOUNDING_BOX
  }

  /** {@code user-select}. */
  enum UserSelect {
    AUTO,
    TEXT,
    NONE,
    CONTAIN,
    ALL
  }

  /** {@code mix-blend-mode}. */
  enum BlendMode {
    NORMAL,
    MULTIPLY,
    SCREEN,
    OVERLAY,
    DARKEN,
    LIGHTEN,
    COLOR_DODGE,
    COLOR_BURN,
    HARD_LIGHT,
    SOFT_LIGHT,
    DIFFERENCE,
    EXCLUSION,
    HUE,
    SATURATION,
    COLOR,
    LUMINOSITY,
    PLUS_LIGHTER
  }

  /** {@code image-rendering}. */
  enum ImageRendering {
    AUTO,
    SMOOTH,
    HIGH_QUALITY,
    PIXELATED,
    CRISP_EDGES,
    OPTIMIZESPEED,
    OPTIMIZEQUALITY
  }

  /** {@code appearance}; the compatibility words are one. */
  enum Appearance {
    NONE,
    AUTO,
    TEXTFIELD,
    MENULIST_BUTTON,
    COMPAT_AUTO
  }
}
