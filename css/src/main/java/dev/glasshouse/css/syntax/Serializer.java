package dev.glasshouse.css.syntax;

import dev.glasshouse.css.syntax.ComponentValue.AtKeyword;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Delim;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.FunctionOpen;
import dev.glasshouse.css.syntax.ComponentValue.Hash;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Mark;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Url;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.List;

/** Component values back to text that parses to the same again (CSS Syntax 3, 9). */
public final class Serializer {
  private static final int SHORT = 200;

  private Serializer() {}

  /** The text of the values. Recursion is bounded by {@code Limits.nesting}. */
  public static String text(List<ComponentValue> values) {
    StringBuilder out = new StringBuilder();
    append(values, out, Integer.MAX_VALUE);
    return out.toString();
  }

  /** The text of the values, cut after a line's length: for messages. */
  public static String shorten(List<ComponentValue> values) {
    StringBuilder out = new StringBuilder();
    append(values, out, SHORT);
    return out.toString().strip();
  }

  private static void append(List<ComponentValue> values, StringBuilder out, int most) {
    ComponentValue before = null;
    for (ComponentValue v : values) {
      if (out.length() > most) {
        return;
      }
      if (before != null && wouldMerge(before, v)) {
        out.append("/**/");
      }
      append(v, out, most);
      before = v;
    }
  }

  /** Whether two tokens without anything between would be read as other ones (table in 9). */
  private static boolean wouldMerge(ComponentValue before, ComponentValue v) {
    boolean number = v instanceof Num || v instanceof Percentage || v instanceof Dimension;
    boolean word = v instanceof Ident || v instanceof Function || v instanceof Url;
    boolean dash = v.isDelim('-') || v.is(Kind.CDC);
    return switch (before) {
      case Ident _ -> word || number || dash || v.isBlock(Kind.OPEN_ROUND);
      case AtKeyword _, Hash _, Dimension _ -> word || number || dash;
      case Num _ -> word || number || v.isDelim('%');
      case Delim d ->
          switch (d.codePoint()) {
            case '#', '-' -> word || number || dash;
            case '@' -> word || dash;
            case '.', '+' -> number;
            case '/' -> v.isDelim('*');
            default -> false;
          };
      default -> false;
    };
  }

  private static void append(ComponentValue v, StringBuilder out, int most) {
    switch (v) {
      case Ident i -> name(i.value(), out);
      case AtKeyword a -> name(a.value(), out.append('@'));
      case Hash h -> name(h.value(), out.append('#'));
      case Str s -> string(s.value(), out);
      case Url u -> {
        string(u.value(), out.append("url("));
        out.append(')');
      }
      case Delim d -> out.appendCodePoint(d.codePoint()).append(d.codePoint() == '\\' ? "\n" : "");
      case Num n -> out.append(n.text());
      case Percentage p -> out.append(p.text()).append('%');
      case Dimension d -> unit(d.unit(), out.append(d.text()));
      case Whitespace _ -> out.append(' ');
      case Mark m -> out.append(m.kind().text());
      case FunctionOpen f -> name(f.name(), out).append('(');
      case Function f -> {
        name(f.name(), out).append('(');
        append(f.values(), out, most);
        out.append(')');
      }
      case Block b -> {
        out.append(b.open().text());
        append(b.values(), out, most);
        out.append(
            switch (b.open()) {
              case OPEN_CURLY -> '}';
              case OPEN_SQUARE -> ']';
              default -> ')';
            });
      }
    }
  }

  private static void unit(String unit, StringBuilder out) {
    boolean likeExponent =
        unit.length() > 1
            && (unit.charAt(0) == 'e' || unit.charAt(0) == 'E')
            && (Chars.digit(unit.charAt(1)) || unit.charAt(1) == '-');
    if (likeExponent) {
      out.append("\\65 ");
      nameTail(unit.substring(1), out);
    } else {
      name(unit, out);
    }
  }

  private static StringBuilder name(String name, StringBuilder out) {
    if (name.isEmpty()) {
      return out;
    }
    int first = name.codePointAt(0);
    boolean dashDigit = first == '-' && name.length() > 1 && Chars.digit(name.charAt(1));
    if (Chars.digit(first)) {
      out.append("\\3").append((char) first).append(' ');
      return nameTail(name.substring(1), out);
    } else if (dashDigit) {
      out.append("-\\3").append(name.charAt(1)).append(' ');
      return nameTail(name.substring(2), out);
    } else if (name.equals("-")) {
      return out.append("\\-");
    }
    return nameTail(name, out);
  }

  private static StringBuilder nameTail(String name, StringBuilder out) {
    name.codePoints()
        .forEach(c -> {
          if (Chars.ident(c)) {
            out.appendCodePoint(c);
          } else if (c < 0x20 || c == 0x7F) {
            out.append('\\').append(Integer.toHexString(c)).append(' ');
          } else {
            out.append('\\').appendCodePoint(c);
          }
        });
    return out;
  }

  private static void string(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7F) {
        out.append('\\').append(Integer.toHexString(c)).append(' ');
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
