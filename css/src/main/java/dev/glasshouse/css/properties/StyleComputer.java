package dev.glasshouse.css.properties;

import dev.glasshouse.css.properties.FontGrammar.FontSize;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.BoxKeywords.Overflow;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.FontKeywords.FontStyle;
import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.css.values.TextKeywords.Direction;
import dev.glasshouse.css.values.TextKeywords.TextAlign;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cascaded values to computed ones: defaults, variables, relative units, and what the properties
 * ask of each other (CSS Cascade 5, 4 and 7). Not thread-safe.
 */
public final class StyleComputer {
  /** What an element's place asks of its {@code display}. */
  public enum Role {
    PLAIN,
    /** The document element, a flex or a grid item: always block-level. */
    BLOCKIFIED
  }

  private final ValueContext context;
  private final int variableTokens;
  private ComputedStyle parent = ComputedStyle.initial();
  private Object[][] groups = {};
  private static final Property.Group[] GROUPS = Property.Group.values();
  private final boolean[] own = new boolean[GROUPS.length];
  private Map<String, List<ComponentValue>> custom = Map.of();
  private @Nullable Object lastShorthand;
  private Map<Property, Object> lastParts = Map.of();

  /**
   * A computer for one document.
   *
   * @param variableTokens most component values that one declaration may grow to by variables
   */
  public StyleComputer(ValueContext.Surroundings surroundings, int variableTokens) {
    this.context = new ValueContext(surroundings);
    this.variableTokens = variableTokens;
  }

  /**
   * Sets the document element's style, whose font {@code rem} goes by; call before any other
   * element is computed.
   *
   * @return whether that font is another one than before, so that styles may differ
   */
  public boolean root(ComputedStyle root) {
    return context.setRootFonts(fonts(root));
  }

  /**
   * Sets the body element's style, whose colour tables begin with in quirks mode.
   *
   * @return whether that colour is another one than before, so that styles may differ
   */
  public boolean body(ComputedStyle body) {
    return context.setBodyColor(body.color());
  }

  private static ValueContext.Fonts fonts(ComputedStyle style) {
    return new ValueContext.Fonts(
        new FontMeasure.Font(
            style.fontFamily(),
            style.fontSize(),
            style.fontWeight(),
            style.fontStyle(),
            style.fontStretch()),
        style.lineHeight());
  }

  /** The style of an element, from its parent's and the winners of its cascade. */
  public ComputedStyle compute(ComputedStyle ofParent, CascadedValues cascaded, Role role) {
    parent = ofParent;
    begin();
    custom = parent.customProperties();
    if (!cascaded.custom().isEmpty()) {
      custom = Variables.resolve(custom, cascaded.custom(), variableTokens);
    }
    context.setFonts(fonts(parent));
    context.setColor(parent.color());
    lastShorthand = null;
    BitSet set = cascaded.set();
    int i = set.nextSetBit(0);
    for (; i >= 0 && i <= Property.COLOR.ordinal(); i = set.nextSetBit(i + 1)) {
      Property p = Property.at(i);
      if (p == Property.LINE_HEIGHT) {
        finishFont(cascaded);
        useOwnFont();
      }
      put(p, resolve(p, cascaded));
    }
    finishFont(cascaded);
    useOwnFont();
    context.setColor((dev.glasshouse.css.values.Rgba) value(Property.COLOR));
    lastShorthand = null;
    for (; i >= 0; i = set.nextSetBit(i + 1)) {
      Property p = Property.at(i);
      put(p, resolve(p, cascaded));
    }
    adjust(role);
    return new ComputedStyle(groups, custom);
  }

  /** Begins with the parent's inherited groups and the initial values of the others. */
  private void begin() {
    Object[][] initial = ComputedStyle.initial().groups();
    groups = new Object[initial.length][];
    for (Property.Group g : GROUPS) {
      int k = g.ordinal();
      groups[k] = g.inherited() ? parent.groups()[k] : initial[k];
      own[k] = false;
    }
    fontDone = false;
  }

  private boolean fontDone;

  private Object value(Property p) {
    return groups[p.group().ordinal()][p.slot()];
  }

  private void put(Property p, Object value) {
    int k = p.group().ordinal();
    if (groups[k][p.slot()] == value) {
      return;
    }
    if (!own[k]) {
      groups[k] = groups[k].clone();
      own[k] = true;
    }
    groups[k][p.slot()] = value;
  }

  private Object resolve(Property p, CascadedValues cascaded) {
    Specified specified = cascaded.get(p).orElse(Specified.Wide.UNSET);
    Object value = resolve(p, specified);
    if (p == Property.COLOR && value == Color.Current.COLOR) {
      return parent.color();
    }
    return value;
  }

  private Object resolve(Property p, Specified specified) {
    return switch (specified) {
      case Specified.Wide wide -> wide(p, wide);
      case Specified.Fixed fixed -> fixed.value();
      case Specified.Relative relative -> parsed(p, relative.values());
      case Specified.Variable variable -> {
        List<ComponentValue> values = substituted(variable.values());
        yield values == null ? unset(p) : parsed(p, values);
      }
      case Specified.OfShorthand of -> ofShorthand(p, of);
      case Specified.Custom _ -> unset(p);
    };
  }

  private @Nullable List<ComponentValue> substituted(List<ComponentValue> values) {
    return new Variables(custom, variableTokens).substitute(values);
  }

  private Object wide(Property p, Specified.Wide wide) {
    return switch (wide) {
      case INHERIT -> parent.value(p);
      case INITIAL -> ComputedStyle.initial().value(p);
      case UNSET, REVERT, REVERT_LAYER -> unset(p);
    };
  }

