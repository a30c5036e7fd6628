package dev.glasshouse.css.media;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.properties.FontMeasure;
import dev.glasshouse.css.properties.Quantities;
import dev.glasshouse.css.properties.ValueContext;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Media features: {@code (name)}, {@code (name: value)} and ranges (Media Queries 4, 2.4). */
final class MediaFeatures implements Condition.Judge {
  /** Features whose values are words; the first is what holds here. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("hover", "hover"),
          Map.entry("any-hover", "hover"),
          Map.entry("pointer", "fine"),
          Map.entry("any-pointer", "fine"),
          Map.entry("update", "fast"),
          Map.entry("overflow-block", "scroll"),
          Map.entry("overflow-inline", "scroll"),
          Map.entry("color-gamut", "srgb"),
          Map.entry("dynamic-range", "standard"),
          Map.entry("video-dynamic-range", "standard"),
          Map.entry("display-mode", "browser"),
          Map.entry("scripting", "none"),
          Map.entry("scan", "progressive"),
          Map.entry("forced-colors", "none"),
          Map.entry("inverted-colors", "none"),
          Map.entry("prefers-contrast", "no-preference"),
          Map.entry("prefers-reduced-motion", "no-preference"),
          Map.entry("prefers-reduced-data", "no-preference"),
          Map.entry("prefers-reduced-transparency", "no-preference"));

  private final Viewport viewport;
  private final ValueContext.Surroundings surroundings;

  MediaFeatures(Viewport viewport) {
    this.viewport = viewport;
    this.surroundings =
        new ValueContext.Surroundings(
            viewport.width(),
            viewport.height(),
            viewport.devicePixelRatio(),
            viewport.colorScheme() == Viewport.ColorScheme.DARK,
            FontMeasure.ASSUMED);
  }

  @Override
  public Truth call(Function function) {
    return Truth.UNKNOWN;
  }

  @Override
  public Truth parenthesis(List<ComponentValue> values) {
    List<ComponentValue> parts = values.stream().filter(v -> !(v instanceof Whitespace)).toList();
    if (parts.isEmpty()) {
      return Truth.UNKNOWN;
    }
    if (parts.getFirst() instanceof Ident name) {
      String feature = Ascii.lower(name.value());
      if (parts.size() == 1) {
        return present(feature);
      }
      if (parts.get(1).is(Kind.COLON)) {
        return plain(feature, parts.subList(2, parts.size()));
      }
    }
    return range(parts);
  }

  private record Number(Quantities.Kind kind, double value) {}

  /** The features that can be compared; null kinds do not occur. */
  private java.util.Optional<Number> number(String feature) {
    double w = viewport.width();
    double h = viewport.height();
    return switch (feature) {
      case "width", "device-width" -> found(Quantities.Kind.LENGTH, w);
      case "height", "device-height" -> found(Quantities.Kind.LENGTH, h);
      case "aspect-ratio", "device-aspect-ratio" ->
          found(Quantities.Kind.RATIO, h == 0 ? 0 : w / h);
      case "resolution" -> found(Quantities.Kind.RESOLUTION, viewport.devicePixelRatio());
      case "-webkit-device-pixel-ratio" ->
          found(Quantities.Kind.NUMBER, viewport.devicePixelRatio());
      case "color" -> found(Quantities.Kind.NUMBER, 8);
      case "color-index", "monochrome", "grid", "horizontal-viewport-segments" ->
          found(Quantities.Kind.NUMBER, 0);
      default -> java.util.Optional.empty();
    };
  }

  private static java.util.Optional<Number> found(Quantities.Kind kind, double value) {
    return java.util.Optional.of(new Number(kind, value));
  }

