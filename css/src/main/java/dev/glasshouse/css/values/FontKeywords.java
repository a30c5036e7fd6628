package dev.glasshouse.css.values;

/** The words that font properties take (CSS Fonts 4). */
public interface FontKeywords {
  /** {@code font-style}, {@code oblique} without its angle. */
  enum FontStyle {
    NORMAL,
    ITALIC,
    OBLIQUE
  }

  /** {@code font-variant-caps}. */
  enum FontVariantCaps {
    NORMAL,
    SMALL_CAPS,
    ALL_SMALL_CAPS,
    PETITE_CAPS,
    ALL_PETITE_CAPS,
    UNICASE,
    TITLING_CAPS
  }

  /** {@code font-kerning}. */
  enum FontKerning {
    AUTO,
    NORMAL,
    NONE
  }

  /** {@code font-optical-sizing}. */
  enum FontOpticalSizing {
    AUTO,
    NONE
  }

  /** {@code text-rendering}. */
  enum TextRendering {
    AUTO,
    OPTIMIZESPEED,
    OPTIMIZELEGIBILITY,
    GEOMETRICPRECISION
  }
}
