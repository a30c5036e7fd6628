package dev.glasshouse.css.syntax;

import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Mark;
import dev.glasshouse.css.syntax.ComponentValue.Token;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.List;

/** Component values one after the other, out of a list or straight out of the tokenizer. */
abstract sealed class ValueStream {
  private static final Token END = new Mark(Kind.EOF, Integer.MAX_VALUE);

  /** The next value without taking it; {@link Kind#EOF} at the end. */
  abstract ComponentValue peek();

  /** Takes the next value. */
  abstract ComponentValue next();

  final void skipSpace() {
    while (peek() instanceof Whitespace) {
      next();
    }
  }

  static ValueStream of(List<ComponentValue> values) {
    return new OfList(values);
  }

  /** A list; can go back. */
  static final class OfList extends ValueStream {
    private final List<ComponentValue> values;
    private int i;

    OfList(List<ComponentValue> values) {
      this.values = values;
    }

    int mark() {
      return i;
    }

    void reset(int mark) {
      i = mark;
    }

    @Override
    ComponentValue peek() {
      return i < values.size() ? values.get(i) : END;
    }

    @Override
    ComponentValue next() {
      return i < values.size() ? values.get(i++) : END;
    }
  }

  /** The text itself. */
  static final class OfText extends ValueStream {
    private final BlockReader reader;
    private ComponentValue ahead;

    OfText(BlockReader reader) {
      this.reader = reader;
      this.ahead = reader.next();
    }

    @Override
    ComponentValue peek() {
      return ahead;
    }

    @Override
    ComponentValue next() {
      ComponentValue taken = ahead;
      ahead = reader.next();
      return taken;
    }
  }
}
