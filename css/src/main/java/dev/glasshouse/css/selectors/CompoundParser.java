package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.selectors.SelectorParser.Kin;
import dev.glasshouse.css.syntax.AnB;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Delim;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Hash;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads compound selectors, one after the other; null where there is none. */
final class CompoundParser {
  private static final Set<String> FUNCTIONAL_NEVER =
      Set.of("host", "host-context", "current", "state", "active-view-transition-type");
  private final SelectorParser list;
  private final Cursor in;
  private @Nullable PseudoElement pseudoElement;
  private boolean never;
  private boolean undeclared;

  CompoundParser(SelectorParser list, Cursor in) {
    this.list = list;
    this.in = in;
  }

  /** The pseudo-element that ended the last compound. */
  @Nullable PseudoElement pseudoElement() {
    return pseudoElement;
  }

  /** Whether something was read that matches nothing. */
  boolean never() {
    return never;
  }

  Simple @Nullable [] parse() {
    List<Simple> out = new ArrayList<>();
    boolean any = type(out);
    if (undeclared) {
      return null;
    }
    while (true) {
      ComponentValue v = in.peek();
      Simple simple;
      if (v instanceof Hash hash && hash.id()) {
        in.next();
        simple = new Simple.Id(hash.value());
      } else if (v.isDelim('.') && in.peek(1) instanceof Ident name) {
        in.next();
        in.next();
        simple = new Simple.HasClass(name.value());
      } else if (v.isDelim('&')) {
        in.next();
        simple = list.parentRule();
      } else if (v instanceof Block block && block.open() == Kind.OPEN_SQUARE) {
        in.next();
        simple = attribute(new Cursor(block.values()));
      } else if (v.is(Kind.COLON)) {
        boolean element = in.peek(1).is(Kind.COLON);
        simple = element ? null : pseudoClass();
        if (simple == null && !pseudoElement(element)) {
          return null;
        }
        any = true;
        if (simple == null) {
          continue;
        }
      } else {
        return any && (v instanceof Whitespace || in.atEnd() || isCombinator(v))
            ? out.toArray(Simple[]::new)
            : null;
      }
      if (simple == null || !list.count() || (pseudoElement != null && !followsElement(simple))) {
        return null;
      }
      any = true;
      out.add(simple);
    }
  }

  /** After a pseudo-element only states may stand, and no element is ever in them. */
  private static boolean followsElement(Simple simple) {
    return simple instanceof Simple.State
        || simple instanceof Simple.Any
        || simple instanceof Simple.Not;
  }

  private static boolean isCombinator(ComponentValue v) {
    return v.isDelim('>') || v.isDelim('+') || v.isDelim('~');
  }

  /** {@code name}, {@code *}, {@code ns|name}, {@code *|*}, {@code |name}. */
  private boolean type(List<Simple> out) {
    Optional<String> namespace = Optional.ofNullable(list.namespaces().get(""));
    boolean prefixed = false;
    int bar = in.peek().isDelim('|') ? 0 : in.peek(1).isDelim('|') ? 1 : -1;
    boolean nameFollows = bar >= 0 && isName(in.peek(bar + 1));
    if (nameFollows && (bar == 0 || isName(in.peek()))) {
      String prefix = bar == 0 ? "" : nameOf(in.next());
      in.next();
      prefixed = true;
      if (prefix.equals("*")) {
        namespace = Optional.empty();
      } else if (bar == 0) {
        namespace = Optional.of("");
      } else if (list.namespaces().containsKey(prefix)) {
        namespace = Optional.of(list.namespaces().get(prefix));
      } else {
        undeclared = true;
      }
    }
    if (!isName(in.peek())) {
      return prefixed;
    }
    String name = nameOf(in.next());
    list.count();
    if (!name.equals("*")) {
      out.add(new Simple.Type(name, Ascii.lower(name), namespace));
    } else if (namespace.isPresent()) {
      out.add(new Simple.InNamespace(namespace.get()));
    }
    return true;
  }

  private static boolean isName(ComponentValue v) {
    return v instanceof Ident || v.isDelim('*');
  }

  private static String nameOf(ComponentValue v) {
    return v instanceof Ident ident ? ident.value() : "*";
  }

  /** What stands in the square brackets. */
  private @Nullable Simple attribute(Cursor a) {
    a.skipSpace();
    Optional<String> namespace = Optional.of("");
    if (a.peek().isDelim('|') && a.peek(1) instanceof Ident) {
      a.next();
    } else if (isName(a.peek()) && a.peek(1).isDelim('|') && a.peek(2) instanceof Ident) {
      String prefix = nameOf(a.next());
      a.next();
      String uri = list.namespaces().get(prefix);
      if (!prefix.equals("*") && uri == null) {
        return null;
      }
      namespace = Optional.ofNullable(uri);
    }
    if (!(a.next() instanceof Ident name)) {
      return null;
    }
    a.skipSpace();
    String lower = Ascii.lower(name.value());
    if (a.atEnd()) {
      return new Simple.Attribute(
          name.value(), lower, namespace, Simple.Operator.PRESENT, "", Simple.Case.SENSITIVE);
    }
    Simple.Operator operator = operator(a);
    a.skipSpace();
    String value =
        a.peek() instanceof Str s ? s.value() : a.peek() instanceof Ident i ? i.value() : null;
    a.next();
    a.skipSpace();
    Simple.Case letters = Simple.Case.BY_LANGUAGE;
    if (a.peek() instanceof Ident flag) {
      a.next();
      if (!flag.is("i") && !flag.is("s")) {
        return null;
      }
      letters = flag.is("i") ? Simple.Case.INSENSITIVE : Simple.Case.SENSITIVE;
    }
    a.skipSpace();
    return operator == null || value == null || !a.atEnd()
        ? null
        : new Simple.Attribute(name.value(), lower, namespace, operator, value, letters);
  }

