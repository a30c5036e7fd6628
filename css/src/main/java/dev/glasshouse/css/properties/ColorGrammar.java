package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Hash;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Rgba;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code <color>} (<a href="https://drafts.csswg.org/css-color-4/">CSS Color 4</a>, mixing of 5).
 */
public final class ColorGrammar {
  private ColorGrammar() {}

  /** A colour alone, as text: for tests, canvas and HTML. */
  public static Optional<Color> parse(String text) {
    ValueContext cx = ValueContext.initial(ValueContext.Surroundings.PLAIN);
    Values in = new Values(Parser.values(text), cx);
    Color color = color(in);
    return color != null && in.atEnd() ? Optional.of(color) : Optional.empty();
  }

  static @Nullable Color color(Values in) {
    ComponentValue v = in.peek();
    if (v instanceof Ident ident) {
      return keyword(Ascii.lower(ident.value()), in);
    }
    if (v instanceof Hash hash) {
      in.next();
      return hex(hash.value());
    }
    if (v instanceof ComponentValue.Function) {
      String name = in.functionName();
      return ColorFunction.isColor(name) ? ColorFunction.parse(name, in.arguments()) : null;
    }
    return in.context().quirks() ? hashless(v, in) : null;
  }

  /** What the browser's own sheet says of tables in quirks mode (Quirks Mode, 3.3). */
  private static final String OF_BODY = "-glass-body-color";

  private static @Nullable Color keyword(String name, Values in) {
    if (name.equals(OF_BODY)) {
      in.next();
      return in.context().bodyColor();
    }
    Color color = name.equals("currentcolor") ? Color.Current.COLOR : NamedColors.get(name);
    if (color == null && in.context().quirks()) {
      color = name.length() == 3 || name.length() == 6 ? hex(name) : null;
    }
    if (color != null) {
      in.next();
    }
    return color;
  }

  /** The hashless colours of quirks mode (Quirks Mode standard, 3.1). */
  private static @Nullable Color hashless(ComponentValue v, Values in) {
    String digits =
        switch (v) {
          case Num n when n.integer() && n.value() >= 0 -> n.text();
          case Dimension d when d.integer() && d.value() >= 0 -> d.text() + d.unit();
          default -> "";
        };
    if (digits.isEmpty() || digits.length() > 6) {
      return null;
    }
    in.next();
    return hex(digits.length() == 3 ? digits : "0".repeat(6 - digits.length()) + digits);
  }

  /** The digits after the hash sign: 3, 4, 6 or 8 of them. */
  private static @Nullable Rgba hex(String digits) {
    int n = digits.length();
    if (n != 3 && n != 4 && n != 6 && n != 8) {
      return null;
    }
    int width = n <= 4 ? 1 : 2;
    double[] c = {0, 0, 0, 1};
    for (int i = 0; i * width < n; i++) {
      int value = 0;
      for (int k = 0; k < width; k++) {
        int digit = Character.digit(digits.charAt(i * width + k), 16);
        if (digit < 0 || digits.charAt(i * width + k) > 'f') {
          return null;
        }
        value = value * 16 + digit;
      }
      c[i] = width == 1 ? value * 17 / 255.0 : value / 255.0;
    }
    return new Rgba(c[0], c[1], c[2], c[3]);
  }

  /** A component: NaN for {@code none}; null where it does not match. */
  static @Nullable Double component(Values in, double whole) {
    if (in.take("none")) {
      return Double.NaN;
    }
    if (in.peek() instanceof Percentage || in.peek() instanceof Num || CalcGrammar.begins(in)) {
      return Numeric.numberOrPercentage(in, whole);
    }
    return null;
  }
}