  private Object unset(Property p) {
    return p.inherited() ? parent.value(p) : ComputedStyle.initial().value(p);
  }

  /** A value that does not fit after all, its variables put in, counts as unset. */
  private Object parsed(Property p, List<ComponentValue> values) {
    Specified.Wide wide = DeclarationParser.wide(values);
    if (wide != null) {
      return wide(p, wide);
    }
    Values in = new Values(values, context);
    Object value = p.grammar().parse(in);
    return value == null || !in.atEnd() ? unset(p) : value;
  }

  private Object ofShorthand(Property p, Specified.OfShorthand of) {
    if (lastShorthand != of) {
      lastShorthand = of;
      lastParts = expand(of);
    }
    Object value = lastParts.get(p);
    return value == null ? unset(p) : value;
  }

  /** All longhands of the shorthand; empty where it is invalid at computed-value time. */
  private Map<Property, Object> expand(Specified.OfShorthand of) {
    List<ComponentValue> values = of.variable() ? substituted(of.values()) : of.values();
    if (values == null) {
      return Map.of();
    }
    Map<Property, Object> out = new HashMap<>();
    Specified.Wide wide = DeclarationParser.wide(values);
    Map<Target, Object> parts =
        wide == null ? of.shorthand().expand(new Values(values, context)) : Map.of();
    if (parts == null) {
      return Map.of();
    }
    for (Target t : of.shorthand().longhands()) {
      Property p = physical(t);
      Object part = parts.get(t);
      out.put(
          p, wide != null ? wide(p, wide) : part == null ? ComputedStyle.initial().value(p) : part);
    }
    return out;
  }

  private Property physical(Target t) {
    return switch (t) {
      case Property p -> p;
      case LogicalProperty l ->
          l.physical(
              (dev.glasshouse.css.values.TextKeywords.WritingMode) value(Property.WRITING_MODE),
              (Direction) value(Property.DIRECTION));
    };
  }

  /** Size and family are known: what a lone {@code monospace} makes of the size. */
  private void finishFont(CascadedValues cascaded) {
    if (fontDone) {
      return;
    }
    fontDone = true;
    FontSize size = (FontSize) value(Property.FONT_SIZE);
    FontSize inherited = (FontSize) parent.value(Property.FONT_SIZE);
    boolean is = isMonospace(value(Property.FONT_FAMILY));
    boolean was = isMonospace(parent.value(Property.FONT_FAMILY));
    boolean onElement = cascaded.get(Property.FONT_SIZE).isPresent();
    if (onElement) {
      size = size.keyword() >= 0 ? size.ofFamily(is) : size.relativeTo(inherited);
    }
    if (was != is) {
      size = size.withFamily(was, is);
    }
    put(Property.FONT_SIZE, size.equals(inherited) ? inherited : size);
    lastShorthand = null;
  }

  private static boolean isMonospace(Object families) {
    return families instanceof List<?> list
        && list.size() == 1
        && "monospace".equals(list.getFirst());
  }

  private void useOwnFont() {
    @SuppressWarnings("unchecked")
    List<String> families = (List<String>) value(Property.FONT_FAMILY);
    double size = ((FontSize) value(Property.FONT_SIZE)).px();
    LineHeight line = (LineHeight) value(Property.LINE_HEIGHT);
    double weight = (Double) value(Property.FONT_WEIGHT);
    FontStyle style = (FontStyle) value(Property.FONT_STYLE);
    double stretch = (Double) value(Property.FONT_STRETCH);
    context.setFonts(
        new ValueContext.Fonts(new FontMeasure.Font(families, size, weight, style, stretch), line));
  }

  /** What properties ask of each other once all are known. */
  private void adjust(Role role) {
    boolean outOfFlow =
        ((dev.glasshouse.css.values.BoxKeywords.Position) value(Property.POSITION)).isOutOfFlow();
    if (role == Role.BLOCKIFIED || outOfFlow || value(Property.FLOAT) != FloatSide.NONE) {
      Display display = (Display) value(Property.DISPLAY);
      put(Property.DISPLAY, display.blockified());
    }
    adjustOverflow();
    adjustTextAlign();
  }

  /** One axis that scrolls makes the other scroll too (CSS Overflow 3, 3.1). */
  private void adjustOverflow() {
    Overflow x = (Overflow) value(Property.OVERFLOW_X);
    Overflow y = (Overflow) value(Property.OVERFLOW_Y);
    if (x.scrolls() != y.scrolls()) {
      put(Property.OVERFLOW_X, scrolling(x));
      put(Property.OVERFLOW_Y, scrolling(y));
    }
  }

  private static Overflow scrolling(Overflow o) {
    return switch (o) {
      case VISIBLE -> Overflow.AUTO;
      case CLIP -> Overflow.HIDDEN;
      case HIDDEN, SCROLL, AUTO -> o;
    };
  }

  private void adjustTextAlign() {
    TextAlign align = (TextAlign) value(Property.TEXT_ALIGN);
    TextAlign above = parent.textAlign();
    if (align == TextAlign.INTERNAL_CENTER) {
      put(Property.TEXT_ALIGN, above == TextAlign.START ? TextAlign.CENTER : above);
    } else if (align == TextAlign.MATCH_PARENT) {
      boolean rtl = parent.direction() == Direction.RTL;
      TextAlign side =
          switch (above) {
            case START -> rtl ? TextAlign.RIGHT : TextAlign.LEFT;
            case END -> rtl ? TextAlign.LEFT : TextAlign.RIGHT;
            default -> above;
          };
      put(Property.TEXT_ALIGN, side);
    }
  }
}
