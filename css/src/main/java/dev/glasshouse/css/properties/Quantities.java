package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue;
import java.util.List;
import java.util.OptionalDouble;

/** Single numbers out of component values, for media queries: calculations included. */
public final class Quantities {
  private Quantities() {}

  /** What is asked for. */
  public enum Kind {
    /** A length, in px; font-relative units go by the initial font. */
    LENGTH,
    /** A plain number. */
    NUMBER,
    /** A resolution, in device pixels per px. */
    RESOLUTION,
    /** Width divided by height. */
    RATIO
  }

  /** The number, where the values are exactly one quantity of the kind. */
  public static OptionalDouble read(
      Kind kind, List<ComponentValue> values, ValueContext.Surroundings surroundings) {
    Values in = new Values(values, ValueContext.initial(surroundings));
    Double d =
        switch (kind) {
          case LENGTH -> Numeric.length(in);
          case NUMBER -> Numeric.number(in);
          case RATIO -> BoxGrammar.ratio(in);
          case RESOLUTION -> resolution(in);
        };
    return d == null || !in.atEnd() ? OptionalDouble.empty() : OptionalDouble.of(d);
  }

  private static @org.jspecify.annotations.Nullable Double resolution(Values in) {
    Calculation c;
    if (in.peek() instanceof ComponentValue.Dimension d) {
      in.next();
      c = Units.calculation(d, in.context());
    } else if (in.take("infinite")) {
      return Double.POSITIVE_INFINITY;
    } else {
      c = CalcGrammar.parse(in, false);
    }
    boolean fits = c != null && c.unit() == Calculation.Unit.RESOLUTION;
    return c != null && fits ? Double.valueOf(c.constant()) : null;
  }
}
