package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import org.jspecify.annotations.Nullable;

/** The end of a line ({@code br}), or a place where a line may end ({@code wbr}). */
public final class BreakBox extends Box {
  private final boolean forced;

  BreakBox(@Nullable Node node, BoxStyle style, int index, boolean forced) {
    super(node, style, index);
    this.forced = forced;
  }

  /** Whether the line ends here, not only may. */
  public boolean forced() {
    return forced;
  }

  @Override
  public boolean inlineLevel() {
    return true;
  }

  @Override
  public String kind() {
    return forced ? "line break" : "word break";
  }
}
