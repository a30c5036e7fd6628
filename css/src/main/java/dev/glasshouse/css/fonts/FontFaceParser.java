package dev.glasshouse.css.fonts;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.fonts.FontFace.Adjustment;
import dev.glasshouse.css.fonts.FontFace.Display;
import dev.glasshouse.css.fonts.FontFace.Span;
import dev.glasshouse.css.fonts.FontFace.Style;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import dev.glasshouse.css.syntax.Item;
import dev.glasshouse.css.syntax.UnicodeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the descriptors of an {@code @font-face} (<a
 * href="https://drafts.csswg.org/css-fonts-4/#font-face-rule">CSS Fonts 4, 4</a>). A descriptor
 * that is wrong counts as not written, as a wrong declaration does.
 */
public final class FontFaceParser {
  private Optional<String> family = Optional.empty();
  private Optional<List<FontSource>> sources = Optional.empty();
  private Span weight = Span.of(400);
  private Style style = Style.NORMAL;
  private Span stretch = Span.of(100);
  private List<UnicodeRange> ranges = List.of();
  private Display display = Display.AUTO;
  private Adjustment adjustment = Adjustment.NONE;
  private final List<String> notSupported = new ArrayList<>();

  private FontFaceParser() {}

  /**
   * The face that a rule's block describes; empty where it lacks a family or a source, so that
   * there is nothing to be used (4.1).
   *
   * @param descriptors the declarations in the block, their URLs absolute
   * @param line the rule's line
   */
  public static Optional<FontFace> parse(List<Item.Declaration> descriptors, int line) {
    var parser = new FontFaceParser();
    for (Item.Declaration d : descriptors) {
      parser.descriptor(Ascii.lower(d.name()), stripped(d.values()));
    }
    if (parser.family.isEmpty() || parser.sources.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FontFace(
            parser.family.get(),
            parser.sources.get(),
            parser.weight,
            parser.style,
            parser.stretch,
            parser.ranges,
            parser.display,
            parser.adjustment,
            parser.notSupported,
            line));
  }

  private void descriptor(String name, List<ComponentValue> values) {
    switch (name) {
      case "font-family" -> family(values).ifPresent(f -> family = Optional.of(f));
      case "src" -> FontSources.parse(values).ifPresent(s -> sources = Optional.of(s));
      case "font-weight" -> span(values, FontFaceParser::weight).ifPresent(s -> weight = s);
      case "font-style" -> style(values).ifPresent(s -> style = s);
      case "font-stretch", "font-width" ->
          span(values, FontFaceParser::stretch).ifPresent(s -> stretch = s);
      case "unicode-range" -> ranges(values).ifPresent(r -> ranges = r);
      case "font-display" -> display(values).ifPresent(d -> display = d);
      case "size-adjust" ->
          factor(values)
              .filter(f -> f >= 0)
              .ifPresent(f ->
                  adjustment =
                      new Adjustment(
                          f, adjustment.ascent(), adjustment.descent(), adjustment.lineGap()));
      case "ascent-override" ->
          factor(values)
              .ifPresent(f ->
                  adjustment =
                      new Adjustment(
                          adjustment.size(), f, adjustment.descent(), adjustment.lineGap()));
      case "descent-override" ->
          factor(values)
              .ifPresent(f ->
                  adjustment =
                      new Adjustment(
                          adjustment.size(), adjustment.ascent(), f, adjustment.lineGap()));
      case "line-gap-override" ->
          factor(values)
              .ifPresent(f ->
                  adjustment =
                      new Adjustment(
                          adjustment.size(), adjustment.ascent(), adjustment.descent(), f));
      default -> notSupported.add(name);
    }
  }

  private static Optional<String> family(List<ComponentValue> values) {
    if (values.size() == 1 && values.getFirst() instanceof Str s) {
      return Optional.of(s.value());
    }
    StringBuilder name = new StringBuilder();
    for (ComponentValue v : values) {
      if (v instanceof Ident word) {
        name.append(name.isEmpty() ? "" : " ").append(word.value());
      } else if (!(v instanceof Whitespace)) {
        return Optional.empty();
      }
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name.toString());
  }

  /** One value of a span; NaN where it is none. */
  private interface Reader {
    double read(ComponentValue v);
  }

