package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import org.jspecify.annotations.Nullable;

/** A replaced element: its content is not of CSS's making (CSS 2, 3.1). */
public final class ReplacedBox extends Box {
  private final Replacement content;
  private final NaturalSize natural;

  ReplacedBox(
      @Nullable Node node, BoxStyle style, int index, Replacement content, NaturalSize natural) {
    super(node, style, index);
    this.content = content;
    this.natural = natural;
  }

  /** What is shown. */
  public Replacement content() {
    return content;
  }

  /** The size that it has of itself. */
  public NaturalSize natural() {
    return natural;
  }

  @Override
  public boolean inlineLevel() {
    return style().display().isInlineLevel() && !outOfFlow();
  }

  @Override
  public String kind() {
    return inlineLevel() ? "replaced inline" : "replaced block";
  }
}
