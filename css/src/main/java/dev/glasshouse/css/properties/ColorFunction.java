package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Rgba;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that give a colour. Relative colours ({@code from}) are not supported: such a value
 * does not match.
 */
final class ColorFunction {
  private static final Set<String> NAMES =
      Set.of(
          "rgb",
          "rgba",
          "hsl",
          "hsla",
          "hwb",
          "lab",
          "lch",
          "oklab",
          "oklch",
          "color",
          "color-mix",
          "light-dark");

  private ColorFunction() {}

  static boolean isColor(String function) {
    return NAMES.contains(function);
  }

  static @Nullable Color parse(String name, Values in) {
    Color color =
        switch (name) {
          case "rgb", "rgba" -> rgb(in);
          case "hsl", "hsla" -> hsl(in);
          case "hwb" -> polarFirst(ColorSpace.HWB, in);
          case "lab" -> modern(ColorSpace.LAB, in, 100, 125, 125);
          case "lch" -> modern(ColorSpace.LCH, in, 100, 150, Double.NaN);
          case "oklab" -> modern(ColorSpace.OKLAB, in, 1, 0.4, 0.4);
          case "oklch" -> modern(ColorSpace.OKLCH, in, 1, 0.4, Double.NaN);
          case "color" -> inSpace(in);
          case "color-mix" -> mix(in);
          case "light-dark" -> lightDark(in);
          default -> null;
        };
    return in.atEnd() ? color : null;
  }

  /** {@code rgb(r, g, b, a)} with all numbers or all percentages, or {@code rgb(r g b / a)}. */
  private static @Nullable Rgba rgb(Values in) {
    double[] c = new double[3];
    boolean percent = in.peek() instanceof Percentage;
    boolean sameKind = true;
    boolean none = false;
    int commas = 0;
    for (int i = 0; i < 3; i++) {
      commas += i > 0 && in.takeComma() ? 1 : 0;
      boolean literal = in.peek() instanceof Percentage || in.peek() instanceof Num;
      sameKind &= !literal || in.peek() instanceof Percentage == percent;
      Double d = ColorGrammar.component(in, 255);
      if (d == null) {
        return null;
      }
      none |= d.isNaN();
      c[i] = zeroIfNone(d) / 255;
    }
    Double alpha = alpha(in, commas == 2);
    boolean legacy = commas == 2 && sameKind && !none;
    return alpha == null || !(commas == 0 || legacy) ? null : new Rgba(c[0], c[1], c[2], alpha);
  }

  private static double zeroIfNone(double d) {
    return Double.isNaN(d) ? 0 : d;
  }

  /** The rest: {@code , a} or {@code / a}, or nothing. */
  private static @Nullable Double alpha(Values in, boolean commas) {
    if (in.atEnd()) {
      return 1.0;
    }
    if (!(commas ? in.takeComma() : in.takeDelim('/'))) {
      return null;
    }
    Double a = ColorGrammar.component(in, 1);
    return a == null ? null : Double.valueOf(Math.max(0, Math.min(1, zeroIfNone(a))));
  }

  private static @Nullable Double hue(Values in) {
    if (in.take("none")) {
      return Double.NaN;
    }
    return in.peek() instanceof Num ? Numeric.number(in) : Numeric.angle(in);
  }

  private static @Nullable Rgba hsl(Values in) {
    Double h = hue(in);
    boolean commas = in.takeComma();
    boolean percentages = in.peek() instanceof Percentage;
    Double s = ColorGrammar.component(in, 100);
    if (h == null || s == null || (commas && !in.takeComma())) {
      return null;
    }
    percentages &= in.peek() instanceof Percentage;
    Double l = ColorGrammar.component(in, 100);
    Double alpha = l == null ? null : alpha(in, commas);
    if (l == null || alpha == null || (commas && (!percentages || h.isNaN()))) {
      return null;
    }
    double[] c = {zeroIfNone(h), Math.max(0, zeroIfNone(s)), zeroIfNone(l)};
    return ColorSpace.HSL.toRgba(c, alpha);
  }

  private static @Nullable Rgba polarFirst(ColorSpace space, Values in) {
    Double h = hue(in);
    Double a = h == null ? null : ColorGrammar.component(in, 100);
    Double b = a == null ? null : ColorGrammar.component(in, 100);
    Double alpha = b == null ? null : alpha(in, false);
    if (h == null || a == null || b == null || alpha == null) {
      return null;
    }
    return space.toRgba(new double[] {zeroIfNone(h), zeroIfNone(a), zeroIfNone(b)}, alpha);
  }

