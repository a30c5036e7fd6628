package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.values.AspectRatio;
import dev.glasshouse.css.values.BackgroundKeywords.Repeat;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Corner;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.QuirkyLength;
import dev.glasshouse.css.values.Shadow;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.css.values.VerticalAlign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Box properties: display, sizes, borders, shadows (CSS Display 3, Sizing 4, Backgrounds 3). */
final class BoxGrammar {
  private static final Grammar<Display> DISPLAY_WORD = Grammar.word(Display.class);
  private static final Map<String, Display> DISPLAY_PAIRS = displayPairs();

  private BoxGrammar() {}

  private static Map<String, Display> displayPairs() {
    Map<String, Display> out = new HashMap<>();
    String[] outer = {"block ", "inline "};
    for (int i = 0; i < 2; i++) {
      out.put(sorted(outer[i] + "flow"), i == 0 ? Display.BLOCK : Display.INLINE);
      out.put(sorted(outer[i] + "flow-root"), i == 0 ? Display.FLOW_ROOT : Display.INLINE_BLOCK);
      out.put(sorted(outer[i] + "flex"), i == 0 ? Display.FLEX : Display.INLINE_FLEX);
      out.put(sorted(outer[i] + "grid"), i == 0 ? Display.GRID : Display.INLINE_GRID);
      out.put(sorted(outer[i] + "table"), i == 0 ? Display.TABLE : Display.INLINE_TABLE);
      Display item = i == 0 ? Display.LIST_ITEM : Display.INLINE_LIST_ITEM;
      out.put(sorted(outer[i] + "list-item"), item);
      out.put(sorted(outer[i] + "flow list-item"), item);
      out.put(sorted(outer[i] + "flow-root list-item"), item);
      out.put(sorted(outer[i] + "ruby"), Display.RUBY);
    }
    out.put("flow list-item", Display.LIST_ITEM);
    out.put("flow-root list-item", Display.LIST_ITEM);
    out.put("flow", Display.BLOCK);
    out.put("-webkit-box", Display.FLEX);
    out.put("-webkit-flex", Display.FLEX);
    out.put("-webkit-inline-box", Display.INLINE_FLEX);
    out.put("-webkit-inline-flex", Display.INLINE_FLEX);
    return out;
  }

  private static String sorted(String words) {
    return String.join(" ", new TreeSet<>(List.of(words.split(" "))));
  }

  /** {@code display}: one word, or outer and inner in any order. */
  static @Nullable Display display(Values in) {
    int mark = in.mark();
    Display one = DISPLAY_WORD.parse(in);
    if (one != null && in.keyword().isEmpty()) {
      return one;
    }
    in.reset(mark);
    StringBuilder words = new StringBuilder();
    for (String w = in.keyword(); !w.isEmpty() && words.length() < 60; w = in.keyword()) {
      words.append(w).append(' ');
      in.next();
    }
    return DISPLAY_PAIRS.get(sorted(words.toString().strip()));
  }

  /** {@code width}, {@code height}, {@code min-...}: no negative ones. */
  static @Nullable Size size(Values in) {
    return in.take("auto") ? SizeKeyword.AUTO : sizeWithoutAuto(in);
  }

  /** {@code max-width}, {@code max-height}. */
  static @Nullable Size maxSize(Values in) {
    return in.take("none") ? SizeKeyword.NONE : sizeWithoutAuto(in);
  }

  /** {@code flex-basis}. */
  static @Nullable Size flexBasis(Values in) {
    return in.take("content") ? SizeKeyword.CONTENT : size(in);
  }

  private static @Nullable Size sizeWithoutAuto(Values in) {
    Size word =
        switch (in.keyword()) {
          case "min-content", "-webkit-min-content", "-moz-min-content" -> SizeKeyword.MIN_CONTENT;
          case "max-content", "-webkit-max-content", "-moz-max-content" -> SizeKeyword.MAX_CONTENT;
          case "fit-content", "-webkit-fit-content", "-moz-fit-content" -> SizeKeyword.FIT_CONTENT;
          case "stretch", "-webkit-fill-available", "-moz-available" -> SizeKeyword.STRETCH;
          default -> null;
        };
    if (word != null) {
      in.next();
      return word;
    }
    Values arguments = in.takeFunction("fit-content");
    if (arguments != null) {
      LengthPercentage limit = Numeric.positiveLengthPercentage(arguments);
      return limit == null || !arguments.atEnd() ? null : new Size.FitContentUpTo(limit);
    }
    return Numeric.positiveLengthPercentage(in);
  }

  /** {@code margin-...}, {@code top}, ...: {@code auto} or any length. */
  static @Nullable Size offset(Values in) {
    return in.take("auto") ? SizeKeyword.AUTO : Numeric.lengthPercentage(in);
  }

  /** {@code margin-...}: the browser's own sheet has a unit of its own for it. */
  static @Nullable Size margin(Values in) {
    if (in.peek() instanceof Dimension d && d.unit().equals("__qem")) {
      in.next();
      return new QuirkyLength(d.value() * in.context().fonts().size());
    }
    return offset(in);
  }

