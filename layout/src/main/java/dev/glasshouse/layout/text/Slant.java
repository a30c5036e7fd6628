package dev.glasshouse.layout.text;

/** Upright or leaning: the CSS property {@code font-style} (CSS Fonts 4 section 2.4). */
public enum Slant {
  /** Upright. */
  NORMAL,
  /** Drawn as an italic by the face's designer. */
  ITALIC,
  /** The upright face, leaning. */
  OBLIQUE
}
