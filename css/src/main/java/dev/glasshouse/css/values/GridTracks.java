package dev.glasshouse.css.values;

import java.util.List;

/**
 * The computed value of {@code grid-template-columns}, {@code grid-template-rows}, {@code
 * grid-auto-columns} and {@code grid-auto-rows} (CSS Grid 2, 7).
 *
 * @param entries tracks, repeats and line names in order; empty for {@code none}
 * @param subgrid whether the tracks are the parent's
 */
public record GridTracks(List<Entry> entries, boolean subgrid) {
  /** {@code none}. */
  public static final GridTracks NONE = new GridTracks(List.of(), false);

  /** One entry of the list. */
  public sealed interface Entry {}

  /** Names of the line at this place. */
  public record LineNames(List<String> names) implements Entry {}

  /** A track between two sizes; the same twice for a plain size. */
  public record Track(Breadth min, Breadth max) implements Entry {}

  /** {@code fit-content(limit)}. */
  public record FitContent(LengthPercentage limit) implements Entry {}

  /** {@code repeat()}; a count of 0 is {@code auto-fill}, -1 is {@code auto-fit}. */
  public record Repeat(int count, List<Entry> entries) implements Entry {}

  /** A size of a track. */
  public sealed interface Breadth {
    /** A length or percentage. */
    record Fixed(LengthPercentage size) implements Breadth {}

    /** A share of what is left ({@code fr}). */
    record Flex(double factor) implements Breadth {}

    /** The sizes that are words. */
    enum Keyword implements Breadth {
      AUTO,
      MIN_CONTENT,
      MAX_CONTENT
    }
  }
}
