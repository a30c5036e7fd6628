package dev.glasshouse.css.properties;

import static dev.glasshouse.css.properties.Property.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shorthands: what each stands for, and how its value is taken apart. */
public enum Shorthand {
  MARGIN(Boxes::four, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, MARGIN_LEFT),
  PADDING(Boxes::four, PADDING_TOP, PADDING_RIGHT, PADDING_BOTTOM, PADDING_LEFT),
  INSET(Boxes::four, TOP, RIGHT, BOTTOM, LEFT),
  BORDER_WIDTH(
      Boxes::four, BORDER_TOP_WIDTH, BORDER_RIGHT_WIDTH, BORDER_BOTTOM_WIDTH, BORDER_LEFT_WIDTH),
  BORDER_STYLE(
      Boxes::four, BORDER_TOP_STYLE, BORDER_RIGHT_STYLE, BORDER_BOTTOM_STYLE, BORDER_LEFT_STYLE),
  BORDER_COLOR(
      Boxes::four, BORDER_TOP_COLOR, BORDER_RIGHT_COLOR, BORDER_BOTTOM_COLOR, BORDER_LEFT_COLOR),
  BORDER_TOP(Boxes::anyOrder, BORDER_TOP_WIDTH, BORDER_TOP_STYLE, BORDER_TOP_COLOR),
  BORDER_RIGHT(Boxes::anyOrder, BORDER_RIGHT_WIDTH, BORDER_RIGHT_STYLE, BORDER_RIGHT_COLOR),
  BORDER_BOTTOM(Boxes::anyOrder, BORDER_BOTTOM_WIDTH, BORDER_BOTTOM_STYLE, BORDER_BOTTOM_COLOR),
  BORDER_LEFT(Boxes::anyOrder, BORDER_LEFT_WIDTH, BORDER_LEFT_STYLE, BORDER_LEFT_COLOR),
  BORDER(
      Boxes::border,
      BORDER_TOP_WIDTH,
      BORDER_RIGHT_WIDTH,
      BORDER_BOTTOM_WIDTH,
      BORDER_LEFT_WIDTH,
      BORDER_TOP_STYLE,
      BORDER_RIGHT_STYLE,
      BORDER_BOTTOM_STYLE,
      BORDER_LEFT_STYLE,
      BORDER_TOP_COLOR,
      BORDER_RIGHT_COLOR,
      BORDER_BOTTOM_COLOR,
      BORDER_LEFT_COLOR,
      BORDER_IMAGE_SOURCE,
      BORDER_IMAGE_SLICE,
      BORDER_IMAGE_WIDTH,
      BORDER_IMAGE_OUTSET,
      BORDER_IMAGE_REPEAT),
  BORDER_IMAGE(
      Boxes::borderImage,
      BORDER_IMAGE_SOURCE,
      BORDER_IMAGE_SLICE,
      BORDER_IMAGE_WIDTH,
      BORDER_IMAGE_OUTSET,
      BORDER_IMAGE_REPEAT),
  BORDER_RADIUS(
      Boxes::radius,
      BORDER_TOP_LEFT_RADIUS,
      BORDER_TOP_RIGHT_RADIUS,
      BORDER_BOTTOM_RIGHT_RADIUS,
      BORDER_BOTTOM_LEFT_RADIUS),
  OUTLINE(Boxes::anyOrder, OUTLINE_WIDTH, OUTLINE_STYLE, OUTLINE_COLOR),
  COLUMN_RULE(Boxes::anyOrder, COLUMN_RULE_WIDTH, COLUMN_RULE_STYLE, COLUMN_RULE_COLOR),
  COLUMNS(Boxes::anyOrder, COLUMN_WIDTH, COLUMN_COUNT),
  OVERFLOW(Boxes::two, OVERFLOW_X, OVERFLOW_Y),
  GAP(Boxes::two, ROW_GAP, COLUMN_GAP),
  PLACE_CONTENT(Boxes::two, ALIGN_CONTENT, JUSTIFY_CONTENT),
  PLACE_ITEMS(Boxes::two, ALIGN_ITEMS, JUSTIFY_ITEMS),
  PLACE_SELF(Boxes::two, ALIGN_SELF, JUSTIFY_SELF),
  LIST_STYLE(Texts::listStyle, LIST_STYLE_POSITION, LIST_STYLE_IMAGE, LIST_STYLE_TYPE),
  TEXT_DECORATION(
      Boxes::anyOrder,
      TEXT_DECORATION_LINE,
      TEXT_DECORATION_STYLE,
      TEXT_DECORATION_COLOR,
      TEXT_DECORATION_THICKNESS),
  WHITE_SPACE(Texts::whiteSpace, WHITE_SPACE_COLLAPSE, TEXT_WRAP_MODE),
  TEXT_WRAP(Boxes::anyOrder, TEXT_WRAP_MODE, TEXT_WRAP_STYLE),
  FONT(
      Texts::font,
      FONT_STYLE,
      FONT_VARIANT_CAPS,
      FONT_WEIGHT,
      FONT_STRETCH,
      FONT_SIZE,
      LINE_HEIGHT,
      FONT_FAMILY,
      FONT_VARIANT_LIGATURES,
      FONT_VARIANT_NUMERIC,
      FONT_VARIANT_EAST_ASIAN,
      FONT_VARIANT_POSITION,
      FONT_KERNING,
      FONT_FEATURE_SETTINGS,
      FONT_VARIATION_SETTINGS,
      FONT_OPTICAL_SIZING),
  FONT_VARIANT(
      Texts::fontVariant,
      FONT_VARIANT_CAPS,
      FONT_VARIANT_LIGATURES,
      FONT_VARIANT_NUMERIC,
      FONT_VARIANT_EAST_ASIAN,
      FONT_VARIANT_POSITION),
  BACKGROUND(
      Backgrounds::layers,
      BACKGROUND_COLOR,
      BACKGROUND_IMAGE,
      BACKGROUND_POSITION_X,
      BACKGROUND_POSITION_Y,
      BACKGROUND_SIZE,
      BACKGROUND_REPEAT,
      BACKGROUND_ORIGIN,
      BACKGROUND_CLIP,
      BACKGROUND_ATTACHMENT),
  BACKGROUND_POSITION(Backgrounds::positions, BACKGROUND_POSITION_X, BACKGROUND_POSITION_Y),
  FLEX(Flexes::flex, FLEX_GROW, FLEX_SHRINK, FLEX_BASIS),
  FLEX_FLOW(Boxes::anyOrder, FLEX_DIRECTION, FLEX_WRAP),
  GRID_ROW(Flexes::lines, GRID_ROW_START, GRID_ROW_END),
  GRID_COLUMN(Flexes::lines, GRID_COLUMN_START, GRID_COLUMN_END),
  GRID_AREA(Flexes::area, GRID_ROW_START, GRID_COLUMN_START, GRID_ROW_END, GRID_COLUMN_END),
  GRID_TEMPLATE(Flexes::template, GRID_TEMPLATE_ROWS, GRID_TEMPLATE_COLUMNS, GRID_TEMPLATE_AREAS),
  GRID(
      Flexes::grid,
      GRID_TEMPLATE_ROWS,
      GRID_TEMPLATE_COLUMNS,
      GRID_TEMPLATE_AREAS,
      GRID_AUTO_ROWS,
      GRID_AUTO_COLUMNS,
      GRID_AUTO_FLOW),
  MARGIN_INLINE(Boxes::two, "margin-inline-start", "margin-inline-end"),
  MARGIN_BLOCK(Boxes::two, "margin-block-start", "margin-block-end"),
  PADDING_INLINE(Boxes::two, "padding-inline-start", "padding-inline-end"),
  PADDING_BLOCK(Boxes::two, "padding-block-start", "padding-block-end"),
  INSET_INLINE(Boxes::two, "inset-inline-start", "inset-inline-end"),
  INSET_BLOCK(Boxes::two, "inset-block-start", "inset-block-end"),
  BORDER_INLINE_WIDTH(Boxes::two, "border-inline-start-width", "border-inline-end-width"),
  BORDER_INLINE_STYLE(Boxes::two, "border-inline-start-style", "border-inline-end-style"),
  BORDER_INLINE_COLOR(Boxes::two, "border-inline-start-color", "border-inline-end-color"),
  BORDER_BLOCK_WIDTH(Boxes::two, "border-block-start-width", "border-block-end-width"),
  BORDER_BLOCK_STYLE(Boxes::two, "border-block-start-style", "border-block-end-style"),
  BORDER_BLOCK_COLOR(Boxes::two, "border-block-start-color", "border-block-end-color"),
  BORDER_INLINE_START(
      Boxes::anyOrder,
      "border-inline-start-width",
      "border-inline-start-style",
      "border-inline-start-color"),
  BORDER_INLINE_END(
      Boxes::anyOrder,
      "border-inline-end-width",
      "border-inline-end-style",
      "border-inline-end-color"),
  BORDER_BLOCK_START(
      Boxes::anyOrder,
      "border-block-start-width",
      "border-block-start-style",
      "border-block-start-color"),
  BORDER_BLOCK_END(
      Boxes::anyOrder,
      "border-block-end-width",
      "border-block-end-style",
      "border-block-end-color"),
  BORDER_INLINE(
      Boxes::pairs,
      "border-inline-start-width",
      "border-inline-end-width",
      "border-inline-start-style",
      "border-inline-end-style",
      "border-inline-start-color",
      "border-inline-end-color"),
  BORDER_BLOCK(
      Boxes::pairs,
      "border-block-start-width",
      "border-block-end-width",
      "border-block-start-style",
      "border-block-end-style",
      "border-block-start-color",
      "border-block-end-color");

