package dev.glasshouse.css.syntax;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.List;
import java.util.Optional;

/**
 * {@code An+B}: every a-th from the b-th on (<a
 * href="https://drafts.csswg.org/css-syntax-3/#anb-microsyntax">CSS Syntax 3, 6</a>).
 *
 * @param a the step; 0 for one place only
 * @param b the offset, counting from 1
 */
public record AnB(int a, int b) {

  /** Whether some n of 0, 1, 2, ... gives the index (from 1). */
  public boolean matches(int index) {
    long distance = (long) index - b;
    return a == 0 ? distance == 0 : distance % a == 0 && distance / a >= 0;
  }

  /** Exactly one {@code An+B}, with white space around it. */
  public static Optional<AnB> parse(List<ComponentValue> values) {
    int from = 0;
    int to = values.size();
    while (from < to && values.get(from) instanceof Whitespace) {
      from++;
    }
    while (to > from && values.get(to - 1) instanceof Whitespace) {
      to--;
    }
    return from == to ? Optional.empty() : trimmed(values.subList(from, to));
  }

  private static Optional<AnB> trimmed(List<ComponentValue> values) {
    ComponentValue first = values.getFirst();
    if (values.size() == 1 && first instanceof Num n && n.integer()) {
      return Optional.of(new AnB(0, (int) n.value()));
    }
    if (values.size() == 1 && first instanceof Ident i) {
      if (i.is("odd")) {
        return Optional.of(new AnB(2, 1));
      } else if (i.is("even")) {
        return Optional.of(new AnB(2, 0));
      }
    }
    // "+n...": the sign is a token of its own, and nothing may stand between the two.
    if (first.isDelim('+')) {
      return values.size() > 1 && values.get(1) instanceof Ident i && !i.value().startsWith("-")
          ? step(1, i.value(), values.subList(2, values.size()))
          : Optional.empty();
    }
    if (first instanceof Dimension d && d.integer()) {
      return step((int) d.value(), d.unit(), values.subList(1, values.size()));
    }
    if (first instanceof Ident i) {
      boolean minus = i.value().startsWith("-");
      String name = minus ? i.value().substring(1) : i.value();
      return step(minus ? -1 : 1, name, values.subList(1, values.size()));
    }
    return Optional.empty();
  }

  /** After the step: {@code name} is "n", "n-" or "n-5". */
  private static Optional<AnB> step(int a, String name, List<ComponentValue> rest) {
    String n = Ascii.lower(name);
    if (n.equals("n")) {
      return offset(a, rest);
    }
    if (n.equals("n-")) {
      return unsigned(a, -1, rest);
    }
    boolean digits = n.startsWith("n-") && n.substring(2).chars().allMatch(Chars::digit);
    if (!digits || !rest.isEmpty() || n.length() > 11) {
      return Optional.empty();
    }
    return Optional.of(new AnB(a, (int) Long.parseLong(n.substring(1))));
  }

  private static Optional<AnB> offset(int a, List<ComponentValue> rest) {
    List<ComponentValue> tail = rest.stream().filter(v -> !(v instanceof Whitespace)).toList();
    if (tail.isEmpty()) {
      return Optional.of(new AnB(a, 0));
    }
    if (tail.size() == 1 && tail.getFirst() instanceof Num n && n.integer() && signed(n)) {
      return Optional.of(new AnB(a, (int) n.value()));
    }
    int sign = tail.getFirst().isDelim('+') ? 1 : tail.getFirst().isDelim('-') ? -1 : 0;
    return sign == 0 ? Optional.empty() : unsigned(a, sign, tail.subList(1, tail.size()));
  }

  private static Optional<AnB> unsigned(int a, int sign, List<ComponentValue> rest) {
    List<ComponentValue> tail = rest.stream().filter(v -> !(v instanceof Whitespace)).toList();
    return tail.size() == 1 && tail.getFirst() instanceof Num n && n.integer() && !signed(n)
        ? Optional.of(new AnB(a, sign * (int) n.value()))
        : Optional.empty();
  }

  private static boolean signed(Num n) {
    return n.text().startsWith("+") || n.text().startsWith("-");
  }
}
