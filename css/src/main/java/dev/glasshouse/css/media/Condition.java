package dev.glasshouse.css.media;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A condition of parentheses, {@code not}, {@code and} and {@code or}, as media queries and {@code
 * @supports} have them; what stands in the innermost parentheses is for the caller to judge.
 */
public sealed interface Condition {
  /** The opposite of a condition. */
  record Not(Condition of) implements Condition {}

  /** All of the conditions. */
  record And(List<Condition> of) implements Condition {}

  /** One of the conditions. */
  record Or(List<Condition> of) implements Condition {}

  /** What stands in a pair of parentheses. */
  record Parenthesis(List<ComponentValue> values) implements Condition {}

  /** A function, such as {@code selector(a > b)}. */
  record Call(Function function) implements Condition {}

  /** Says whether a leaf holds. */
  interface Judge {
    /** Whether what stands in a pair of parentheses holds. */
    Truth parenthesis(List<ComponentValue> values);

    /** Whether a function holds. */
    Truth call(Function function);
  }

  /** The whole list as a condition; empty where it is none. */
  static Optional<Condition> parse(List<ComponentValue> values) {
    List<ComponentValue> parts = new ArrayList<>();
    for (ComponentValue v : values) {
      if (!(v instanceof Whitespace)) {
        parts.add(v);
      }
    }
    return of(parts);
  }

  private static Optional<Condition> of(List<ComponentValue> parts) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    if (parts.getFirst() instanceof Ident not && not.is("not")) {
      return parts.size() == 2 ? leaf(parts.get(1)).map(Not::new) : Optional.empty();
    }
    List<Condition> out = new ArrayList<>();
    String word = "";
    for (int i = 0; i < parts.size(); i++) {
      if (i % 2 == 0) {
        Optional<Condition> leaf = leaf(parts.get(i));
        if (leaf.isEmpty()) {
          return Optional.empty();
        }
        out.add(leaf.get());
      } else {
        String here = parts.get(i) instanceof Ident w ? Ascii.lower(w.value()) : "";
        boolean known = here.equals("and") || here.equals("or");
        if (!known || (!word.isEmpty() && !word.equals(here)) || i == parts.size() - 1) {
          return Optional.empty();
        }
        word = here;
      }
    }
    if (out.size() == 1) {
      return Optional.of(out.getFirst());
    }
    return Optional.of(word.equals("or") ? new Or(out) : new And(out));
  }

  private static Optional<Condition> leaf(ComponentValue v) {
    if (v instanceof Function f) {
      return Optional.of(new Call(f));
    }
    if (v instanceof Block b && b.open() == Kind.OPEN_ROUND) {
      Optional<Condition> inside =
          beginsCondition(b.values()) ? parse(b.values()) : Optional.empty();
      return inside.isPresent() ? inside : Optional.of(new Parenthesis(b.values()));
    }
    return Optional.empty();
  }

  private static boolean beginsCondition(List<ComponentValue> values) {
    for (ComponentValue v : values) {
      if (!(v instanceof Whitespace)) {
        return v.isBlock(Kind.OPEN_ROUND)
            || v instanceof Function
            || (v instanceof Ident i && i.is("not"));
      }
    }
    return false;
  }

  /** Whether it holds; recursion is bounded by the nesting that the tokenizer lets through. */
  default Truth judge(Judge judge) {
    return switch (this) {
      case Not not -> not.of.judge(judge).not();
      case And and -> {
        Truth t = Truth.TRUE;
        for (Condition c : and.of) {
          t = t.and(c.judge(judge));
        }
        yield t;
      }
      case Or or -> {
        Truth t = Truth.FALSE;
        for (Condition c : or.of) {
          t = t.or(c.judge(judge));
        }
        yield t;
      }
      case Parenthesis p -> judge.parenthesis(p.values);
      case Call call -> judge.call(call.function);
    };
  }
}
