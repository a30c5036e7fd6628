package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.properties.Calculation.Unit;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * Units to the one absolute unit of their kind (<a
 * href="https://drafts.csswg.org/css-values-4/#lengths">CSS Values 4, 6 and 7</a>).
 */
final class Units {
  private Units() {}

  /** A length in px; NaN where the unit is none of length. */
  static double px(Dimension d, ValueContext cx) {
    String unit = d.unit();
    if (unit.equals("px")) {
      return d.value();
    }
    double factor = length(Ascii.lower(unit), cx);
    return factor * d.value();
  }

  static @Nullable Calculation calculation(Dimension d, ValueContext cx) {
    double px = px(d, cx);
    if (!Double.isNaN(px)) {
      return Calculation.of(Unit.LENGTH, px);
    }
    String unit = Ascii.lower(d.unit());
    double degrees = angle(unit);
    if (!Double.isNaN(degrees)) {
      return Calculation.of(Unit.ANGLE, d.value() * degrees);
    }
    return switch (unit) {
      case "s" -> Calculation.of(Unit.TIME, d.value());
      case "ms" -> Calculation.of(Unit.TIME, d.value() / 1000);
      case "x", "dppx" -> Calculation.of(Unit.RESOLUTION, d.value());
      case "dpi" -> Calculation.of(Unit.RESOLUTION, d.value() / 96);
      case "dpcm" -> Calculation.of(Unit.RESOLUTION, d.value() * 2.54 / 96);
      case "fr" -> Calculation.of(Unit.FLEX, d.value());
      default -> null;
    };
  }

  /** Degrees in one unit of angle; NaN where it is none. */
  static double angle(String unit) {
    return switch (unit) {
      case "deg" -> 1;
      case "grad" -> 0.9;
      case "rad" -> 180 / Math.PI;
      case "turn" -> 360;
      default -> Double.NaN;
    };
  }

  private static double length(String unit, ValueContext cx) {
    return switch (unit) {
      case "px" -> 1;
      case "cm" -> 96 / 2.54;
      case "mm" -> 96 / 25.4;
      case "q" -> 96 / 101.6;
      case "in" -> 96;
      case "pt" -> 96 / 72.0;
      case "pc" -> 16;
      case "em" -> cx.fonts().size();
      case "rem" -> cx.rootFonts().size();
      case "lh" -> cx.fonts().lineHeight(cx.surroundings().fonts());
      case "rlh" -> cx.rootFonts().lineHeight(cx.surroundings().fonts());
      case "ex" -> measured(cx, cx.fonts(), FontMeasure.Part.EX);
      case "ch" -> measured(cx, cx.fonts(), FontMeasure.Part.CH);
      case "cap" -> measured(cx, cx.fonts(), FontMeasure.Part.CAP);
      case "ic" -> measured(cx, cx.fonts(), FontMeasure.Part.IC);
      case "rex" -> measured(cx, cx.rootFonts(), FontMeasure.Part.EX);
      case "rch" -> measured(cx, cx.rootFonts(), FontMeasure.Part.CH);
      case "rcap" -> measured(cx, cx.rootFonts(), FontMeasure.Part.CAP);
      case "ric" -> measured(cx, cx.rootFonts(), FontMeasure.Part.IC);
      default -> viewport(unit, cx);
    };
  }

  private static double measured(ValueContext cx, ValueContext.Fonts fonts, FontMeasure.Part part) {
    return cx.surroundings().fonts().measure(fonts.font(), part);
  }

  /** The viewport never changes its size here, so the small, large and dynamic ones are one. */
  private static double viewport(String unit, ValueContext cx) {
    boolean kind = unit.length() == 3 || unit.length() == 5;
    String plain = kind && "sld".indexOf(unit.charAt(0)) >= 0 ? unit.substring(1) : unit;
    return switch (plain) {
      case "vw", "vi" -> cx.surroundings().viewportWidth() / 100;
      case "vh", "vb" -> cx.surroundings().viewportHeight() / 100;
      case "vmin" ->
          Math.min(cx.surroundings().viewportWidth(), cx.surroundings().viewportHeight()) / 100;
      case "vmax" ->
          Math.max(cx.surroundings().viewportWidth(), cx.surroundings().viewportHeight()) / 100;
      default -> Double.NaN;
    };
  }
}