  /** {@code (name)}: whether it has a value that is not none or zero. */
  private Truth present(String feature) {
    var number = number(feature);
    if (number.isPresent()) {
      return Truth.of(number.get().value != 0);
    }
    if (feature.equals("orientation") || feature.equals("prefers-color-scheme")) {
      return Truth.TRUE;
    }
    String word = WORDS.get(feature);
    return word == null
        ? Truth.UNKNOWN
        : Truth.of(!word.equals("none") && !word.equals("no-preference"));
  }

  private Truth plain(String feature, List<ComponentValue> value) {
    if (value.size() == 1 && value.getFirst() instanceof Ident word) {
      String here =
          switch (feature) {
            case "orientation" -> viewport.height() >= viewport.width() ? "portrait" : "landscape";
            case "prefers-color-scheme" ->
                viewport.colorScheme() == Viewport.ColorScheme.DARK ? "dark" : "light";
            default -> WORDS.getOrDefault(feature, "");
          };
      return here.isEmpty() ? Truth.UNKNOWN : Truth.of(word.is(here));
    }
    String prefix = "";
    String plain = feature;
    for (String p : List.of("min-", "max-")) {
      if (feature.startsWith(p)) {
        prefix = p;
        plain = feature.substring(4);
      } else if (feature.startsWith("-webkit-" + p)) {
        prefix = p;
        plain = "-webkit-" + feature.substring(12);
      }
    }
    String comparison = prefix.equals("min-") ? ">=" : prefix.equals("max-") ? "<=" : "=";
    return compare(plain, comparison, value);
  }

  private Truth compare(String feature, String comparison, List<ComponentValue> value) {
    var number = number(feature);
    if (number.isEmpty()) {
      return Truth.UNKNOWN;
    }
    OptionalDouble given = Quantities.read(number.get().kind, value, surroundings);
    if (given.isEmpty()) {
      return Truth.UNKNOWN;
    }
    double here = number.get().value;
    double there = given.getAsDouble();
    return Truth.of(
        switch (comparison) {
          case "<" -> here < there;
          case "<=" -> here <= there;
          case ">" -> here > there;
          case ">=" -> here >= there;
          default -> Math.abs(here - there) < 1e-6;
        });
  }

  /** {@code (width >= 1px)}, {@code (1px < width)}, {@code (1px <= width < 2px)}. */
  private Truth range(List<ComponentValue> parts) {
    List<List<ComponentValue>> operands = new ArrayList<>();
    List<String> operators = new ArrayList<>();
    List<ComponentValue> current = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      ComponentValue v = parts.get(i);
      boolean less = v.isDelim('<');
      if (!less && !v.isDelim('>') && !v.isDelim('=')) {
        current.add(v);
        continue;
      }
      boolean orEqual = !v.isDelim('=') && i + 1 < parts.size() && parts.get(i + 1).isDelim('=');
      operators.add((v.isDelim('=') ? "=" : less ? "<" : ">") + (orEqual ? "=" : ""));
      i += orEqual ? 1 : 0;
      operands.add(current);
      current = new ArrayList<>();
    }
    operands.add(current);
    return range(operands, operators);
  }

  private Truth range(List<List<ComponentValue>> operands, List<String> operators) {
    if (operators.size() == 1) {
      String left = name(operands.getFirst());
      return left.isEmpty()
          ? compare(name(operands.get(1)), flipped(operators.getFirst()), operands.getFirst())
          : compare(left, operators.getFirst(), operands.get(1));
    }
    if (operators.size() != 2 || operators.getFirst().charAt(0) != operators.get(1).charAt(0)) {
      return Truth.UNKNOWN;
    }
    String feature = name(operands.get(1));
    return compare(feature, flipped(operators.getFirst()), operands.getFirst())
        .and(compare(feature, operators.get(1), operands.get(2)));
  }

  private static String name(List<ComponentValue> operand) {
    return operand.size() == 1 && operand.getFirst() instanceof Ident name
        ? Ascii.lower(name.value())
        : "";
  }

  private static String flipped(String comparison) {
    return switch (comparison) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> comparison;
    };
  }
}
