package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Url;
import dev.glasshouse.css.syntax.Serializer;
import dev.glasshouse.css.values.Cursor;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.TabSize;
import dev.glasshouse.css.values.TextIndent;
import dev.glasshouse.css.values.TextKeywords.CaseTransform;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Text properties, and those that are little more than a word (CSS Text 4, UI 4). */
final class TextGrammar {
  private static final Grammar<CaseTransform> CASE = Grammar.word(CaseTransform.class);

  private TextGrammar() {}

  /** {@code text-indent}. */
  static @Nullable TextIndent indent(Values in) {
    boolean hanging = false;
    boolean eachLine = false;
    LengthPercentage length = null;
    while (!in.atEnd()) {
      if (in.take("hanging")) {
        hanging = true;
      } else if (in.take("each-line")) {
        eachLine = true;
      } else {
        length = length == null ? Numeric.lengthPercentage(in) : null;
        if (length == null) {
          return null;
        }
      }
    }
    return length == null ? null : new TextIndent(length, hanging, eachLine);
  }

  /** {@code text-transform}; the width conversions are read and not kept. */
  static @Nullable CaseTransform transform(Values in) {
    CaseTransform out = null;
    boolean width = false;
    while (!in.atEnd()) {
      if (in.take("full-width") || in.take("full-size-kana")) {
        width = true;
      } else {
        out = out == null ? CASE.parse(in) : null;
        if (out == null) {
          return null;
        }
      }
    }
    return out == null && width ? CaseTransform.NONE : out;
  }

  /** {@code tab-size}. */
  static @Nullable TabSize tabSize(Values in) {
    if (in.peek() instanceof Num n) {
      in.next();
      return n.value() < 0 ? null : new TabSize(n.value(), true);
    }
    Double px = Numeric.positiveLength(in);
    return px == null ? null : new TabSize(px, false);
  }

  /** {@code text-decoration-thickness}, {@code text-underline-offset}: px, empty for auto. */
  static @Nullable OptionalDouble thickness(Values in) {
    if (in.take("auto") || in.take("from-font")) {
      return OptionalDouble.empty();
    }
    LengthPercentage lp = Numeric.lengthPercentage(in);
    if (lp == null) {
      return null;
    }
    return OptionalDouble.of(lp.resolve(lp.dependsOnBasis() ? in.context().fonts().size() : 0));
  }

  /** An integer, empty for {@code auto}. */
  static @Nullable OptionalInt integerOrAuto(Values in) {
    if (in.take("auto")) {
      return OptionalInt.empty();
    }
    Integer i = Numeric.integer(in);
    return i == null ? null : OptionalInt.of(i);
  }

  /** A length in px, empty for {@code auto}, {@code normal} or {@code none}. */
  static @Nullable OptionalDouble lengthOrWord(Values in) {
    if (in.take("auto") || in.take("normal") || in.take("none")) {
      return OptionalDouble.empty();
    }
    Double px = Numeric.positiveLength(in);
    return px == null ? null : OptionalDouble.of(px);
  }

  /** {@code cursor}. */
  static @Nullable Cursor cursor(Values in) {
    while (in.peek() instanceof Url || !in.functionName().isEmpty()) {
      in.next();
      while (in.peek() instanceof Num) {
        in.next();
      }
      if (!in.takeComma()) {
        return null;
      }
    }
    String keyword = in.keyword();
    if (keyword.isEmpty()) {
      return null;
    }
    in.next();
    return new Cursor(keyword);
  }

  /** Any values at all, kept as text: properties whose effect is left to others. */
  static @Nullable String raw(Values in) {
    if (in.atEnd()) {
      return null;
    }
    int mark = in.mark();
    while (!in.atEnd()) {
      in.next();
    }
    return Serializer.text(in.since(mark));
  }

  /** One identifier in lower case. */
  static @Nullable String identifier(Values in) {
    String s = in.takeIdent();
    return s == null ? null : Ascii.lower(s);
  }

  /** {@code border-spacing}: one or two lengths in px. */
  record Spacing(double horizontal, double vertical) {}

  static @Nullable Spacing borderSpacing(Values in) {
    Double h = Numeric.positiveLength(in);
    Double v = h == null || in.atEnd() ? h : Numeric.positiveLength(in);
    return h == null || v == null ? null : new Spacing(h, v);
  }

  /** {@code text-overflow}: the end of the line; a second value wins over the first. */
  static dev.glasshouse.css.values.TextKeywords.@Nullable TextOverflow overflow(Values in) {
    var first = OVERFLOW.parse(in);
    var second = first == null || in.atEnd() ? first : OVERFLOW.parse(in);
    return second;
  }

  private static final Grammar<dev.glasshouse.css.values.TextKeywords.TextOverflow> OVERFLOW =
      Grammar.word(dev.glasshouse.css.values.TextKeywords.TextOverflow.class);

  /** A string, empty for {@code auto}. */
  static @Nullable String stringOrAuto(Values in) {
    return in.take("auto") ? "" : in.takeString();
  }
}
