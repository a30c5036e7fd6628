package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inline box: its content takes part in the lines around it. Where a block stands inside of an
 * inline element the element has several inline boxes (CSS 2, 9.2.1.1).
 */
public final class InlineBox extends Box {
  private final List<Box> children = new ArrayList<>();
  private final boolean first;
  private boolean last;

  InlineBox(@Nullable Node node, BoxStyle style, int index, boolean first) {
    super(node, style, index);
    this.first = first;
  }

  void add(Box child) {
    children.add(child);
  }

  void ends() {
    last = true;
  }

  /** Whether the element begins here, with margin, border and padding on that side. */
  public boolean first() {
    return first;
  }

  /** Whether the element ends here. */
  public boolean last() {
    return last;
  }

  @Override
  public List<Box> children() {
    return Collections.unmodifiableList(children);
  }

  @Override
  public boolean inlineLevel() {
    return true;
  }

  @Override
  public String kind() {
    return "inline";
  }
}
