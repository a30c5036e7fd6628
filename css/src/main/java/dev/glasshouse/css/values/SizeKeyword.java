package dev.glasshouse.css.values;

/** The sizes that are words (CSS Sizing 3 and 4). */
public enum SizeKeyword implements Size {
  /** Worked out by layout. */
  AUTO,
  /** No limit; {@code max-width} and {@code max-height} only. */
  NONE,
  /** The smallest width without overflow. */
  MIN_CONTENT,
  /** The width without any soft wrap. */
  MAX_CONTENT,
  /** The available width, between the two above. */
  FIT_CONTENT,
  /** All of the available space. */
  STRETCH,
  /** By the content; {@code flex-basis} only. */
  CONTENT
}
