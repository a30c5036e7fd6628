package dev.glasshouse.css.values;

import java.util.List;

/** The computed value of {@code grid-template-areas}: names by row; "." is an unnamed cell. */
public record GridAreas(List<List<String>> rows) {
  /** {@code none}. */
  public static final GridAreas NONE = new GridAreas(List.of());
}
