package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Mark;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in a list of component values, white space skipped, with the context they mean. */
final class Values {
  private static final ComponentValue END = new Mark(Kind.EOF, Integer.MAX_VALUE);
  private final List<ComponentValue> list;
  private final ValueContext context;
  private int i;

  Values(List<ComponentValue> list, ValueContext context) {
    this.list = list;
    this.context = context;
    skipSpace();
  }

  ValueContext context() {
    return context;
  }

  private void skipSpace() {
    while (i < list.size() && list.get(i) instanceof Whitespace) {
      i++;
    }
  }

  boolean atEnd() {
    return i >= list.size();
  }

  ComponentValue peek() {
    return i < list.size() ? list.get(i) : END;
  }

  ComponentValue next() {
    ComponentValue v = peek();
    i++;
    skipSpace();
    return v;
  }

  /** Whether white space stands right before the next value. */
  boolean afterSpace() {
    return i > 0 && i <= list.size() && list.get(i - 1) instanceof Whitespace;
  }

  int mark() {
    return i;
  }

  void reset(int mark) {
    i = mark;
  }

  /** The values from a mark up to here, trailing white space cut. */
  List<ComponentValue> since(int mark) {
    int end = Math.min(i, list.size());
    while (end > mark && list.get(end - 1) instanceof Whitespace) {
      end--;
    }
    return list.subList(mark, end);
  }

  /** The next value's keyword in lower case, not taken; empty where it is none. */
  String keyword() {
    return peek() instanceof Ident ident ? Ascii.lower(ident.value()) : "";
  }

  boolean take(String keyword) {
    if (peek() instanceof Ident ident && ident.is(keyword)) {
      next();
      return true;
    }
    return false;
  }

  boolean takeComma() {
    if (peek().is(Kind.COMMA)) {
      next();
      return true;
    }
    return false;
  }

  boolean takeDelim(char c) {
    if (peek().isDelim(c)) {
      next();
      return true;
    }
    return false;
  }

  @Nullable String takeString() {
    if (peek() instanceof Str s) {
      next();
      return s.value();
    }
    return null;
  }

  /** The next identifier as written, taken; null where there is none. */
  @Nullable String takeIdent() {
    if (peek() instanceof Ident ident) {
      next();
      return ident.value();
    }
    return null;
  }

  /** The arguments of the next function if it has that name, taken. */
  @Nullable Values takeFunction(String name) {
    if (peek() instanceof Function f && f.is(name)) {
      next();
      return new Values(f.values(), context);
    }
    return null;
  }

  /** The name of the next function in lower case, not taken; empty where it is none. */
  String functionName() {
    return peek() instanceof Function f ? Ascii.lower(f.name()) : "";
  }

  /** The arguments of the next function, taken; call after {@link #functionName}. */
  Values arguments() {
    return next() instanceof Function f ? of(f.values()) : of(List.of());
  }

  /** The contents of the next block of that kind, taken. */
  @Nullable Values takeBlock(Kind open) {
    if (peek() instanceof Block b && b.open() == open) {
      next();
      return new Values(b.values(), context);
    }
    return null;
  }

  Values of(List<ComponentValue> values) {
    return new Values(values, context);
  }
}
