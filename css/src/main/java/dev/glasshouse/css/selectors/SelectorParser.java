package dev.glasshouse.css.selectors;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Component values to selectors (<a href="https://drafts.csswg.org/selectors-4/#grammar">Selectors
 * 4, 16</a>). Null, inside this package, means that it is no selector.
 */
public final class SelectorParser {
  private final Map<String, String> namespaces;
  private final Optional<SelectorList> parent;
  private final int mostParts;
  private int parts;

  private SelectorParser(
      Map<String, String> namespaces, Optional<SelectorList> parent, int mostParts) {
    this.namespaces = namespaces;
    this.parent = parent;
    this.mostParts = mostParts;
  }

  /**
   * A selector list; empty where one of its selectors does not parse.
   *
   * @param namespaces URIs by prefix; the default namespace under the empty prefix
   * @param parent the selectors that {@code &} stands for; given, selectors without {@code &} are
   *     relative to them
   * @param mostParts how many simple selectors there may be in all
   */
  public static Optional<SelectorList> parse(
      List<ComponentValue> values,
      Map<String, String> namespaces,
      Optional<SelectorList> parent,
      int mostParts) {
    var parser = new SelectorParser(namespaces, parent, mostParts);
    Kin kin = parent.isPresent() ? Kin.NESTED : Kin.PLAIN;
    return Optional.ofNullable(parser.list(values, kin, false));
  }

  /** What a selector in a list may begin with. */
  enum Kin {
    PLAIN,
    /** In a nested rule: a combinator in front, or {@code &} anywhere, else {@code &} is put in. */
    NESTED,
    /** In {@code :has()}: a combinator in front, else a descendant. */
    RELATIVE
  }

  Map<String, String> namespaces() {
    return namespaces;
  }

  boolean count() {
    return ++parts <= mostParts;
  }

  /** Selectors with commas between; a forgiving list drops those that do not parse. */
  @Nullable SelectorList list(List<ComponentValue> values, Kin kin, boolean forgiving) {
    List<Selector> out = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= values.size(); i++) {
      if (i == values.size() || values.get(i).is(Kind.COMMA)) {
        Selector one = complex(values.subList(from, i), kin);
        if (one != null) {
          out.add(one);
        } else if (!forgiving) {
          return null;
        }
        from = i + 1;
      }
    }
    return parts > mostParts ? null : new SelectorList(List.copyOf(out));
  }

  private @Nullable Selector complex(List<ComponentValue> values, Kin kin) {
    Cursor in = new Cursor(values);
    in.skipSpace();
    List<Simple[]> compounds = new ArrayList<>();
    List<Combinator> combinators = new ArrayList<>();
    boolean nesting = values.stream().anyMatch(v -> v.isDelim('&'));
    Combinator leading = kin == Kin.PLAIN ? null : combinator(in);
    if (kin == Kin.RELATIVE
        || (kin == Kin.NESTED && (leading != null || !containsNesting(values, nesting)))) {
      Simple start = kin == Kin.RELATIVE ? new Simple.Anchor() : parentRule();
      compounds.add(new Simple[] {start});
      combinators.add(leading == null ? Combinator.DESCENDANT : leading);
    }
    CompoundParser parser = new CompoundParser(this, in);
    while (true) {
      Simple[] compound = parser.parse();
      if (compound == null || parts > mostParts) {
        return null;
      }
      compounds.add(compound);
      boolean space = in.peek() instanceof Whitespace;
      in.skipSpace();
      if (in.atEnd()) {
        return build(compounds, combinators, parser, values);
      }
      Combinator next = combinator(in);
      if ((next == null && !space) || parser.pseudoElement() != null) {
        return null;
      }
      combinators.add(next == null ? Combinator.DESCENDANT : next);
    }
  }

  /** {@code &} counts wherever it stands, inside of {@code :is()} and the like too. */
  private static boolean containsNesting(List<ComponentValue> values, boolean here) {
    if (here) {
      return true;
    }
    for (ComponentValue v : values) {
      List<ComponentValue> inside = v instanceof ComponentValue.Function f ? f.values() : List.of();
      if (!inside.isEmpty()
          && containsNesting(inside, inside.stream().anyMatch(w -> w.isDelim('&')))) {
        return true;
      }
    }
    return false;
  }

  private static Selector build(
      List<Simple[]> compounds,
      List<Combinator> combinators,
      CompoundParser parser,
      List<ComponentValue> source) {
    Simple[][] rightToLeft = compounds.reversed().toArray(Simple[][]::new);
    Combinator[] between = combinators.reversed().toArray(Combinator[]::new);
    return new Selector(
        rightToLeft, between, Optional.ofNullable(parser.pseudoElement()), parser.never(), source);
  }

  /** What {@code &} stands for; outside of any rule it is {@code :scope}. */
  Simple parentRule() {
    return parent.isPresent()
        ? new Simple.Any(parent.get(), false)
        : new Simple.State(PseudoClass.SCOPE);
  }

  private static @Nullable Combinator combinator(Cursor in) {
    Combinator c =
        in.peek().isDelim('>')
            ? Combinator.CHILD
            : in.peek().isDelim('+')
                ? Combinator.NEXT_SIBLING
                : in.peek().isDelim('~') ? Combinator.LATER_SIBLING : null;
    if (c != null) {
      in.next();
      in.skipSpace();
    }
    return c;
  }
}
