package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.Patience;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.QuirksMode;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matches selectors against elements, from right to left. Keeps what it has counted of siblings, so
 * it holds only as long as the document does not change. Not thread-safe.
 *
 * <p>A failure says how far a caller must go back before trying again, which keeps descendant
 * chains from being tried over and over (the four results of WebKit and Servo).
 */
public final class SelectorMatcher {
  private enum Result {
    MATCHED,
    /** A later sibling in the walk may still match. */
    RETRY_SIBLING,
    /** Only another ancestor may still match. */
    RETRY_DESCENDANT,
    /** No element may. */
    FAILED
  }

  /** Compounds in progress at once; each takes some 500 bytes of the stack. */
  private static final int MOST_DEPTH = 700;

  private final boolean quirks;
  private final SiblingCounts siblings = new SiblingCounts(this);
  private final Map<Simple[], Earlier> earlier = new IdentityHashMap<>();
  private final Patience patience;
  private final int mostSteps;
  private long leftInAll;
  private int steps;
  private int depth;
  private boolean exhausted;
  private @Nullable Element scope;

  /**
   * A matcher for elements of one document.
   *
   * @param mode whether ids and classes match without regard to case
   * @param mostSteps elements visited for one question; past it the answer is no
   */
  public SelectorMatcher(QuirksMode mode, int mostSteps) {
    this(mode, mostSteps, Long.MAX_VALUE, Patience.endless());
  }

  /**
   * The same, with a bound on all questions together.
   *
   * @param mostInAll elements visited for all questions; past it every answer is no
   * @param patience looked at for every element visited; a question may end with it
   */
  public SelectorMatcher(QuirksMode mode, int mostSteps, long mostInAll, Patience patience) {
    this.quirks = mode == QuirksMode.QUIRKS;
    this.mostSteps = mostSteps;
    this.leftInAll = mostInAll;
    this.patience = patience;
  }

  /** Whether ids and classes match without regard to case. */
  public boolean quirks() {
    return quirks;
  }

  /** Whether a question was given up because it took too many steps. */
  public boolean exhausted() {
    return exhausted;
  }

  /** What {@code :scope} is from now on; the document element where null. */
  public void scope(@Nullable Element element) {
    this.scope = element;
    earlier.clear();
  }

  /** Whether the selector matches the element; a pseudo-element at its end is left aside. */
  public boolean matches(Selector selector, Element element) {
    if (selector.matchesNothing()) {
      return false;
    }
    steps = 0;
    return holds(selector, element, null);
  }

  /** The same, with the filter that knows the element's ancestors: refuses most at once. */
  public boolean matches(Selector selector, Element element, AncestorFilter filter) {
    if (selector.matchesNothing()) {
      return false;
    }
    if (!quirks && !filter.mayMatch(selector.ancestorHashes())) {
      return false;
    }
    steps = 0;
    return holds(selector, element, null);
  }

  /** Whether one of the selectors without pseudo-element matches. */
  public boolean matches(SelectorList list, Element element) {
    for (Selector s : list.selectors()) {
      if (s.pseudoElement().isEmpty() && matches(s, element)) {
        return true;
      }
    }
    return false;
  }

