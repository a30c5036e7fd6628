package dev.glasshouse.css.values;

/**
 * The kind of box an element makes: outer role and inner layout in one name (<a
 * href="https://drafts.csswg.org/css-display-3/#the-display-properties">CSS Display 3, 2</a>).
 */
public enum Display {
  /** No box, no boxes inside. */
  NONE,
  /** No box of its own; its children's boxes stand in its place. */
  CONTENTS,
  /** A block of block flow. */
  BLOCK,
  /** A block with a formatting context of its own. */
  FLOW_ROOT,
  /** A piece of a line. */
  INLINE,
  /** A block inside a line. */
  INLINE_BLOCK,
  /** A block with a marker. */
  LIST_ITEM,
  /** A piece of a line with a marker ({@code inline list-item}). */
  INLINE_LIST_ITEM,
  /** A flex container. */
  FLEX,
  /** A flex container in a line. */
  INLINE_FLEX,
  /** A grid container. */
  GRID,
  /** A grid container in a line. */
  INLINE_GRID,
  /** A table. */
  TABLE,
  /** A table in a line. */
  INLINE_TABLE,
  /** {@code tbody}. */
  TABLE_ROW_GROUP,
  /** {@code thead}. */
  TABLE_HEADER_GROUP,
  /** {@code tfoot}. */
  TABLE_FOOTER_GROUP,
  /** {@code tr}. */
  TABLE_ROW,
  /** {@code td}, {@code th}. */
  TABLE_CELL,
  /** {@code colgroup}. */
  TABLE_COLUMN_GROUP,
  /** {@code col}. */
  TABLE_COLUMN,
  /** {@code caption}. */
  TABLE_CAPTION,
  /** {@code ruby}. */
  RUBY,
  /** {@code rb}. */
  RUBY_BASE,
  /** {@code rt}. */
  RUBY_TEXT,
  /** {@code rtc}. */
  RUBY_TEXT_CONTAINER;

  /** Whether the box takes part in a line. */
  public boolean isInlineLevel() {
    return switch (this) {
      case INLINE,
          INLINE_BLOCK,
          INLINE_LIST_ITEM,
          INLINE_FLEX,
          INLINE_GRID,
          INLINE_TABLE,
          RUBY,
          RUBY_BASE,
          RUBY_TEXT,
          RUBY_TEXT_CONTAINER ->
          true;
      default -> false;
    };
  }

  /** Whether the box belongs inside a table. */
  public boolean isTablePart() {
    return compareTo(TABLE_ROW_GROUP) >= 0 && compareTo(TABLE_CAPTION) <= 0;
  }

  /** Whether the box has a marker. */
  public boolean isListItem() {
    return this == LIST_ITEM || this == INLINE_LIST_ITEM;
  }

  /** What this becomes where a block-level box is needed (CSS Display 3, 2.7). */
  public Display blockified() {
    return switch (this) {
      case INLINE, RUBY, RUBY_BASE, RUBY_TEXT, RUBY_TEXT_CONTAINER -> BLOCK;
      case INLINE_BLOCK -> BLOCK;
      case INLINE_LIST_ITEM -> LIST_ITEM;
      case INLINE_FLEX -> FLEX;
      case INLINE_GRID -> GRID;
      case INLINE_TABLE -> TABLE;
      case NONE, CONTENTS, BLOCK, FLOW_ROOT, LIST_ITEM, FLEX, GRID, TABLE -> this;
      case TABLE_ROW_GROUP,
          TABLE_HEADER_GROUP,
          TABLE_FOOTER_GROUP,
          TABLE_ROW,
          TABLE_CELL,
          TABLE_COLUMN_GROUP,
          TABLE_COLUMN,
          TABLE_CAPTION ->
          BLOCK;
    };
  }
}
