package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A block container: its children are all block-level, or all inline-level and set in lines (CSS 2,
 * 9.2.1). It may itself stand in a line (an inline-block).
 */
public final class BlockBox extends Box {
  private final Role role;
  private List<Box> children = List.of();
  private boolean setsLines;
  private @Nullable Marker marker;
  private @Nullable Field field;

  /** What a block container is besides. */
  public enum Role {
    /** The box of the root element. */
    ROOT,
    /** The box of the body element. */
    BODY,
    /** A box of an element or a pseudo-element. */
    ELEMENT,
    /** A box that wraps inline content among blocks. */
    ANONYMOUS
  }

  /**
   * A form control that holds text.
   *
   * @param columns how many characters wide it is; 0 for as wide as its content
   * @param extra what is added to that width, px
   * @param rows how many lines high it is; 0 for as high as its content
   * @param centred whether its content stands in the middle of its height
   */
  public record Field(int columns, int extra, int rows, boolean centred) {}

  BlockBox(@Nullable Node node, BoxStyle style, int index, Role role) {
    super(node, style, index);
    this.role = role;
  }

  void fill(List<Box> content, boolean inline) {
    this.children = List.copyOf(content);
    this.setsLines = inline;
  }

  void mark(Marker with) {
    this.marker = with;
  }

  void field(Field as) {
    this.field = as;
  }

  @Override
  public List<Box> children() {
    return children;
  }

  /** Whether its children are inline-level: it is an inline formatting context. */
  public boolean setsLines() {
    return setsLines;
  }

  /** What it is besides. */
  public Role role() {
    return role;
  }

  /** The marker outside of it. */
  public Optional<Marker> marker() {
    return Optional.ofNullable(marker);
  }

  /** The form control that it is. */
  public Optional<Field> field() {
    return Optional.ofNullable(field);
  }

  @Override
  public boolean inlineLevel() {
    return style().display().isInlineLevel() && !outOfFlow();
  }

  /**
   * Whether it is the root of a block formatting context: no float reaches in or out, no margin
   * collapses through (CSS 2, 9.4.1; CSS Display 3).
   */
  public boolean independent() {
    if (role == Role.ROOT
        || style().placement().scrolls()
        || field != null
        || style().look().contained()) {
      return true;
    }
    Display display = style().display();
    return switch (display) {
      case FLOW_ROOT, INLINE_BLOCK, FLEX, INLINE_FLEX, GRID, INLINE_GRID, TABLE, INLINE_TABLE ->
          true;
      case TABLE_CELL, TABLE_CAPTION -> true;
      default -> style().placement().outOfFlow();
    };
  }

  /** Whether it is the containing block of absolutely positioned boxes inside (CSS 2, 10.1). */
  public boolean containsAbsolute() {
    return style().placement().position() != Position.STATIC || style().look().transformed();
  }

  @Override
  public String kind() {
    return switch (role) {
      case ROOT -> "root";
      case ANONYMOUS -> "anonymous";
      default -> style().display().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    };
  }
}