  boolean matchesAny(SelectorList list, Element element, @Nullable Element anchor) {
    var selectors = list.selectors();
    for (int i = 0; i < selectors.size(); i++) {
      if (!selectors.get(i).matchesNothing() && holds(selectors.get(i), element, anchor)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(Selector selector, Element element, @Nullable Element anchor) {
    return deeper(selector, 0, element, anchor) == Result.MATCHED;
  }

  /** One compound further; past a depth that no honest selector has, the answer is no. */
  private Result deeper(Selector s, int i, Element element, @Nullable Element anchor) {
    if (depth >= MOST_DEPTH) {
      exhausted = true;
      return Result.FAILED;
    }
    depth++;
    Result r = from(s, i, element, anchor);
    depth--;
    return r;
  }

  private boolean step() {
    patience.look();
    if (++steps > mostSteps || --leftInAll < 0) {
      exhausted = true;
      return false;
    }
    return true;
  }

  private Result from(Selector s, int i, Element element, @Nullable Element anchor) {
    if (!step()) {
      return Result.FAILED;
    }
    if (!compound(s.compounds()[i], element, anchor)) {
      return Result.RETRY_SIBLING;
    }
    if (i + 1 == s.compounds().length) {
      return Result.MATCHED;
    }
    Combinator combinator = s.combinators()[i];
    if (combinator == Combinator.LATER_SIBLING && i + 2 == s.compounds().length && anchor == null) {
      return after(s.compounds()[i + 1], element) ? Result.MATCHED : Result.RETRY_DESCENDANT;
    }
    Result none = combinator.isSibling() ? Result.RETRY_DESCENDANT : Result.FAILED;
    Element next = element;
    while (true) {
      next = combinator.isSibling() ? next.previousElementSibling() : next.parentElement();
      if (next == null) {
        return none;
      }
      Result r = deeper(s, i + 1, next, anchor);
      if (r == Result.MATCHED || r == Result.FAILED || combinator == Combinator.NEXT_SIBLING) {
        return r;
      }
      if (combinator == Combinator.CHILD) {
        return Result.RETRY_DESCENDANT;
      }
      if (r == Result.RETRY_DESCENDANT && combinator == Combinator.LATER_SIBLING) {
        return r;
      }
    }
  }

  /** What is known of the siblings before one element: whether one of them matches a compound. */
  private static final class Earlier {
    private @Nullable Element than;
    private boolean matches;
  }

  /**
   * Whether a sibling before the element matches the first compound of a selector. Elements come in
   * the order of the document, mostly: then only those are looked at that follow the element of the
   * last question, and a long list costs no more for its last item than for its first.
   */
  private boolean after(Simple[] compound, Element element) {
    Earlier known = earlier.computeIfAbsent(compound, _ -> new Earlier());
    if (known.than == element) {
      return known.matches;
    }
    boolean matches = false;
    for (Element next = element.previousElementSibling();
        next != null && !matches;
        next = next.previousElementSibling()) {
      if (!step()) {
        return false;
      }
      matches = compound(compound, next, null);
      if (next == known.than) {
        matches |= known.matches;
        break;
      }
    }
    if (steps > mostSteps) {
      return false;
    }
    known.than = element;
    known.matches = matches;
    return matches;
  }

  private boolean compound(Simple[] compound, Element element, @Nullable Element anchor) {
    for (Simple simple : compound) {
      if (!matches(simple, element, anchor)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(Simple simple, Element e, @Nullable Element anchor) {
    return switch (simple) {
      case Simple.Type t -> type(t, e);
      case Simple.HasClass c -> hasClass(e, c.name());
      case Simple.Id id ->
          quirks ? Ascii.equalsIgnoreCase(id.id(), e.id()) : id.id().equals(e.attribute("id"));
      case Simple.InNamespace n -> e.namespace().uri().equals(n.namespace());
      case Simple.Attribute a -> AttributeMatch.matches(a, e);
      case Simple.State s -> state(s.of(), e);
      case Simple.Nth n -> n.anB().matches(siblings.index(n, e));
      case Simple.Any any -> matchesAny(any.of(), e, anchor);
      case Simple.Not not -> !matchesAny(not.of(), e, anchor);
      case Simple.Has has -> has(has.of(), e);
      case Simple.Anchor _ -> e == anchor;
      case Simple.Lang lang -> Language.matches(lang.ranges(), e);
      case Simple.Dir dir -> Directionality.of(e).equals(dir.value());
    };
  }

  private static boolean type(Simple.Type t, Element e) {
    boolean html = e.namespace() == Namespace.HTML;
    return e.localName().equals(html ? t.lower() : t.name())
        && (t.namespace().isEmpty() || t.namespace().get().equals(e.namespace().uri()));
  }

  private boolean hasClass(Element e, String name) {
    if (!quirks) {
      return e.hasClass(name);
    }
    for (String c : e.classes()) {
      if (Ascii.equalsIgnoreCase(c, name)) {
        return true;
      }
    }
    return false;
  }

  private boolean state(PseudoClass of, Element e) {
    return switch (of) {
      case ROOT -> isRoot(e);
      case SCOPE -> scope == null ? isRoot(e) : e == scope;
      case FIRST_CHILD -> e.previousElementSibling() == null;
      case LAST_CHILD -> e.nextElementSibling() == null;
      case ONLY_CHILD -> e.previousElementSibling() == null && e.nextElementSibling() == null;
      case FIRST_OF_TYPE -> siblings.typeIndex(e, false) == 1;
      case LAST_OF_TYPE -> siblings.typeIndex(e, true) == 1;
      case ONLY_OF_TYPE -> siblings.typeIndex(e, false) == 1 && siblings.typeIndex(e, true) == 1;
      case NEVER -> false;
      default -> ElementState.holds(of, e);
    };
  }

  private static boolean isRoot(Element e) {
    return e == e.ownerDocument().documentElement();
  }

  /** {@code :has()}: looks at what lies where the leading combinator says. */
  private boolean has(SelectorList of, Element anchor) {
    for (Selector s : of.selectors()) {
      if (!s.matchesNothing() && hasOne(s, anchor)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasOne(Selector s, Element anchor) {
    Combinator leading = s.combinators()[s.combinators().length - 1];
    if (!leading.isSibling()) {
      return anyBelow(s, anchor, anchor);
    }
    for (Element next = anchor.nextElementSibling();
        next != null;
        next = next.nextElementSibling()) {
      if (holds(s, next, anchor) || anyBelow(s, next, anchor)) {
        return true;
      }
      if (!step() || leading == Combinator.NEXT_SIBLING) {
        return false;
      }
    }
    return false;
  }

  private boolean anyBelow(Selector s, Element top, Element anchor) {
    for (Node n = top.next(top); n != null; n = n.next(top)) {
      if (n instanceof Element e && holds(s, e, anchor)) {
        return true;
      }
      if (!step()) {
        return false;
      }
    }
    return false;
  }
}