  private static double weight(ComponentValue v) {
    return switch (v) {
      case Ident i when i.is("normal") -> 400;
      case Ident i when i.is("bold") -> 700;
      case Num n when n.value() >= 1 && n.value() <= 1000 -> n.value();
      default -> Double.NaN;
    };
  }

  private static double stretch(ComponentValue v) {
    return switch (v) {
      case Percentage p when p.value() >= 0 -> p.value();
      case Ident i ->
          switch (Ascii.lower(i.value())) {
            case "ultra-condensed" -> 50;
            case "extra-condensed" -> 62.5;
            case "condensed" -> 75;
            case "semi-condensed" -> 87.5;
            case "normal" -> 100;
            case "semi-expanded" -> 112.5;
            case "expanded" -> 125;
            case "extra-expanded" -> 150;
            case "ultra-expanded" -> 200;
            default -> Double.NaN;
          };
      default -> Double.NaN;
    };
  }

  /** One value or two; the ends of a span may be written the wrong way round (4.4). */
  private static Optional<Span> span(List<ComponentValue> values, Reader reader) {
    double[] ends =
        values.stream().filter(v -> !(v instanceof Whitespace)).mapToDouble(reader::read).toArray();
    boolean wrong =
        ends.length < 1 || ends.length > 2 || Arrays.stream(ends).anyMatch(Double::isNaN);
    if (wrong) {
      boolean auto = values.size() == 1 && values.getFirst() instanceof Ident i && i.is("auto");
      return auto ? Optional.of(new Span(1, 1000)) : Optional.empty();
    }
    double last = ends[ends.length - 1];
    return Optional.of(new Span(Math.min(ends[0], last), Math.max(ends[0], last)));
  }

  private static Optional<Style> style(List<ComponentValue> values) {
    if (values.isEmpty() || !(values.getFirst() instanceof Ident word)) {
      return Optional.empty();
    }
    boolean angles =
        values.stream()
            .skip(1)
            .allMatch(v -> v instanceof Whitespace || v instanceof Dimension || v instanceof Num);
    return switch (Ascii.lower(word.value())) {
      case "normal", "auto" -> values.size() == 1 ? Optional.of(Style.NORMAL) : Optional.empty();
      case "italic" -> values.size() == 1 ? Optional.of(Style.ITALIC) : Optional.empty();
      case "oblique" -> angles ? Optional.of(Style.OBLIQUE) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<List<UnicodeRange>> ranges(List<ComponentValue> values) {
    List<UnicodeRange> out = new ArrayList<>();
    for (List<ComponentValue> part : split(values)) {
      Optional<UnicodeRange> range = UnicodeRange.parse(part);
      if (range.isEmpty()) {
        return Optional.empty();
      }
      out.add(range.get());
    }
    return Optional.of(out);
  }

  private static Optional<Display> display(List<ComponentValue> values) {
    if (values.size() == 1 && values.getFirst() instanceof Ident word) {
      for (Display d : Display.values()) {
        if (word.is(d.name())) {
          return Optional.of(d);
        }
      }
    }
    return Optional.empty();
  }

  /** A percentage as a factor; {@code normal} is -1. */
  private static Optional<Double> factor(List<ComponentValue> values) {
    if (values.size() != 1) {
      return Optional.empty();
    }
    return switch (values.getFirst()) {
      case Ident i when i.is("normal") -> Optional.of(-1.0);
      case Percentage p when p.value() >= 0 -> Optional.of(p.value() / 100);
      default -> Optional.empty();
    };
  }

  /** The parts between commas, white space at their ends taken away. */
  static List<List<ComponentValue>> split(List<ComponentValue> values) {
    List<List<ComponentValue>> out = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= values.size(); i++) {
      if (i == values.size() || values.get(i).is(Kind.COMMA)) {
        out.add(stripped(values.subList(from, i)));
        from = i + 1;
      }
    }
    return out;
  }

  private static List<ComponentValue> stripped(List<ComponentValue> values) {
    int from = 0;
    int to = values.size();
    while (from < to && values.get(from) instanceof Whitespace) {
      from++;
    }
    while (to > from && values.get(to - 1) instanceof Whitespace) {
      to--;
    }
    return values.subList(from, to);
  }
}
