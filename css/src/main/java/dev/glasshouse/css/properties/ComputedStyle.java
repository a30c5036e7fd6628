package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.Serializer;
import dev.glasshouse.css.values.BackgroundKeywords.Attachment;
import dev.glasshouse.css.values.BackgroundKeywords.BoxArea;
import dev.glasshouse.css.values.BackgroundLayer;
import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.BackgroundSize;
import dev.glasshouse.css.values.BoxKeywords.Clear;
import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.BoxKeywords.LineStyle;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.css.values.Sides;
import dev.glasshouse.css.values.TextDecoration;
import dev.glasshouse.css.values.TextKeywords.DecorationLine;
import dev.glasshouse.css.values.TextKeywords.DecorationStyle;
import dev.glasshouse.css.values.TextKeywords.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The computed values of all properties for one element or pseudo-element, typed (<a
 * href="https://drafts.csswg.org/css-cascade-5/#computed">CSS Cascade 5, 4.4</a>). Immutable; equal
 * elements share one object, and styles share the groups of values in which they do not differ.
 * Colours are resolved ({@code currentcolor} is the element's colour), lengths are in px. The
 * accessors stand in the interfaces, by topic.
 */
public final class ComputedStyle
    implements BoxStyle, TextStyle, PaintStyle, FlexStyle, ListAndTableStyle {
  private static final ComputedStyle INITIAL = makeInitial();

  private final Object[][] groups;
  private final Map<String, List<ComponentValue>> customProperties;

  ComputedStyle(Object[][] groups, Map<String, List<ComponentValue>> customProperties) {
    this.groups = groups;
    this.customProperties = customProperties;
  }

  private static ComputedStyle makeInitial() {
    Object[][] groups = new Object[Property.Group.values().length][];
    for (Property.Group g : Property.Group.values()) {
      groups[g.ordinal()] = new Object[Property.slots(g)];
    }
    ValueContext cx = ValueContext.initial(ValueContext.Surroundings.PLAIN);
    for (Property p : Property.values()) {
      groups[p.group().ordinal()][p.slot()] = p.initialValue(cx);
    }
    return new ComputedStyle(groups, Map.of());
  }

  /** The style of an element with no parent and no declaration: every initial value. */
  public static ComputedStyle initial() {
    return INITIAL;
  }

  Object[][] groups() {
    return groups;
  }

  Map<String, List<ComponentValue>> customProperties() {
    return customProperties;
  }

  @Override
  public Object value(Property property) {
    return groups[property.group().ordinal()][property.slot()];
  }

  /** The value of a custom property ({@code --name}) as text, variables put in. */
  public Optional<String> custom(String name) {
    return Optional.ofNullable(customProperties.get(name)).map(Serializer::text);
  }

  @Override
  public double fontSize() {
    return ((FontGrammar.FontSize) value(Property.FONT_SIZE)).px();
  }

  @Override
  public FloatSide floating() {
    FloatSide side = (FloatSide) value(Property.FLOAT);
    if (position().isOutOfFlow()) {
      return FloatSide.NONE;
    }
    boolean rtl = direction() == Direction.RTL;
    return switch (side) {
      case NONE, LEFT, RIGHT -> side;
      case INLINE_START -> rtl ? FloatSide.RIGHT : FloatSide.LEFT;
      case INLINE_END -> rtl ? FloatSide.LEFT : FloatSide.RIGHT;
    };
  }

  @Override
  public Clear clear() {
    Clear side = (Clear) value(Property.CLEAR);
    boolean rtl = direction() == Direction.RTL;
    return switch (side) {
      case NONE, LEFT, RIGHT, BOTH -> side;
      case INLINE_START -> rtl ? Clear.RIGHT : Clear.LEFT;
      case INLINE_END -> rtl ? Clear.LEFT : Clear.RIGHT;
    };
  }

  @Override
  public Rgba color() {
    return (Rgba) value(Property.COLOR);
  }

  /** A property of type colour, {@code currentcolor} resolved. */
  public Rgba color(Property property) {
    return ((Color) value(property)).resolve(color());
  }

  @Override
  public Rgba backgroundColor() {
    return color(Property.BACKGROUND_COLOR);
  }

  private double lineWidth(Property width, Property style) {
    return ((LineStyle) value(style)).isVisible() ? (Double) value(width) : 0;
  }

  @Override
  public Sides<Double> borderWidth() {
    return new Sides<>(
        borderTopWidth(), borderRightWidth(), borderBottomWidth(), borderLeftWidth());
  }

  @Override
  public Sides<Rgba> borderColor() {
    return new Sides<>(
        borderTopColor(), borderRightColor(), borderBottomColor(), borderLeftColor());
  }

  @Override
  public double borderTopWidth() {
    return lineWidth(Property.BORDER_TOP_WIDTH, Property.BORDER_TOP_STYLE);
  }

  @Override
  public double borderRightWidth() {
    return lineWidth(Property.BORDER_RIGHT_WIDTH, Property.BORDER_RIGHT_STYLE);
  }

  @Override
  public double borderBottomWidth() {
    return lineWidth(Property.BORDER_BOTTOM_WIDTH, Property.BORDER_BOTTOM_STYLE);
  }

  @Override
  public double borderLeftWidth() {
    return lineWidth(Property.BORDER_LEFT_WIDTH, Property.BORDER_LEFT_STYLE);
  }

  @Override
  public Rgba borderTopColor() {
    return color(Property.BORDER_TOP_COLOR);
  }

  @Override
  public Rgba borderRightColor() {
    return color(Property.BORDER_RIGHT_COLOR);
  }

  @Override
  public Rgba borderBottomColor() {
    return color(Property.BORDER_BOTTOM_COLOR);
  }

  @Override
  public Rgba borderLeftColor() {
    return color(Property.BORDER_LEFT_COLOR);
  }

  @Override
  public double outlineWidth() {
    return lineWidth(Property.OUTLINE_WIDTH, Property.OUTLINE_STYLE);
  }

  @Override
  public Rgba outlineColor() {
    return color(Property.OUTLINE_COLOR);
  }

  /** Used {@code column-rule-width} in px. */
  public double columnRuleWidth() {
    return lineWidth(Property.COLUMN_RULE_WIDTH, Property.COLUMN_RULE_STYLE);
  }

  @Override
  @SuppressWarnings("unchecked")
  public TextDecoration textDecoration() {
    return new TextDecoration(
        (Set<DecorationLine>) value(Property.TEXT_DECORATION_LINE),
        (DecorationStyle) value(Property.TEXT_DECORATION_STYLE),
        color(Property.TEXT_DECORATION_COLOR),
        (OptionalDouble) value(Property.TEXT_DECORATION_THICKNESS));
  }

  @SuppressWarnings("unchecked")
  private <T> List<T> list(Property property) {
    return (List<T>) value(property);
  }

  /** Lists shorter than the images are repeated (CSS Backgrounds 3, 2.1). */
  private static <T> T cyclic(List<T> list, int i) {
    return list.get(i % list.size());
  }

  @Override
  public List<BackgroundLayer> backgroundLayers() {
    List<Image> images = list(Property.BACKGROUND_IMAGE);
    if (images.size() == 1 && images.getFirst() == Image.None.NONE) {
      return List.of();
    }
    List<BackgroundLayer> out = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i) != Image.None.NONE) {
        out.add(layer(images.get(i), i));
      }
    }
    return out;
  }

  private BackgroundLayer layer(Image image, int i) {
    BoxGrammar.Repeats repeats =
        cyclic(this.<BoxGrammar.Repeats>list(Property.BACKGROUND_REPEAT), i);
    return new BackgroundLayer(
        image,
        new BackgroundPosition(
            cyclic(this.<LengthPercentage>list(Property.BACKGROUND_POSITION_X), i),
            cyclic(this.<LengthPercentage>list(Property.BACKGROUND_POSITION_Y), i)),
        cyclic(this.<BackgroundSize>list(Property.BACKGROUND_SIZE), i),
        repeats.x(),
        repeats.y(),
        cyclic(this.<BoxArea>list(Property.BACKGROUND_ORIGIN), i),
        cyclic(this.<BoxArea>list(Property.BACKGROUND_CLIP), i),
        cyclic(this.<Attachment>list(Property.BACKGROUND_ATTACHMENT), i));
  }

  @Override
  public BoxArea backgroundColorClip() {
    int layers = list(Property.BACKGROUND_IMAGE).size();
    return cyclic(this.<BoxArea>list(Property.BACKGROUND_CLIP), layers - 1);
  }
}