  private static Simple.@Nullable Operator operator(Cursor a) {
    if (!(a.next() instanceof Delim d)) {
      return null;
    }
    if (d.codePoint() == '=') {
      return Simple.Operator.EQUALS;
    }
    if (!a.next().isDelim('=')) {
      return null;
    }
    return switch (d.codePoint()) {
      case '~' -> Simple.Operator.INCLUDES;
      case '|' -> Simple.Operator.DASH_MATCH;
      case '^' -> Simple.Operator.PREFIX;
      case '$' -> Simple.Operator.SUFFIX;
      case '*' -> Simple.Operator.SUBSTRING;
      default -> null;
    };
  }

  /** After one or two colons; false where it is none. */
  private boolean pseudoElement(boolean twoColons) {
    in.next();
    if (twoColons) {
      in.next();
    }
    ComponentValue v = in.next();
    if (pseudoElement != null) {
      return false;
    }
    if (v instanceof Function f) {
      String name = Ascii.lower(f.name());
      boolean known =
          Set.of("part", "slotted", "cue", "highlight", "view-transition-group", "picker")
              .contains(name);
      pseudoElement = PseudoElement.OTHER;
      never = true;
      return known && twoColons;
    }
    if (!(v instanceof Ident ident)) {
      return false;
    }
    Optional<PseudoElement> named = PseudoElement.named(Ascii.lower(ident.value()));
    if (named.isEmpty() || (!twoColons && !named.get().hasOldSpelling())) {
      return false;
    }
    pseudoElement = named.get();
    never |= pseudoElement == PseudoElement.OTHER;
    return true;
  }

  /** After one colon, which is taken only where it is a pseudo-class; null where it is none. */
  private @Nullable Simple pseudoClass() {
    ComponentValue v = in.peek(1);
    Simple out =
        switch (v) {
          case Ident ident -> {
            PseudoClass c = PseudoClass.named(Ascii.lower(ident.value()));
            yield c == null ? null : new Simple.State(c);
          }
          case Function f -> function(Ascii.lower(f.name()), f.values());
          default -> null;
        };
    if (out != null) {
      in.next();
      in.next();
    }
    return out;
  }

  private @Nullable Simple function(String name, List<ComponentValue> values) {
    return switch (name) {
      case "is", "matches", "-webkit-any", "-moz-any" -> any(values, false);
      case "where" -> any(values, true);
      case "not" -> {
        SelectorList of = list.list(values, Kin.PLAIN, false);
        yield of == null || hasPseudoElement(of) ? null : new Simple.Not(of);
      }
      case "has" -> {
        SelectorList of = list.list(values, Kin.RELATIVE, false);
        yield of == null || hasPseudoElement(of) ? null : new Simple.Has(of);
      }
      case "nth-child" -> nth(values, false, false);
      case "nth-last-child" -> nth(values, true, false);
      case "nth-of-type" -> nth(values, false, true);
      case "nth-last-of-type" -> nth(values, true, true);
      case "lang" -> lang(new Cursor(values));
      case "dir" -> {
        Cursor c = new Cursor(values);
        c.skipSpace();
        yield c.next() instanceof Ident i ? new Simple.Dir(Ascii.lower(i.value())) : null;
      }
      default -> FUNCTIONAL_NEVER.contains(name) ? new Simple.State(PseudoClass.NEVER) : null;
    };
  }

  private @Nullable Simple any(List<ComponentValue> values, boolean weightless) {
    SelectorList of = list.list(values, Kin.PLAIN, true);
    if (of == null) {
      return null;
    }
    List<Selector> elements =
        of.selectors().stream().filter(s -> s.pseudoElement().isEmpty()).toList();
    return new Simple.Any(new SelectorList(elements), weightless);
  }

  private static boolean hasPseudoElement(SelectorList of) {
    return of.selectors().stream().anyMatch(s -> s.pseudoElement().isPresent());
  }

  /** {@code An+B}, then {@code of} and selectors where the form has them. */
  private @Nullable Simple nth(List<ComponentValue> values, boolean fromEnd, boolean ofType) {
    int split = values.size();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Ident word && word.is("of")) {
        split = i;
        break;
      }
    }
    Optional<AnB> anB = AnB.parse(values.subList(0, split));
    if (anB.isEmpty()) {
      return null;
    }
    if (split == values.size()) {
      return new Simple.Nth(anB.get(), fromEnd, ofType, Optional.empty());
    }
    SelectorList of =
        ofType ? null : list.list(values.subList(split + 1, values.size()), Kin.PLAIN, false);
    return of == null ? null : new Simple.Nth(anB.get(), fromEnd, false, Optional.of(of));
  }

  private static @Nullable Simple lang(Cursor c) {
    List<String> ranges = new ArrayList<>();
    do {
      c.skipSpace();
      ComponentValue v = c.next();
      if (v instanceof Ident i) {
        ranges.add(Ascii.lower(i.value()));
      } else if (v instanceof Str s) {
        ranges.add(Ascii.lower(s.value()));
      } else if (v.isDelim('*') && c.next() instanceof Ident i) {
        ranges.add("*" + Ascii.lower(i.value()));
      } else {
        return null;
      }
      c.skipSpace();
      if (c.atEnd()) {
        return new Simple.Lang(List.copyOf(ranges));
      }
    } while (c.next().is(Kind.COMMA));
    return null;
  }
}
