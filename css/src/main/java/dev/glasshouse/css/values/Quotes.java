package dev.glasshouse.css.values;

import java.util.List;

/**
 * The computed value of {@code quotes}.
 *
 * @param auto {@code auto}: by the language of the content
 * @param pairs an opening and a closing mark for each depth; empty for {@code none}
 */
public record Quotes(boolean auto, List<Pair> pairs) {
  /** {@code auto}. */
  public static final Quotes AUTO = new Quotes(true, List.of());

  /** An opening and a closing mark. */
  public record Pair(String open, String close) {}
}