  /** Takes a value apart; false where it does not match. */
  interface Expander {
    boolean expand(Values in, Parts out);
  }

  /** The longhands' computed values while a shorthand is taken apart. */
  static final class Parts {
    private final List<Target> targets;
    private final Map<Target, Object> values = new LinkedHashMap<>();

    Parts(List<Target> targets) {
      this.targets = targets;
    }

    List<Target> targets() {
      return targets;
    }

    Target target(int i) {
      return targets.get(i);
    }

    boolean has(Target t) {
      return values.containsKey(t);
    }

    void put(Target t, Object value) {
      values.put(t, value);
    }

    /** Reads the next value by the longhand's grammar; false where it does not match. */
    boolean read(Target t, Values in) {
      int mark = in.mark();
      Object value = grammarOf(t).parse(in);
      if (value == null) {
        in.reset(mark);
        return false;
      }
      values.put(t, value);
      return true;
    }

    Map<Target, Object> values() {
      return values;
    }
  }

  private static final Map<String, Shorthand> BY_NAME = new HashMap<>();

  static {
    for (Shorthand s : values()) {
      BY_NAME.put(s.cssName(), s);
    }
  }

  private final Expander expander;
  private final List<Target> longhands;

  Shorthand(Expander expander, Property... longhands) {
    this.expander = expander;
    this.longhands = List.of(longhands);
  }

  Shorthand(Expander expander, String... logical) {
    this.expander = expander;
    List<Target> out = new ArrayList<>();
    for (String name : logical) {
      out.add(LogicalProperty.named(name).orElseThrow());
    }
    this.longhands = List.copyOf(out);
  }

  /** The shorthand with that name in lower case. */
  public static Optional<Shorthand> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The name as in CSS. */
  public String cssName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it stands for. */
  public List<Target> longhands() {
    return longhands;
  }

  static Grammar<?> grammarOf(Target t) {
    return switch (t) {
      case Property p -> p.grammar();
      case LogicalProperty l -> l.grammar();
    };
  }

  /** The longhands' computed values; a longhand that is missing has its initial value. */
  @Nullable Map<Target, Object> expand(Values in) {
    Parts parts = new Parts(longhands);
    return expander.expand(in, parts) && in.atEnd() ? parts.values() : null;
  }
}
