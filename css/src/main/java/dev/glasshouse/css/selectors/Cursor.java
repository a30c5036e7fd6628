package dev.glasshouse.css.selectors;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Mark;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.List;

/** A place in a list of component values, white space kept. */
final class Cursor {
  private static final ComponentValue END = new Mark(Kind.EOF, Integer.MAX_VALUE);
  private final List<ComponentValue> values;
  private int i;

  Cursor(List<ComponentValue> values) {
    this.values = values;
  }

  boolean atEnd() {
    return i >= values.size();
  }

  ComponentValue peek() {
    return peek(0);
  }

  ComponentValue peek(int ahead) {
    return i + ahead < values.size() ? values.get(i + ahead) : END;
  }

  ComponentValue next() {
    ComponentValue v = peek();
    i++;
    return v;
  }

  void skipSpace() {
    while (peek() instanceof Whitespace) {
      i++;
    }
  }

  List<ComponentValue> rest() {
    return values.subList(Math.min(i, values.size()), values.size());
  }

  List<ComponentValue> upTo(int end) {
    return values.subList(i, end);
  }

  int position() {
    return i;
  }
}