  /** Lightness first; a third whole of NaN marks a hue. */
  private static @Nullable Rgba modern(
      ColorSpace space, Values in, double whole1, double whole2, double whole3) {
    Double l = ColorGrammar.component(in, whole1);
    Double a = l == null ? null : ColorGrammar.component(in, whole2);
    Double b =
        a == null ? null : Double.isNaN(whole3) ? hue(in) : ColorGrammar.component(in, whole3);
    Double alpha = b == null ? null : alpha(in, false);
    if (l == null || a == null || b == null || alpha == null) {
      return null;
    }
    double light = Math.max(0, Math.min(whole1, zeroIfNone(l)));
    double chroma = space.hasHue() ? Math.max(0, zeroIfNone(a)) : zeroIfNone(a);
    return space.toRgba(new double[] {light, chroma, zeroIfNone(b)}, alpha);
  }

  /** {@code color(space a b c / alpha)}. */
  private static @Nullable Rgba inSpace(Values in) {
    ColorSpace space = ColorSpace.named(in.keyword());
    if (space == null || space.hasHue() || space == ColorSpace.LAB || space == ColorSpace.OKLAB) {
      return null;
    }
    in.next();
    double[] c = new double[3];
    for (int i = 0; i < 3; i++) {
      Double d = ColorGrammar.component(in, 1);
      if (d == null) {
        return null;
      }
      c[i] = zeroIfNone(d);
    }
    Double alpha = alpha(in, false);
    return alpha == null ? null : space.toRgba(c, alpha);
  }

  /** {@code light-dark(light, dark)} (CSS Color 5, 3). */
  private static @Nullable Color lightDark(Values in) {
    Color light = ColorGrammar.color(in);
    Color dark = light != null && in.takeComma() ? ColorGrammar.color(in) : null;
    if (light == null || dark == null) {
      return null;
    }
    return in.context().surroundings().dark() ? dark : light;
  }

  private record Part(Rgba color, double percent) {}

  /** {@code color-mix(in space, a p%, b q%)} (CSS Color 5, 2). */
  private static @Nullable Rgba mix(Values in) {
    if (!in.take("in")) {
      return null;
    }
    ColorSpace space = ColorSpace.named(in.keyword());
    in.next();
    String way = in.keyword();
    if (!way.isEmpty()) {
      in.next();
      if (!in.take("hue")) {
        return null;
      }
    }
    Part a = space != null && in.takeComma() ? part(in) : null;
    Part b = a != null && in.takeComma() ? part(in) : null;
    if (space == null || a == null || b == null) {
      return null;
    }
    double p = a.percent;
    double q = b.percent;
    if (Double.isNaN(p)) {
      p = Double.isNaN(q) ? 50 : 100 - q;
    }
    q = Double.isNaN(q) ? 100 - p : q;
    if (p + q <= 0) {
      return null;
    }
    double alphaScale = Math.min(1, (p + q) / 100);
    return mixed(space, way, a.color, b.color, q / (p + q), alphaScale);
  }

  private static @Nullable Part part(Values in) {
    double percent = Double.NaN;
    if (in.peek() instanceof Percentage p) {
      in.next();
      percent = p.value();
    }
    Color color = ColorGrammar.color(in);
    if (color != null && Double.isNaN(percent) && in.peek() instanceof Percentage p) {
      in.next();
      percent = p.value();
    }
    if (color == null || percent < 0 || percent > 100) {
      return null;
    }
    Rgba rgba = color instanceof Rgba r ? r : in.context().color();
    return new Part(rgba, percent);
  }

  private static Rgba mixed(
      ColorSpace space, String way, Rgba from, Rgba to, double t, double alphaScale) {
    double[] a = space.fromRgba(from);
    double[] b = space.fromRgba(to);
    int hue = space.hueIndex();
    double alpha = from.alpha() * (1 - t) + to.alpha() * t;
    double[] out = new double[3];
    for (int i = 0; i < 3; i++) {
      if (i == hue) {
        out[i] = hueBetween(a, b, space, way, t);
      } else {
        double sum = a[i] * from.alpha() * (1 - t) + b[i] * to.alpha() * t;
        out[i] = alpha == 0 ? 0 : sum / alpha;
      }
    }
    return space.toRgba(out, alpha * alphaScale);
  }

  /** A colour without chroma has no hue: the other's counts (CSS Color 4, 4.4 and 12.4). */
  private static double hueBetween(double[] a, double[] b, ColorSpace space, String way, double t) {
    int i = space.hueIndex();
    int chroma = 1;
    if (space != ColorSpace.HWB && Math.abs(a[chroma]) < 1e-4) {
      return b[i];
    }
    if (space != ColorSpace.HWB && Math.abs(b[chroma]) < 1e-4) {
      return a[i];
    }
    double d = b[i] - a[i];
    switch (way) {
      case "longer" -> d += d > 0 && d < 180 ? -360 : d > -180 && d <= 0 ? 360 : 0;
      case "increasing" -> d += d < 0 ? 360 : 0;
      case "decreasing" -> d -= d > 0 ? 360 : 0;
      default -> d += d > 180 ? -360 : d < -180 ? 360 : 0;
    }
    return a[i] + d * t;
  }
}
