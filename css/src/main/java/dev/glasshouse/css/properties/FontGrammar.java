package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.values.FontKeywords.FontStyle;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.LineHeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Font properties (<a href="https://drafts.csswg.org/css-fonts-4/">CSS Fonts 4</a>). */
final class FontGrammar {
  private static final Set<String> RESERVED =
      Set.of("inherit", "initial", "unset", "revert", "revert-layer", "default");

  /** px of xx-small to xxx-large with a medium of 16; the same for a medium of 13 (HTML, 15.3). */
  private static final double[] SIZES = {9, 10, 13, 16, 18, 24, 32, 48};

  private static final double[] MONOSPACE_SIZES = {9, 10, 12, 13, 16, 20, 26, 39};

  private static final List<String> SIZE_NAMES =
      List.of(
          "xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large");

  private FontGrammar() {}

  /**
   * A computed font size with where it came from, which decides what {@code monospace} makes of it.
   *
   * @param px the size
   * @param keyword index of the size keyword it stems from, or -1
   * @param absolute whether it stems from a length
   */
  record FontSize(double px, int keyword, boolean absolute) {
    static final FontSize MEDIUM = new FontSize(16, 3, false);

    /** The same size by the table of the family, for a keyword on the element itself. */
    FontSize ofFamily(boolean monospace) {
      return keyword < 0
          ? this
          : new FontSize((monospace ? MONOSPACE_SIZES : SIZES)[keyword], keyword, false);
    }

    /** Sizes in relation to an absolute one are absolute. */
    FontSize relativeTo(FontSize parent) {
      return keyword < 0 && !absolute && parent.absolute ? new FontSize(px, -1, true) : this;
    }

    /**
     * The size after the family changed to or from a lone {@code monospace}, whose medium is 13 px:
     * what all browsers do, and no specification says.
     */
    FontSize withFamily(boolean wasMonospace, boolean isMonospace) {
      if (absolute || wasMonospace == isMonospace) {
        return this;
      }
      if (keyword >= 0) {
        return new FontSize((isMonospace ? MONOSPACE_SIZES : SIZES)[keyword], keyword, false);
      }
      return new FontSize(isMonospace ? px * 13 / 16 : px * 16 / 13, keyword, false);
    }
  }

  /** {@code font-size}; the context's font is the parent's. */
  static @Nullable FontSize size(Values in) {
    String keyword = in.keyword();
    int index = SIZE_NAMES.indexOf(keyword);
    if (index >= 0) {
      in.next();
      return new FontSize(SIZES[index], index, false);
    }
    if (keyword.equals("larger") || keyword.equals("smaller")) {
      in.next();
      double parent = in.context().fonts().size();
      return new FontSize(keyword.equals("larger") ? parent * 1.2 : parent / 1.2, -1, false);
    }
    if (keyword.equals("math")) {
      in.next();
      return new FontSize(in.context().fonts().size(), -1, false);
    }
    boolean relative =
        in.peek() instanceof Percentage
            || (in.peek() instanceof dev.glasshouse.css.syntax.ComponentValue.Dimension d
                && Set.of("em", "ex", "ch", "cap", "ic", "lh").contains(Ascii.lower(d.unit())));
    LengthPercentage lp = Numeric.positiveLengthPercentage(in);
    if (lp == null) {
      return null;
    }
    double px = lp.dependsOnBasis() ? lp.resolve(in.context().fonts().size()) : lp.resolve(0);
    return new FontSize(Math.min(10_000, px), -1, !relative);
  }

  /** {@code font-weight}; relative words by the parent's weight (2.2.1). */
  static @Nullable Double weight(Values in) {
    String keyword = in.keyword();
    if (keyword.isEmpty()) {
      Double d = Numeric.number(in);
      return d == null || d < 1 || d > 1000 ? null : d;
    }
    Double weight =
        switch (keyword) {
          case "normal" -> Double.valueOf(400);
          case "bold" -> Double.valueOf(700);
          case "bolder" -> Double.valueOf(bolder(in.context().fonts().weight()));
          case "lighter" -> Double.valueOf(lighter(in.context().fonts().weight()));
          default -> null;
        };
    if (weight != null) {
      in.next();
    }
    return weight;
  }

  private static double bolder(double w) {
    return w < 350 ? 400 : w < 550 ? 700 : w < 900 ? 900 : w;
  }

  private static double lighter(double w) {
    return w < 100 ? w : w < 550 ? 100 : w < 750 ? 400 : 700;
  }

