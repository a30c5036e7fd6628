package dev.glasshouse.css.cascade;

/**
 * Origin and importance, from the weakest to the strongest (CSS Cascade 5, 6.1 and 6.2), with
 * presentational hints and {@code style} attributes at their places in the author's origin.
 */
public enum Level {
  USER_AGENT,
  USER,
  /** What HTML attributes such as {@code bgcolor} stand for. */
  PRESENTATIONAL_HINT,
  AUTHOR,
  STYLE_ATTRIBUTE,
  AUTHOR_IMPORTANT,
  STYLE_ATTRIBUTE_IMPORTANT,
  USER_IMPORTANT,
  USER_AGENT_IMPORTANT;

  static Level of(Origin origin, boolean important) {
    return switch (origin) {
      case USER_AGENT -> important ? USER_AGENT_IMPORTANT : USER_AGENT;
      case USER -> important ? USER_IMPORTANT : USER;
      case AUTHOR -> important ? AUTHOR_IMPORTANT : AUTHOR;
    };
  }

  /** Whose it is. */
  public Origin origin() {
    return switch (this) {
      case USER_AGENT, USER_AGENT_IMPORTANT -> Origin.USER_AGENT;
      case USER, USER_IMPORTANT -> Origin.USER;
      default -> Origin.AUTHOR;
    };
  }

  /** The lowest rank of the level; ranks within it are added. */
  long base() {
    return (long) ordinal() << 32;
  }

  static Level ofRank(long rank) {
    return values()[(int) (rank >>> 32)];
  }
}