  /** {@code border-...-width}, {@code outline-width}: px, thin lines kept whole. */
  static @Nullable Double lineWidth(Values in) {
    if (in.take("thin")) {
      return 1.0;
    } else if (in.take("medium")) {
      return 3.0;
    } else if (in.take("thick")) {
      return 5.0;
    }
    Double px = Numeric.positiveLength(in);
    return px == null ? null : Double.valueOf(snapped(px, in.context()));
  }

  /** Down to whole device pixels, but never to none (CSS Values 4, snap a length as a border). */
  private static double snapped(double px, ValueContext cx) {
    if (px == Math.rint(px)) {
      return px;
    }
    double ratio = cx.surroundings().devicePixelRatio();
    double device = px * ratio;
    return (device > 0 && device < 1 ? 1 : Math.floor(device)) / ratio;
  }

  /** {@code border-...-radius}: one or two radii. */
  static @Nullable Corner corner(Values in) {
    LengthPercentage x = Numeric.positiveLengthPercentage(in);
    if (x == null) {
      return null;
    }
    if (in.atEnd()) {
      return new Corner(x, x);
    }
    LengthPercentage y = Numeric.positiveLengthPercentage(in);
    return y == null ? null : new Corner(x, y);
  }

  /** {@code box-shadow}. */
  static @Nullable List<Shadow> boxShadows(Values in) {
    return shadows(in, true);
  }

  /** {@code text-shadow}. */
  static @Nullable List<Shadow> textShadows(Values in) {
    return shadows(in, false);
  }

  private static @Nullable List<Shadow> shadows(Values in, boolean box) {
    if (in.take("none")) {
      return List.of();
    }
    List<Shadow> out = new ArrayList<>();
    do {
      Shadow shadow = shadow(in, box);
      if (shadow == null) {
        return null;
      }
      out.add(shadow);
    } while (in.takeComma());
    return List.copyOf(out);
  }

  /** Two to four lengths in a row, with a colour and {@code inset} on either side of them. */
  private static @Nullable Shadow shadow(Values in, boolean box) {
    double[] px = {0, 0, 0, 0};
    int lengths = 0;
    Color color = null;
    boolean inset = false;
    while (!in.atEnd() && !in.peek().is(Kind.COMMA)) {
      int mark = in.mark();
      Double length = lengths == 0 ? Numeric.length(in) : null;
      if (length != null) {
        while (length != null && lengths < (box ? 4 : 3)) {
          px[lengths++] = length;
          mark = in.mark();
          length = Numeric.length(in);
        }
        in.reset(mark);
        continue;
      }
      in.reset(mark);
      if (box && !inset && in.take("inset")) {
        inset = true;
        continue;
      }
      Color c = color == null ? ColorGrammar.color(in) : null;
      if (c == null) {
        return null;
      }
      color = c;
    }
    if (lengths < 2 || px[2] < 0) {
      return null;
    }
    Color shown = color == null ? Color.Current.COLOR : color;
    return new Shadow(px[0], px[1], px[2], px[3], shown, inset);
  }

  /** {@code vertical-align}. */
  static @Nullable VerticalAlign verticalAlign(Values in) {
    VerticalAlign.Keyword word = VERTICAL.parse(in);
    if (word != null) {
      return word;
    }
    LengthPercentage by = Numeric.lengthPercentage(in);
    return by == null ? null : new VerticalAlign.Raised(by);
  }

  private static final Grammar<VerticalAlign.Keyword> VERTICAL =
      Grammar.word(VerticalAlign.Keyword.class);

  /** {@code aspect-ratio}: {@code auto}, a ratio, or both. */
  static @Nullable AspectRatio aspectRatio(Values in) {
    boolean auto = in.take("auto");
    if (in.atEnd() && auto) {
      return AspectRatio.AUTO;
    }
    Double ratio = ratio(in);
    auto |= in.take("auto");
    return ratio == null ? null : new AspectRatio(auto, ratio);
  }

  /** {@code <ratio>}: width divided by height; 0 where it is degenerate. */
  static @Nullable Double ratio(Values in) {
    Double width = Numeric.positiveNumber(in);
    if (width == null) {
      return null;
    }
    Double height = in.takeDelim('/') ? Numeric.positiveNumber(in) : Double.valueOf(1);
    if (height == null) {
      return null;
    }
    return height == 0 ? 0.0 : width / height;
  }

  /** The repeats of both axes. */
  record Repeats(Repeat x, Repeat y) {}

  /** One layer's {@code background-repeat}. */
  static @Nullable Repeats repeats(Values in) {
    if (in.take("repeat-x")) {
      return new Repeats(Repeat.REPEAT, Repeat.NO_REPEAT);
    } else if (in.take("repeat-y")) {
      return new Repeats(Repeat.NO_REPEAT, Repeat.REPEAT);
    }
    Repeat x = REPEAT.parse(in);
    Repeat y = x == null ? null : REPEAT.parse(in);
    return x == null ? null : new Repeats(x, y == null ? x : y);
  }

  private static final Grammar<Repeat> REPEAT = Grammar.word(Repeat.class);

  /** {@code z-index}, {@code column-count}: an integer; auto is handled by the table. */
  static @Nullable Double opacity(Values in) {
    Double d = Numeric.numberOrPercentage(in, 1);
    return d == null ? null : Double.valueOf(Math.max(0, Math.min(1, d)));
  }
}
