package dev.glasshouse.css.cascade;

/** Whose style sheet it is (CSS Cascade 5, 6.2). */
public enum Origin {
  /** The browser's own. */
  USER_AGENT,
  /** The user's. */
  USER,
  /** The page's. */
  AUTHOR
}
