package dev.glasshouse.layout.style;

import dev.glasshouse.css.properties.ComputedStyle;

/**
 * What of a style only painting reads.
 *
 * @param computed the computed style of the element that the box stands for, or stands in
 * @param own whether the box stands for that element: only then its background, borders and effects
 *     are the box's
 */
public record Look(ComputedStyle computed, boolean own) {
  /** The look of an element. */
  public static Look of(ComputedStyle computed) {
    return new Look(computed, true);
  }

  /** What a box inside that stands for no element has of it. */
  public Look inherited() {
    return own ? new Look(computed, false) : this;
  }

  /** Whether {@code contain} makes the box a formatting context of its own (CSS Contain 2, 3). */
  public boolean contained() {
    if (!own) {
      return false;
    }
    String contain = computed.contain();
    return contain.contains("layout")
        || contain.contains("paint")
        || contain.contains("content")
        || contain.contains("strict");
  }

  /** Whether {@code transform} and its kin move the box. */
  public boolean transformed() {
    return own
        && !(computed.transform().isEmpty()
            && computed.translate().isEmpty()
            && computed.scale().isEmpty()
            && computed.rotate().isEmpty());
  }
}
