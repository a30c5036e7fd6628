package dev.glasshouse.css.properties;

import static dev.glasshouse.css.properties.Property.Group.*;

import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.css.values.BackgroundKeywords.Attachment;
import dev.glasshouse.css.values.BackgroundKeywords.BoxArea;
import dev.glasshouse.css.values.BoxKeywords.*;
import dev.glasshouse.css.values.FlexKeywords.*;
import dev.glasshouse.css.values.FontKeywords.*;
import dev.glasshouse.css.values.TableKeywords.*;
import dev.glasshouse.css.values.TextKeywords.*;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The table of longhand properties, the only place that lists them: the row's name is the
 * property's name; then its group (which says whether it is inherited), its initial value as text,
 * and the grammar that reads it into its computed form. Rows above {@link #COLOR} are worked out
 * first, because the others' units depend on them.
 */
public enum Property implements Target {
  DIRECTION(TEXT, "ltr", Grammar.word(Direction.class)),
  WRITING_MODE(TEXT, "horizontal-tb", Grammar.word(WritingMode.class)),
  FONT_FAMILY(FONT, "serif", FontGrammar::family),
  FONT_SIZE(FONT, "medium", FontGrammar::size),
  FONT_WEIGHT(FONT, "normal", FontGrammar::weight),
  FONT_STYLE(FONT, "normal", FontGrammar::style),
  FONT_STRETCH(FONT, "normal", FontGrammar::stretch),
  LINE_HEIGHT(FONT, "normal", FontGrammar::lineHeight),
  COLOR(TEXT, "canvastext", ColorGrammar::color),

  FONT_VARIANT_CAPS(FONT, "normal", Grammar.word(FontVariantCaps.class)),
  FONT_VARIANT_LIGATURES(FONT, "normal", TextGrammar::raw),
  FONT_VARIANT_NUMERIC(FONT, "normal", TextGrammar::raw),
  FONT_VARIANT_EAST_ASIAN(FONT, "normal", TextGrammar::raw),
  FONT_VARIANT_POSITION(FONT, "normal", TextGrammar::identifier),
  FONT_KERNING(FONT, "auto", Grammar.word(FontKerning.class)),
  FONT_FEATURE_SETTINGS(FONT, "normal", FontGrammar::tags),
  FONT_VARIATION_SETTINGS(FONT, "normal", FontGrammar::tags),
  FONT_OPTICAL_SIZING(FONT, "auto", Grammar.word(FontOpticalSizing.class)),
  TEXT_RENDERING(FONT, "auto", Grammar.word(TextRendering.class)),
  LETTER_SPACING(FONT, "normal", FontGrammar::spacing),
  WORD_SPACING(FONT, "normal", FontGrammar::spacing),

  TEXT_ALIGN(TEXT, "start", Grammar.word(TextAlign.class)),
  TEXT_ALIGN_LAST(TEXT, "auto", Grammar.word(TextAlignLast.class)),
  TEXT_JUSTIFY(TEXT, "auto", Grammar.word(TextJustify.class)),
  TEXT_INDENT(TEXT, "0", TextGrammar::indent),
  TEXT_TRANSFORM(TEXT, "none", TextGrammar::transform),
  TEXT_SHADOW(TEXT, "none", BoxGrammar::textShadows),
  WHITE_SPACE_COLLAPSE(TEXT, "collapse", Grammar.word(WhiteSpaceCollapse.class)),
  TEXT_WRAP_MODE(TEXT, "wrap", Grammar.word(TextWrapMode.class)),
  TEXT_WRAP_STYLE(TEXT, "auto", Grammar.word(TextWrapStyle.class)),
  WORD_BREAK(TEXT, "normal", Grammar.word(WordBreak.class)),
  OVERFLOW_WRAP(TEXT, "normal", Grammar.word(OverflowWrap.class)),
  LINE_BREAK(TEXT, "auto", Grammar.word(LineBreak.class)),
  HYPHENS(TEXT, "manual", Grammar.word(Hyphens.class)),
  HYPHENATE_CHARACTER(TEXT, "auto", TextGrammar::stringOrAuto),
  TAB_SIZE(TEXT, "8", TextGrammar::tabSize),
  TEXT_ORIENTATION(TEXT, "mixed", Grammar.word(TextOrientation.class)),
  TEXT_DECORATION_SKIP_INK(TEXT, "auto", Grammar.word(SkipInk.class)),
  TEXT_UNDERLINE_OFFSET(TEXT, "auto", TextGrammar::thickness),
  TEXT_UNDERLINE_POSITION(TEXT, "auto", TextGrammar::raw),
  VISIBILITY(TEXT, "visible", Grammar.word(Visibility.class)),
  QUOTES(TEXT, "auto", ContentGrammar::quotes),
  ORPHANS(TEXT, "2", Numeric::positiveInteger),
  WIDOWS(TEXT, "2", Numeric::positiveInteger),

  LIST_STYLE_TYPE(LIST, "disc", ContentGrammar::listStyle),
  LIST_STYLE_POSITION(LIST, "outside", Grammar.word(ListStylePosition.class)),
  LIST_STYLE_IMAGE(LIST, "none", ImageGrammar::imageOrNone),
  BORDER_COLLAPSE(LIST, "separate", Grammar.word(BorderCollapse.class)),
  BORDER_SPACING(LIST, "0", TextGrammar::borderSpacing),
  CAPTION_SIDE(LIST, "top", Grammar.word(CaptionSide.class)),
  EMPTY_CELLS(LIST, "show", Grammar.word(EmptyCells.class)),
  CURSOR(LIST, "auto", TextGrammar::cursor),
  POINTER_EVENTS(LIST, "auto", Grammar.word(PointerEvents.class)),
  IMAGE_RENDERING(LIST, "auto", Grammar.word(ImageRendering.class)),
  COLOR_SCHEME(LIST, "normal", TextGrammar::raw),
  ACCENT_COLOR(LIST, "auto", TextGrammar::raw),
  CARET_COLOR(LIST, "auto", TextGrammar::raw),

  DISPLAY(BOX, "inline", BoxGrammar::display),
  POSITION(BOX, "static", Grammar.word(Position.class)),
  FLOAT(BOX, "none", Grammar.word(FloatSide.class)),
  CLEAR(BOX, "none", Grammar.word(Clear.class)),
  BOX_SIZING(BOX, "content-box", Grammar.word(BoxSizing.class)),
  WIDTH(BOX, "auto", BoxGrammar::size),
  HEIGHT(BOX, "auto", BoxGrammar::size),
  MIN_WIDTH(BOX, "auto", BoxGrammar::size),
  MIN_HEIGHT(BOX, "auto", BoxGrammar::size),
  MAX_WIDTH(BOX, "none", BoxGrammar::maxSize),
  MAX_HEIGHT(BOX, "none", BoxGrammar::maxSize),
  MARGIN_TOP(BOX, "0", BoxGrammar::margin),
  MARGIN_RIGHT(BOX, "0", BoxGrammar::margin),
  MARGIN_BOTTOM(BOX, "0", BoxGrammar::margin),
  MARGIN_LEFT(BOX, "0", BoxGrammar::margin),
  PADDING_TOP(BOX, "0", Numeric::positiveLengthPercentage),
  PADDING_RIGHT(BOX, "0", Numeric::positiveLengthPercentage),
  PADDING_BOTTOM(BOX, "0", Numeric::positiveLengthPercentage),
  PADDING_LEFT(BOX, "0", Numeric::positiveLengthPercentage),
  OVERFLOW_X(BOX, "visible", Grammar.word(Overflow.class)),
  OVERFLOW_Y(BOX, "visible", Grammar.word(Overflow.class)),
  VERTICAL_ALIGN(BOX, "baseline", BoxGrammar::verticalAlign),
  UNICODE_BIDI(BOX, "normal", Grammar.word(UnicodeBidi.class)),

  TOP(PLACE, "auto", BoxGrammar::offset),
  RIGHT(PLACE, "auto", BoxGrammar::offset),
  BOTTOM(PLACE, "auto", BoxGrammar::offset),
  LEFT(PLACE, "auto", BoxGrammar::offset),
  Z_INDEX(PLACE, "auto", TextGrammar::integerOrAuto),
  OPACITY(PLACE, "1", BoxGrammar::opacity),
  ASPECT_RATIO(PLACE, "auto", BoxGrammar::aspectRatio),
  OBJECT_FIT(PLACE, "fill", Grammar.word(ObjectFit.class)),
  OBJECT_POSITION(PLACE, "50% 50%", PositionGrammar::position),
  CONTENT(PLACE, "normal", ContentGrammar::content),
  COUNTER_RESET(PLACE, "none", ContentGrammar::resets),
  COUNTER_INCREMENT(PLACE, "none", ContentGrammar::increments),
  COUNTER_SET(PLACE, "none", ContentGrammar::resets),
  TEXT_DECORATION_LINE(PLACE, "none", Grammar.words(DecorationLine.class)),
  TEXT_DECORATION_STYLE(PLACE, "solid", Grammar.word(DecorationStyle.class)),
  TEXT_DECORATION_COLOR(PLACE, "currentcolor", ColorGrammar::color),
  TEXT_DECORATION_THICKNESS(PLACE, "auto", TextGrammar::thickness),
  TEXT_OVERFLOW(PLACE, "clip", TextGrammar::overflow),
  TABLE_LAYOUT(PLACE, "auto", Grammar.word(TableLayout.class)),
  BREAK_BEFORE(PLACE, "auto", Grammar.word(Break.class)),
  BREAK_AFTER(PLACE, "auto", Grammar.word(Break.class)),
  BREAK_INSIDE(PLACE, "auto", Grammar.word(Break.class)),
  APPEARANCE(PLACE, "none", TextGrammar::identifier),
  USER_SELECT(PLACE, "auto", Grammar.word(UserSelect.class)),
  RESIZE(PLACE, "none", Grammar.word(Resize.class)),

  BORDER_TOP_WIDTH(BORDER, "medium", BoxGrammar::lineWidth),
  BORDER_RIGHT_WIDTH(BORDER, "medium", BoxGrammar::lineWidth),
  BORDER_BOTTOM_WIDTH(BORDER, "medium", BoxGrammar::lineWidth),
  BORDER_LEFT_WIDTH(BORDER, "medium", BoxGrammar::lineWidth),
  BORDER_TOP_STYLE(BORDER, "none", Grammar.word(LineStyle.class)),
  BORDER_RIGHT_STYLE(BORDER, "none", Grammar.word(LineStyle.class)),
  BORDER_BOTTOM_STYLE(BORDER, "none", Grammar.word(LineStyle.class)),
  BORDER_LEFT_STYLE(BORDER, "none", Grammar.word(LineStyle.class)),
  BORDER_TOP_COLOR(BORDER, "currentcolor", ColorGrammar::color),
  BORDER_RIGHT_COLOR(BORDER, "currentcolor", ColorGrammar::color),
  BORDER_BOTTOM_COLOR(BORDER, "currentcolor", ColorGrammar::color),
  BORDER_LEFT_COLOR(BORDER, "currentcolor", ColorGrammar::color),
  BORDER_TOP_LEFT_RADIUS(BORDER, "0", BoxGrammar::corner),
  BORDER_TOP_RIGHT_RADIUS(BORDER, "0", BoxGrammar::corner),
  BORDER_BOTTOM_RIGHT_RADIUS(BORDER, "0", BoxGrammar::corner),
  BORDER_BOTTOM_LEFT_RADIUS(BORDER, "0", BoxGrammar::corner),
  OUTLINE_WIDTH(BORDER, "medium", BoxGrammar::lineWidth),
  OUTLINE_STYLE(BORDER, "none", Grammar.word(LineStyle.class)),
  OUTLINE_COLOR(BORDER, "currentcolor", ColorGrammar::color),
  OUTLINE_OFFSET(BORDER, "0", Numeric::length),
  BOX_SHADOW(BORDER, "none", BoxGrammar::boxShadows),

  BACKGROUND_COLOR(BACKGROUND, "transparent", ColorGrammar::color),
  BACKGROUND_IMAGE(BACKGROUND, "none", Grammar.list(ImageGrammar::imageOrNone)),
  BACKGROUND_POSITION_X(BACKGROUND, "0%", Grammar.list(PositionGrammar::x)),
  BACKGROUND_POSITION_Y(BACKGROUND, "0%", Grammar.list(PositionGrammar::y)),
  BACKGROUND_SIZE(BACKGROUND, "auto", Grammar.list(PositionGrammar::size)),
  BACKGROUND_REPEAT(BACKGROUND, "repeat", Grammar.list(BoxGrammar::repeats)),
  BACKGROUND_ORIGIN(BACKGROUND, "padding-box", Grammar.list(Grammar.word(BoxArea.class))),
  BACKGROUND_CLIP(BACKGROUND, "border-box", Grammar.list(Grammar.word(BoxArea.class))),
  BACKGROUND_ATTACHMENT(BACKGROUND, "scroll", Grammar.list(Grammar.word(Attachment.class))),

  FLEX_DIRECTION(FLEX, "row", Grammar.word(FlexDirection.class)),
  FLEX_WRAP(FLEX, "nowrap", Grammar.word(FlexWrap.class)),
  FLEX_GROW(FLEX, "0", Numeric::positiveNumber),
  FLEX_SHRINK(FLEX, "1", Numeric::positiveNumber),
  FLEX_BASIS(FLEX, "auto", BoxGrammar::flexBasis),
  ORDER(FLEX, "0", Numeric::integer),
  ALIGN_CONTENT(FLEX, "normal", GridGrammar::alignment),
  ALIGN_ITEMS(FLEX, "normal", GridGrammar::alignment),
  ALIGN_SELF(FLEX, "auto", GridGrammar::alignment),
  JUSTIFY_CONTENT(FLEX, "normal", GridGrammar::alignment),
  JUSTIFY_ITEMS(FLEX, "legacy", GridGrammar::alignment),
  JUSTIFY_SELF(FLEX, "auto", GridGrammar::alignment),
  ROW_GAP(
      FLEX,
      "normal",
      Grammar.sizeOr(Numeric::positiveLengthPercentage)
          .or("normal", dev.glasshouse.css.values.Length.ZERO)),
  COLUMN_GAP(
      FLEX,
      "normal",
      Grammar.sizeOr(Numeric::positiveLengthPercentage)
          .or("normal", dev.glasshouse.css.values.SizeKeyword.AUTO)),
  GRID_TEMPLATE_COLUMNS(FLEX, "none", GridGrammar::tracks),
  GRID_TEMPLATE_ROWS(FLEX, "none", GridGrammar::tracks),
  GRID_TEMPLATE_AREAS(FLEX, "none", GridGrammar::areas),
  GRID_AUTO_COLUMNS(FLEX, "auto", GridGrammar::tracks),
  GRID_AUTO_ROWS(FLEX, "auto", GridGrammar::tracks),
  GRID_AUTO_FLOW(FLEX, "row", GridGrammar::autoFlow),
  GRID_ROW_START(FLEX, "auto", GridGrammar::line),
  GRID_ROW_END(FLEX, "auto", GridGrammar::line),
  GRID_COLUMN_START(FLEX, "auto", GridGrammar::line),
  GRID_COLUMN_END(FLEX, "auto", GridGrammar::line),
  COLUMN_COUNT(FLEX, "auto", TextGrammar::integerOrAuto),
  COLUMN_WIDTH(FLEX, "auto", TextGrammar::lengthOrWord),
  COLUMN_FILL(FLEX, "balance", Grammar.word(ColumnFill.class)),
  COLUMN_SPAN(FLEX, "none", Grammar.word(ColumnSpan.class)),
  COLUMN_RULE_WIDTH(FLEX, "medium", BoxGrammar::lineWidth),
  COLUMN_RULE_STYLE(FLEX, "none", Grammar.word(LineStyle.class)),
  COLUMN_RULE_COLOR(FLEX, "currentcolor", ColorGrammar::color),

  TRANSFORM(EFFECT, "none", TransformGrammar::transform),
  TRANSFORM_ORIGIN(EFFECT, "50% 50%", TransformGrammar::origin),
  TRANSFORM_STYLE(EFFECT, "flat", TextGrammar::identifier),
  TRANSLATE(EFFECT, "none", TransformGrammar::translateProperty),
  SCALE(EFFECT, "none", TransformGrammar::scaleProperty),
  ROTATE(EFFECT, "none", TransformGrammar::rotateProperty),
  PERSPECTIVE(EFFECT, "none", TextGrammar::lengthOrWord),
  PERSPECTIVE_ORIGIN(EFFECT, "50% 50%", PositionGrammar::position),
  BACKFACE_VISIBILITY(EFFECT, "visible", TextGrammar::identifier),
  CLIP_PATH(EFFECT, "none", TextGrammar::raw),
  CLIP(EFFECT, "auto", TextGrammar::raw),
  FILTER(EFFECT, "none", TextGrammar::raw),
  BACKDROP_FILTER(EFFECT, "none", TextGrammar::raw),
  MIX_BLEND_MODE(EFFECT, "normal", Grammar.word(BlendMode.class)),
  ISOLATION(EFFECT, "auto", Grammar.word(Isolation.class)),
  WILL_CHANGE(EFFECT, "auto", TextGrammar::raw),
  CONTAIN(EFFECT, "none", TextGrammar::raw),
  BORDER_IMAGE_SOURCE(EFFECT, "none", ImageGrammar::imageOrNone),
  BORDER_IMAGE_SLICE(EFFECT, "100%", TextGrammar::raw),
  BORDER_IMAGE_WIDTH(EFFECT, "1", TextGrammar::raw),
  BORDER_IMAGE_OUTSET(EFFECT, "0", TextGrammar::raw),
  BORDER_IMAGE_REPEAT(EFFECT, "stretch", TextGrammar::raw);

  /** Properties that are kept together, and shared between styles that have the same. */
  enum Group {
    FONT(true),
    TEXT(true),
    LIST(true),
    BOX(false),
    PLACE(false),
    BORDER(false),
    BACKGROUND(false),
    FLEX(false),
    EFFECT(false);

    private final boolean inherited;

    Group(boolean inherited) {
      this.inherited = inherited;
    }

    boolean inherited() {
      return inherited;
    }
  }

  private static final Property[] ALL = values();
  private static final Map<String, Property> BY_NAME = new HashMap<>();
  private static final int[] SIZES = new int[Group.values().length];

  static {
    for (Property p : ALL) {
      BY_NAME.put(p.cssName, p);
      p.slot = SIZES[p.group.ordinal()]++;
    }
  }

  private final String cssName = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final Group group;
  private final String initial;
  private final Grammar<?> grammar;
  private int slot;

  Property(Group group, String initial, Grammar<?> grammar) {
    this.group = group;
    this.initial = initial;
    this.grammar = grammar;
  }

  /** The property with that name in lower case. */
  public static Optional<Property> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  @Override
  public String cssName() {
    return cssName;
  }

  /** Whether an element without a declaration takes its parent's value. */
  public boolean inherited() {
    return group.inherited();
  }

  /** The initial value, as text. */
  public String initialText() {
    return initial;
  }

  static Property at(int ordinal) {
    return ALL[ordinal];
  }

  /** How many there are. */
  static int count() {
    return ALL.length;
  }

  Group group() {
    return group;
  }

  int slot() {
    return slot;
  }

  Grammar<?> grammar() {
    return grammar;
  }

  static int slots(Group group) {
    return SIZES[group.ordinal()];
  }

  Object initialValue(ValueContext cx) {
    Object value = grammar.parse(new Values(Parser.values(initial), cx));
    if (value == null) {
      throw new IllegalStateException("initial value of " + cssName);
    }
    return value;
  }
}