  /** {@code font-stretch}: a percentage, 100 is normal. */
  static @Nullable Double stretch(Values in) {
    Double percent =
        switch (in.keyword()) {
          case "ultra-condensed" -> Double.valueOf(50);
          case "extra-condensed" -> Double.valueOf(62.5);
          case "condensed" -> Double.valueOf(75);
          case "semi-condensed" -> Double.valueOf(87.5);
          case "normal" -> Double.valueOf(100);
          case "semi-expanded" -> Double.valueOf(112.5);
          case "expanded" -> Double.valueOf(125);
          case "extra-expanded" -> Double.valueOf(150);
          case "ultra-expanded" -> Double.valueOf(200);
          default -> null;
        };
    if (percent != null) {
      in.next();
      return percent;
    }
    Double d = Numeric.percentage(in);
    return d == null || d < 0 ? null : d;
  }

  /** {@code font-style}. */
  static @Nullable FontStyle style(Values in) {
    FontStyle style = STYLE.parse(in);
    if (style == FontStyle.OBLIQUE) {
      int mark = in.mark();
      if (Numeric.angle(in) == null) {
        in.reset(mark);
      }
    }
    return style;
  }

  private static final Grammar<FontStyle> STYLE = Grammar.word(FontStyle.class);

  /** {@code font-family}: names as written, generic ones in lower case. */
  static @Nullable List<String> family(Values in) {
    List<String> out = new ArrayList<>();
    do {
      String name = in.takeString();
      name = name == null ? unquoted(in) : name;
      if (name == null) {
        return null;
      }
      out.add(name);
    } while (in.takeComma());
    return List.copyOf(out);
  }

  private static @Nullable String unquoted(Values in) {
    StringBuilder out = new StringBuilder();
    int words = 0;
    for (String word = in.takeIdent(); word != null; word = in.takeIdent()) {
      out.append(words++ > 0 ? " " : "").append(word);
    }
    String name = out.toString();
    String lower = Ascii.lower(name);
    if (words == 0 || (words == 1 && RESERVED.contains(lower))) {
      return null;
    }
    return words == 1 && GENERIC.contains(lower) ? lower : name;
  }

  private static final Set<String> GENERIC =
      Set.of(
          "serif",
          "sans-serif",
          "monospace",
          "cursive",
          "fantasy",
          "system-ui",
          "ui-serif",
          "ui-sans-serif",
          "ui-monospace",
          "ui-rounded",
          "math",
          "emoji",
          "fangsong");

  /** {@code line-height}; percentages and lengths become px. */
  static @Nullable LineHeight lineHeight(Values in) {
    if (in.take("normal")) {
      return LineHeight.Normal.NORMAL;
    }
    if (in.peek() instanceof Num n) {
      in.next();
      return n.value() < 0 ? null : new LineHeight.Multiple(n.value());
    }
    int mark = in.mark();
    LengthPercentage lp = Numeric.positiveLengthPercentage(in);
    if (lp == null) {
      in.reset(mark);
      Double d = Numeric.positiveNumber(in);
      return d == null ? null : new LineHeight.Multiple(d);
    }
    double basis = lp.dependsOnBasis() ? in.context().fonts().size() : 0;
    return new LineHeight.Fixed(lp.resolve(basis));
  }

  /** {@code letter-spacing}, {@code word-spacing}: px; percentages are of the font size. */
  static @Nullable Double spacing(Values in) {
    if (in.take("normal")) {
      return 0.0;
    }
    LengthPercentage lp = Numeric.lengthPercentage(in);
    if (lp == null) {
      return null;
    }
    return lp.resolve(lp.dependsOnBasis() ? in.context().fonts().size() : 0);
  }

  /** A list of quoted tags with an optional value each: features and variations; as "tag value". */
  static @Nullable List<String> tags(Values in) {
    if (in.take("normal")) {
      return List.of();
    }
    List<String> out = new ArrayList<>();
    do {
      String tag = in.takeString();
      if (tag == null || tag.length() != 4) {
        return null;
      }
      int mark = in.mark();
      Double value =
          in.take("on")
              ? Double.valueOf(1)
              : in.take("off") ? Double.valueOf(0) : Numeric.number(in);
      if (value == null) {
        in.reset(mark);
        value = 1.0;
      }
      out.add(tag + " " + value);
    } while (in.takeComma());
    return List.copyOf(out);
  }
}
