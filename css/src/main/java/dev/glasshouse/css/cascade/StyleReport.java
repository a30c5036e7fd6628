package dev.glasshouse.css.cascade;

import java.util.List;
import java.util.Map;

/**
 * What styling a document came to, for the record of the journey.
 *
 * @param sheets number of sheets in use, the browser's own left out
 * @param rules number of style rules in them that apply in this viewport
 * @param elements number of elements that were styled
 * @param styles number of different styles that they share
 * @param unsupported properties and at-rules that are not known, with how often each was met
 * @param problems how many things were tolerated in the sheets
 * @param limits bounds that fired, in words
 */
public record StyleReport(
    int sheets,
    int rules,
    int elements,
    int styles,
    Map<String, Integer> unsupported,
    int problems,
    List<String> limits) {
  static final String TOO_MANY_STEPS = "a selector that took too many steps";

  /** Whether the search for what a selector matches was given up somewhere. */
  public boolean gaveUpMatching() {
    return limits.contains(TOO_MANY_STEPS);
  }
}
