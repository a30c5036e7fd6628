package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.Item;
import dev.glasshouse.css.syntax.Serializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Declarations as text to declarations of longhands: shorthands taken apart, unknown properties and
 * wrong values left out and noted.
 */
public final class DeclarationParser {
  private static final Set<Property> UNITLESS_IN_QUIRKS =
      Set.of(
          Property.TOP,
          Property.RIGHT,
          Property.BOTTOM,
          Property.LEFT,
          Property.WIDTH,
          Property.HEIGHT,
          Property.MIN_WIDTH,
          Property.MIN_HEIGHT,
          Property.MAX_WIDTH,
          Property.MAX_HEIGHT,
          Property.MARGIN_TOP,
          Property.MARGIN_RIGHT,
          Property.MARGIN_BOTTOM,
          Property.MARGIN_LEFT,
          Property.PADDING_TOP,
          Property.PADDING_RIGHT,
          Property.PADDING_BOTTOM,
          Property.PADDING_LEFT,
          Property.BORDER_TOP_WIDTH,
          Property.BORDER_RIGHT_WIDTH,
          Property.BORDER_BOTTOM_WIDTH,
          Property.BORDER_LEFT_WIDTH,
          Property.FONT_SIZE,
          Property.TEXT_INDENT,
          Property.LETTER_SPACING,
          Property.WORD_SPACING,
          Property.VERTICAL_ALIGN,
          Property.BORDER_SPACING,
          Property.COLOR,
          Property.BACKGROUND_COLOR,
          Property.BORDER_TOP_COLOR,
          Property.BORDER_RIGHT_COLOR,
          Property.BORDER_BOTTOM_COLOR,
          Property.BORDER_LEFT_COLOR);

