package dev.glasshouse.layout;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BoxKeywords.Visibility;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.BoxTree;
import dev.glasshouse.layout.box.BreakBox;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.box.TextBox;
import dev.glasshouse.layout.style.Spaces;

/**
 * The text of a page as a person reads it: what is seen, white space as it is shown, blocks on
 * lines of their own, paragraphs apart. Close to {@code innerText} (HTML 3.2.7), with list markers
 * and generated content besides.
 */
final class PageText {
  private final StringBuilder out = new StringBuilder();

  /** Line feeds that come before the next text, if there is any. */
  private int pending;

  /** Whether a collapsible space comes before the next text of the line. */
  private boolean space;

  /** Whether a marker was the last thing: what follows stands beside it. */
  private boolean marked;

  private PageText() {}

  static String of(BoxTree tree) {
    var text = new PageText();
    text.add(tree.root());
    return text.out.isEmpty() ? "" : text.out.append('\n').toString();
  }

  private void add(Box box) {
    switch (box) {
      case TextBox text -> text(text);
      case InlineBox inline -> inline.children().forEach(this::add);
      case BreakBox line -> {
        if (line.forced()) {
          lineFeed();
        }
      }
      case ReplacedBox _ -> {}
      case BlockBox block -> block(block);
    }
  }

  private void block(BlockBox block) {
    if (block.inlineLevel()) {
      block.children().forEach(this::add);
      return;
    }
    Display display = block.style().display();
    if (display == Display.TABLE_CELL) {
      cell(block);
      return;
    }
    int apart = block.element().filter(each -> each.is(Tag.P)).isPresent() ? 2 : 1;
    require(apart);
    block.marker().ifPresent(marker -> raw(marker.text()));
    block.children().forEach(this::add);
    require(apart);
  }

  private void cell(BlockBox block) {
    if (!out.isEmpty() && pending == 0) {
      out.append('\t');
      space = false;
    }
    for (Box child : block.children()) {
      add(child);
    }
    if (pending > 0) {
      pending = 0;
    }
  }

  private void require(int lines) {
    space = false;
    if (!out.isEmpty() && !marked) {
      pending = Math.max(pending, lines);
    }
  }

  private void lineFeed() {
    flush();
    space = false;
    out.append('\n');
  }

  private void flush() {
    if (!out.isEmpty()) {
      int there = 0;
      while (there < pending
          && there < out.length()
          && out.charAt(out.length() - 1 - there) == '\n') {
        there++;
      }
      out.repeat("\n", pending - there);
    }
    pending = 0;
  }

  private void raw(String text) {
    if (!text.isEmpty()) {
      flush();
      out.append(text);
      marked = true;
    }
  }

  private void text(TextBox box) {
    ComputedStyle style = box.style().look().computed();
    if (style.visibility() != Visibility.VISIBLE) {
      return;
    }
    Spaces spaces = box.style().script().spaces();
    String text = box.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' && spaces.keepsBreaks()) {
        lineFeed();
      } else if (spaces.collapsesSpaces()
          && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')) {
        space = true;
      } else if (c != '\u00AD' && c != '\u200B') {
        flush();
        boolean lineStart = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
        if (space && !lineStart && out.charAt(out.length() - 1) != ' ') {
          out.append(' ');
        }
        space = false;
        marked = false;
        out.append(c);
      }
    }
  }
}
