package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.properties.Calculation.Unit;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mathematical functions (<a href="https://drafts.csswg.org/css-values-4/#math">CSS Values 4,
 * 10</a>). Recursion is bounded by the nesting that the tokenizer lets through.
 */
final class CalcGrammar {
  private static final Set<String> NAMES =
      Set.of(
          "calc",
          "min",
          "max",
          "clamp",
          "round",
          "mod",
          "rem",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "atan2",
          "pow",
          "sqrt",
          "hypot",
          "log",
          "exp",
          "abs",
          "sign",
          "-webkit-calc");

  private final boolean percentIsLength;

  private CalcGrammar(boolean percentIsLength) {
    this.percentIsLength = percentIsLength;
  }

  static boolean begins(Values in) {
    return NAMES.contains(in.functionName());
  }

  /** One function; null where it is none or does not add up. */
  static @Nullable Calculation parse(Values in, boolean percentIsLength) {
    return begins(in) ? new CalcGrammar(percentIsLength).function(in) : null;
  }

  private @Nullable Calculation function(Values in) {
    String name = in.functionName();
    Values arguments = in.arguments();
    String strategy = "nearest";
    if (name.equals("round")
        && Set.of("nearest", "up", "down", "to-zero").contains(arguments.keyword())) {
      strategy = arguments.keyword();
      arguments.next();
      if (!arguments.takeComma()) {
        return null;
      }
    }
    List<Calculation> of = new ArrayList<>();
    do {
      boolean noLimit = name.equals("clamp") && arguments.take("none");
      Calculation c = noLimit ? null : sum(arguments);
      if (noLimit) {
        c =
            Calculation.of(
                Unit.NUMBER, of.isEmpty() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      }
      if (c == null) {
        return null;
      }
      of.add(c);
    } while (arguments.takeComma());
    return arguments.atEnd() ? apply(name, strategy, of) : null;
  }

  private static @Nullable Calculation apply(String name, String strategy, List<Calculation> of) {
    int n = of.size();
    return switch (name) {
      case "calc", "-webkit-calc" -> n == 1 ? of.getFirst() : null;
      case "min" -> Calculation.fold(of, CalcGrammar::min);
      case "max" -> Calculation.fold(of, CalcGrammar::max);
      case "clamp" -> n == 3 ? clamp(of) : null;
      case "round" -> round(strategy, of);
      case "mod" ->
          n == 2 ? Calculation.fold(of, v -> v[0] - v[1] * Math.floor(v[0] / v[1])) : null;
      case "rem" -> n == 2 ? Calculation.fold(of, v -> v[0] % v[1]) : null;
      case "abs" -> n == 1 ? Calculation.fold(of, v -> Math.abs(v[0])) : null;
      case "sign" -> n == 1 ? number(Calculation.fold(of, v -> Math.signum(v[0]))) : null;
      case "hypot" -> Calculation.fold(of, CalcGrammar::hypot);
      case "atan2" ->
          n == 2 ? angle(Calculation.fold(of, v -> Math.toDegrees(Math.atan2(v[0], v[1])))) : null;
      default -> ofNumbers(name, of);
    };
  }

  private static @Nullable Calculation clamp(List<Calculation> of) {
    Unit unit = of.get(1).unit();
    List<Calculation> same =
        of.stream()
            .map(c -> Double.isInfinite(c.constant()) ? Calculation.of(unit, c.constant()) : c)
            .toList();
    return Calculation.fold(same, v -> Math.max(v[0], Math.min(v[1], v[2])));
  }

  private static @Nullable Calculation round(String strategy, List<Calculation> of) {
    List<Calculation> two = of;
    if (of.size() == 1 && of.getFirst().unit() == Unit.NUMBER) {
      two = List.of(of.getFirst(), Calculation.of(Unit.NUMBER, 1));
    }
    if (two.size() != 2) {
      return null;
    }
    return Calculation.fold(
        two,
        v ->
            switch (strategy) {
              case "up" -> Math.ceil(v[0] / v[1]) * v[1];
              case "down" -> Math.floor(v[0] / v[1]) * v[1];
              case "to-zero" ->
                  (v[0] / v[1] < 0 ? Math.ceil(v[0] / v[1]) : Math.floor(v[0] / v[1])) * v[1];
              default -> Math.floor(v[0] / v[1] + 0.5) * v[1];
            });
  }

  private static double min(double[] v) {
    double out = v[0];
    for (double d : v) {
      out = Math.min(out, d);
    }
    return out;
  }

  private static double max(double[] v) {
    double out = v[0];
    for (double d : v) {
      out = Math.max(out, d);
    }
    return out;
  }

  private static double hypot(double[] v) {
    double sum = 0;
    for (double d : v) {
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  private static @Nullable Calculation ofNumbers(String name, List<Calculation> of) {
    Calculation first = of.getFirst();
    boolean trigonometric = name.equals("sin") || name.equals("cos") || name.equals("tan");
    boolean angle = trigonometric && first.unit() == Unit.ANGLE;
    double x = angle ? Math.toRadians(first.constant()) : first.constant();
    double y = of.size() > 1 ? of.get(1).constant() : Double.NaN;
    int arguments = name.equals("pow") ? 2 : 1;
    boolean counts = of.size() == arguments || (name.equals("log") && of.size() == 2);
    if (!counts || (first.unit() != Unit.NUMBER && !angle) || of.getLast().unit() != first.unit()) {
      return null;
    }
    return switch (name) {
      case "sin" -> Calculation.of(Unit.NUMBER, Math.sin(x));
      case "cos" -> Calculation.of(Unit.NUMBER, Math.cos(x));
      case "tan" -> Calculation.of(Unit.NUMBER, Math.tan(x));
      case "asin" -> Calculation.of(Unit.ANGLE, Math.toDegrees(Math.asin(x)));
      case "acos" -> Calculation.of(Unit.ANGLE, Math.toDegrees(Math.acos(x)));
      case "atan" -> Calculation.of(Unit.ANGLE, Math.toDegrees(Math.atan(x)));
      case "pow" -> Calculation.of(Unit.NUMBER, Math.pow(x, y));
      case "sqrt" -> Calculation.of(Unit.NUMBER, Math.sqrt(x));
      case "exp" -> Calculation.of(Unit.NUMBER, Math.exp(x));
      case "log" ->
          Calculation.of(Unit.NUMBER, of.size() == 2 ? Math.log(x) / Math.log(y) : Math.log(x));
      default -> null;
    };
  }

  private static @Nullable Calculation number(@Nullable Calculation c) {
    return c == null || c.hasPercent() ? null : Calculation.of(Unit.NUMBER, c.constant());
  }

  private static @Nullable Calculation angle(@Nullable Calculation c) {
    return c == null || c.hasPercent() ? null : Calculation.of(Unit.ANGLE, c.constant());
  }

  /** Products, with + and - between; both need white space around them. */
  private @Nullable Calculation sum(Values in) {
    Calculation left = product(in);
    while (left != null) {
      int sign = in.peek().isDelim('+') ? 1 : in.peek().isDelim('-') ? -1 : 0;
      if (sign == 0 || !in.afterSpace()) {
        return left;
      }
      in.next();
      if (!in.afterSpace()) {
        return null;
      }
      Calculation right = product(in);
      left = right == null ? null : left.plus(right, sign);
    }
    return null;
  }

  private @Nullable Calculation product(Values in) {
    Calculation left = value(in);
    while (left != null) {
      boolean times = in.peek().isDelim('*');
      if (!times && !in.peek().isDelim('/')) {
        return left;
      }
      in.next();
      Calculation right = value(in);
      left = right == null ? null : times ? left.times(right) : left.over(right);
    }
    return null;
  }

  private @Nullable Calculation value(Values in) {
    Values parenthesis = in.takeBlock(Kind.OPEN_ROUND);
    if (parenthesis != null) {
      Calculation c = sum(parenthesis);
      return parenthesis.atEnd() ? c : null;
    }
    if (begins(in)) {
      return function(in);
    }
    ComponentValue v = in.next();
    return switch (v) {
      case Num n -> Calculation.of(Unit.NUMBER, n.value());
      case Percentage p ->
          percentIsLength
              ? Calculation.ofLengthPercent(p.value())
              : Calculation.of(Unit.PERCENT, p.value());
      case Dimension d -> Units.calculation(d, in.context());
      case Ident i -> constant(Ascii.lower(i.value()));
      default -> null;
    };
  }

  private static @Nullable Calculation constant(String name) {
    return switch (name) {
      case "pi" -> Calculation.of(Unit.NUMBER, Math.PI);
      case "e" -> Calculation.of(Unit.NUMBER, Math.E);
      case "infinity" -> Calculation.of(Unit.NUMBER, Double.POSITIVE_INFINITY);
      case "-infinity" -> Calculation.of(Unit.NUMBER, Double.NEGATIVE_INFINITY);
      case "nan" -> Calculation.of(Unit.NUMBER, Double.NaN);
      default -> null;
    };
  }
}