  private static final Set<Shorthand> SHORTHANDS_IN_QUIRKS =
      Set.of(Shorthand.MARGIN, Shorthand.PADDING, Shorthand.BORDER_WIDTH, Shorthand.BORDER_COLOR);

  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("word-wrap", "overflow-wrap"),
          Map.entry("font-width", "font-stretch"),
          Map.entry("grid-gap", "gap"),
          Map.entry("grid-row-gap", "row-gap"),
          Map.entry("grid-column-gap", "column-gap"),
          Map.entry("page-break-before", "break-before"),
          Map.entry("page-break-after", "break-after"),
          Map.entry("page-break-inside", "break-inside"),
          Map.entry("-webkit-margin-start", "margin-inline-start"),
          Map.entry("-webkit-margin-end", "margin-inline-end"),
          Map.entry("-webkit-margin-before", "margin-block-start"),
          Map.entry("-webkit-margin-after", "margin-block-end"),
          Map.entry("-webkit-padding-start", "padding-inline-start"),
          Map.entry("-webkit-padding-end", "padding-inline-end"),
          Map.entry("-moz-tab-size", "tab-size"));

  private static final List<String> PREFIXED =
      List.of(
          "box-sizing",
          "transform",
          "border-",
          "box-shadow",
          "flex",
          "order",
          "align-",
          "justify-",
          "user-select",
          "appearance",
          "filter",
          "backface-visibility",
          "perspective",
          "column",
          "hyphens",
          "background-",
          "clip-path",
          "font-feature-settings",
          "opacity",
          "writing-mode",
          "text-decoration",
          "print-color-adjust");

  private final boolean quirks;
  private final ProblemLog problems;
  private final Map<String, Integer> unknown = new TreeMap<>();
  private final Map<String, Used> used = new HashMap<>();
  private final ValueContext context = ValueContext.initial(ValueContext.Surroundings.PLAIN);

  /** Values that ask for nothing. */
  private static final Set<String> NOTHING =
      Set.of("none", "normal", "auto", "initial", "inherit", "unset", "revert", "revert-layer");

  /**
   * How a property was used.
   *
   * @param known whether it is one that the engine knows
   * @param count how often, values that ask for nothing left out
   * @param line the first of them
   */
  public record Used(boolean known, int count, int line) {}

  /**
   * A parser for one sheet or style attribute.
   *
   * @param quirks whether the lax lengths and colours of quirks mode are taken
   */
  public DeclarationParser(boolean quirks, ProblemLog problems) {
    this.quirks = quirks;
    this.problems = problems;
  }

  /** The properties that were met and are not known, with how often. */
  public Map<String, Integer> unknown() {
    return unknown;
  }

  /** The properties that were met, by name. */
  public Map<String, Used> used() {
    return used;
  }

  private void use(String name, Item.Declaration d, boolean known, int line) {
    boolean asks =
        d.values().stream()
            .filter(v -> !(v instanceof ComponentValue.Whitespace))
            .anyMatch(
                v -> !(v instanceof Ident word && NOTHING.contains(Ascii.lower(word.value()))));
    if (asks || !known) {
      Used before = used.get(name);
      int count = before == null ? 1 : before.count() + 1;
      used.put(name, new Used(known, count, before == null ? line : before.line()));
    }
  }

  /** Whether the engine knows the property and takes the value, as {@code @supports} asks. */
  public static boolean supports(Item.Declaration d) {
    ProblemLog problems = new ProblemLog(0);
    List<Declaration> out = new java.util.ArrayList<>();
    new DeclarationParser(false, problems).parse(d, 0, out);
    return !out.isEmpty();
  }

  /** Adds the declaration's longhands to the list; none where it is dropped. */
  public void parse(Item.Declaration d, int line, List<Declaration> out) {
    if (d.custom()) {
      custom(d, line, out);
      return;
    }
    String name = canonical(Ascii.lower(d.name()));
    Optional<Target> longhand = longhand(name);
    Optional<Shorthand> shorthand = Shorthand.named(name);
    boolean taken;
    if (longhand.isPresent()) {
      taken = longhand(longhand.get(), d, line, out);
    } else if (shorthand.isPresent()) {
      taken = shorthand(shorthand.get(), d, line, out);
    } else if (name.equals("all")) {
      taken = all(d, line, out);
    } else {
      use(name, d, false, line);
      if (unknown.merge(name, 1, Integer::sum) == 1) {
        problems.add(CssProblem.Kind.UNKNOWN_PROPERTY, name, line);
      }
      return;
    }
    if (taken) {
      use(name, d, true, line);
    } else {
      problems.add(CssProblem.Kind.VALUE, d.name() + ": " + Serializer.shorten(d.values()), line);
    }
  }

  private static Optional<Target> longhand(String name) {
    Optional<Property> physical = Property.named(name);
    return physical.isPresent()
        ? Optional.of(physical.get())
        : LogicalProperty.named(name).map(l -> l);
  }

  private static String canonical(String name) {
    String other = OTHER_NAMES.get(name);
    if (other != null) {
      return other;
    }
    int dash = name.startsWith("-") ? name.indexOf('-', 1) : -1;
    if (dash > 0) {
      String plain = name.substring(dash + 1);
      boolean known = PREFIXED.stream().anyMatch(plain::startsWith);
      boolean old = name.startsWith("-ms-");
      return known && !old ? plain : name;
    }
    return name;
  }

  private static void custom(Item.Declaration d, int line, List<Declaration> out) {
    Specified.Wide wide = wide(d.values());
    Specified value = wide == null ? new Specified.Custom(List.copyOf(d.values())) : wide;
    out.add(new Declaration(d.name(), Property.COLOR, value, d.important(), line));
  }

  /** One of the words that every property takes, standing alone; null where it is none. */
  static Specified.@Nullable Wide wide(List<ComponentValue> values) {
    Ident word = null;
    for (ComponentValue v : values) {
      if (v instanceof Ident ident && word == null) {
        word = ident;
      } else if (!(v instanceof ComponentValue.Whitespace)) {
        return null;
      }
    }
    if (word == null) {
      return null;
    }
    return switch (Ascii.lower(word.value())) {
      case "inherit" -> Specified.Wide.INHERIT;
      case "initial" -> Specified.Wide.INITIAL;
      case "unset" -> Specified.Wide.UNSET;
      case "revert" -> Specified.Wide.REVERT;
      case "revert-layer" -> Specified.Wide.REVERT_LAYER;
      default -> null;
    };
  }

  private boolean longhand(Target target, Item.Declaration d, int line, List<Declaration> out) {
    Specified value = wide(d.values());
    if (value == null && Variables.occurIn(d.values())) {
      value = new Specified.Variable(List.copyOf(d.values()));
    }
    if (value == null) {
      context.setQuirks(quirks && target instanceof Property p && UNITLESS_IN_QUIRKS.contains(p));
      context.forget();
      Values in = new Values(d.values(), context);
      Object read = Shorthand.grammarOf(target).parse(in);
      if (read == null || !in.atEnd()) {
        return false;
      }
      value =
          context.asked()
              ? new Specified.Relative(List.copyOf(d.values()))
              : new Specified.Fixed(read);
    }
    out.add(new Declaration(target.cssName(), target, value, d.important(), line));
    return true;
  }

  private boolean shorthand(
      Shorthand shorthand, Item.Declaration d, int line, List<Declaration> out) {
    Specified whole = wide(d.values());
    if (whole == null && Variables.occurIn(d.values())) {
      whole = new Specified.OfShorthand(shorthand, List.copyOf(d.values()), true);
    }
    Map<Target, Object> parts = Map.of();
    if (whole == null) {
      context.setQuirks(quirks && SHORTHANDS_IN_QUIRKS.contains(shorthand));
      context.forget();
      Map<Target, Object> read = shorthand.expand(new Values(d.values(), context));
      if (read == null) {
        return false;
      }
      parts = read;
      if (context.asked()) {
        whole = new Specified.OfShorthand(shorthand, List.copyOf(d.values()), false);
      }
    }
    for (Target t : shorthand.longhands()) {
      Object part = parts.get(t);
      Specified value =
          whole != null ? whole : part != null ? new Specified.Fixed(part) : Specified.Wide.INITIAL;
      out.add(new Declaration(t.cssName(), t, value, d.important(), line));
    }
    return true;
  }

  /** {@code all}: every longhand but direction and unicode-bidi (CSS Cascade 5, 3.2). */
  private static boolean all(Item.Declaration d, int line, List<Declaration> out) {
    Specified.Wide wide = wide(d.values());
    if (wide == null) {
      return false;
    }
    for (Property p : Property.values()) {
      if (p != Property.DIRECTION && p != Property.UNICODE_BIDI) {
        out.add(new Declaration(p.cssName(), p, wide, d.important(), line));
      }
    }
    return true;
  }
}
