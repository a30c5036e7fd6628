package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import org.jspecify.annotations.Nullable;

/** A run of text, with {@code text-transform} applied and its white space as in the document. */
public final class TextBox extends Box {
  private final String text;

  TextBox(@Nullable Node node, BoxStyle style, int index, String text) {
    super(node, style, index);
    this.text = text;
  }

  /** The text. */
  public String text() {
    return text;
  }

  /** Whether nothing is left of it between blocks: white space that collapses. */
  public boolean blank() {
    if (!style().script().spaces().collapsesSpaces()) {
      return false;
    }
    boolean breaks = style().script().spaces().keepsBreaks();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t' && c != '\r' && c != '\f' && (c != '\n' || breaks)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean inlineLevel() {
    return true;
  }

  @Override
  public String kind() {
    return "text";
  }
}
