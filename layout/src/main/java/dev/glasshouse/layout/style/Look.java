package dev.glasshouse.layout.style;

/**
 * What of a style only painting reads.
 *
 * @param transformed whether {@code transform} moves the box
 */
public record Look(boolean transformed) {
  /** Nothing special. */
  public static final Look PLAIN = new Look(false);

  /** What an anonymous box inside has of it. */
  public Look inherited() {
    return PLAIN;
  }
}
