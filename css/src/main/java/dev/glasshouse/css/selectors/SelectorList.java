package dev.glasshouse.css.selectors;

import java.util.List;

/**
 * Selectors with commas between; matches what one of them matches.
 *
 * @param selectors the selectors; a forgiving list ({@code :is()}) may have none
 */
public record SelectorList(List<Selector> selectors) {

  /** The greatest specificity among them. */
  public Specificity greatest() {
    Specificity most = Specificity.ZERO;
    for (Selector s : selectors) {
      most = s.specificity().compareTo(most) > 0 ? s.specificity() : most;
    }
    return most;
  }
}
