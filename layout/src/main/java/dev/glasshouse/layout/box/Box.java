package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Insets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A box of the box tree (CSS Display 3, section 1): what a part of the document is for layout,
 * before it has a place. Never changed once the tree is built.
 */
public abstract sealed class Box permits BlockBox, InlineBox, TextBox, BreakBox, ReplacedBox {
  private final @Nullable Node node;
  private final BoxStyle style;
  private final int index;
  private Insets border;

  Box(@Nullable Node node, BoxStyle style, int index) {
    this.node = node;
    this.style = style;
    this.index = index;
    this.border = style.frame().border();
  }

  void keepBorder(Insets kept) {
    this.border = kept;
  }

  /** The widths of its border: those of its style, or what the cells of a table keep of them. */
  public final Insets border() {
    return border;
  }

  /** The node that it stands for; empty for an anonymous or generated box. */
  public final Optional<Node> node() {
    return Optional.ofNullable(node);
  }

  /** The element that it stands for; empty for texts, anonymous and generated boxes. */
  public final Optional<Element> element() {
    return node instanceof Element element ? Optional.of(element) : Optional.empty();
  }

  /** Its style; that of a text is its parent's. */
  public final BoxStyle style() {
    return style;
  }

  /** Its number in its tree, counted from 0. */
  public final int index() {
    return index;
  }

  /** The boxes inside, in the order of the document. */
  public List<Box> children() {
    return List.of();
  }

  /** Whether it stands in lines. */
  public abstract boolean inlineLevel();

  /** Whether it takes no part in the flow: floating or absolutely positioned. */
  public final boolean outOfFlow() {
    return style.placement().outOfFlow();
  }

  /** What it is, in a word, as the dump of layout has it. */
  public abstract String kind();

  @Override
  public String toString() {
    return kind() + (node == null ? "" : " " + node.nodeName());
  }
}
