package dev.glasshouse.css.syntax;

import dev.glasshouse.css.Ascii;
import java.util.List;

/**
 * A piece of a rule or declaration: a token that stands for itself, a function with its arguments,
 * or a block with its contents (CSS Syntax 3, section 5.2).
 */
public sealed interface ComponentValue {

  /** Where it begins in the preprocessed text, in UTF-16 units from 0. */
  int at();

  /** A piece that is a single token. */
  sealed interface Token extends ComponentValue {}

  /** A name, escapes resolved. */
  record Ident(String value, int at) implements Token {
    /** Whether this is the keyword, ASCII case ignored. */
    public boolean is(String keyword) {
      return Ascii.equalsIgnoreCase(value, keyword);
    }
  }

  /** {@code @} and a name, without the sign. */
  record AtKeyword(String value, int at) implements Token {}

  /** {@code #} and a name, without the sign; {@code id} where the name could be an identifier. */
  record Hash(String value, boolean id, int at) implements Token {}

  /** A quoted string, without quotes, escapes resolved. */
  record Str(String value, int at) implements Token {}

  /** {@code url(...)} without quotes. */
  record Url(String value, int at) implements Token {}

  /** A single code point that has no other meaning. */
  record Delim(int codePoint, int at) implements Token {}

  /** A number. */
  record Num(double value, boolean integer, String text, int at) implements Token {}

  /** A number with a percent sign; {@code value} is 50 for {@code 50%}. */
  record Percentage(double value, boolean integer, String text, int at) implements Token {}

  /** A number with a unit, the unit as written. */
  record Dimension(double value, boolean integer, String text, String unit, int at)
      implements Token {}

  /** A run of white space. */
  record Whitespace(int at) implements Token {}

  /**
   * A token that is only itself: {@code : ; , ) ] }
   * <!-- -->
   * } and the two broken ones.
   */
  record Mark(Kind kind, int at) implements Token {}

  /** The kinds of {@link Mark}; the opening ones never stay in a list of component values. */
  enum Kind {
    COLON(":"),
    SEMICOLON(";"),
    COMMA(","),
    CDO("<!--"),
    CDC("-->"),
    OPEN_CURLY("{"),
    OPEN_SQUARE("["),
    OPEN_ROUND("("),
    CLOSE_CURLY("}"),
    CLOSE_SQUARE("]"),
    CLOSE_ROUND(")"),
    BAD_STRING("bad-string"),
    BAD_URL("bad-url"),
    EOF("");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The token as written; a name for the broken ones. */
    public String text() {
      return text;
    }
  }

  /** The beginning of a function; only between tokenizer and parser. */
  record FunctionOpen(String name, int at) implements Token {}

  /** A function with its arguments. */
  record Function(String name, List<ComponentValue> values, int at) implements ComponentValue {
    /** Whether this is the function, ASCII case ignored. */
    public boolean is(String keyword) {
      return Ascii.equalsIgnoreCase(name, keyword);
    }
  }

  /** A block: {@code open} is OPEN_CURLY, OPEN_SQUARE or OPEN_ROUND. */
  record Block(Kind open, List<ComponentValue> values, int at) implements ComponentValue {}

  /** Whether this is the given mark. */
  default boolean is(Kind kind) {
    return this instanceof Mark m && m.kind == kind;
  }

  /** Whether this is a delimiter with the given character. */
  default boolean isDelim(char c) {
    return this instanceof Delim d && d.codePoint == c;
  }

  /** Whether this is a block opened by the given bracket. */
  default boolean isBlock(Kind open) {
    return this instanceof Block b && b.open == open;
  }
}
