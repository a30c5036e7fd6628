package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.BreakBox;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.box.TextBox;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Insets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The content of an inline formatting context in a row: one text, with white space collapsed, and
 * the items that it is made of (CSS Text 3, section 4.1.1; CSS Writing Modes 3, 2.4.2).
 *
 * <p>A box that stands in the line is U+FFFC in the text; floats and positioned boxes are nothing
 * there.
 */
final class InlineContent {
  private final StringBuilder building = new StringBuilder();
  private List<InlineItem> items = new ArrayList<>();
  private String text = "";
  private BitSet breaks = new BitSet();

  /** Whether a space stands there that takes in those after it, whatever controls are between. */
  private boolean afterSpace;

  private boolean visible;

  private InlineContent() {}

  /** The content of a block that sets lines. */
  static InlineContent of(BlockBox block, Breaks breaks) {
    var content = new InlineContent();
    BidiControls around = BidiControls.ofBlock(block.style());
    content.control(block, around.open());
    for (Box child : block.children()) {
      content.add(child, block.style());
    }
    content.control(block, around.close());
    content.text = content.building.toString();
    content.items = BidiLevels.split(content.items, content.text, block.style());
    content.breaks = breaks.find(content, block.style());
    return content;
  }

  /** The text. */
  String text() {
    return text;
  }

  /** The items, in order. */
  List<InlineItem> items() {
    return items;
  }

  /** Before which characters a line may begin. */
  BitSet breaks() {
    return breaks;
  }

  /** Whether it makes no line at all (CSS 2, 9.4.2). */
  boolean empty() {
    return !visible;
  }

  private void add(Box box, BoxStyle parent) {
    boolean wraps = parent.script().spaces().wraps();
    if (box.style().placement().position().isOutOfFlow()) {
      item(Kind.ABSOLUTE, box, wraps);
      return;
    }
    if (box.outOfFlow()) {
      item(Kind.FLOAT, box, wraps);
      return;
    }
    switch (box) {
      case TextBox run -> text(run);
      case InlineBox inline -> inline(inline, wraps);
      case BreakBox line -> lineBreak(line, wraps);
      case ReplacedBox _, BlockBox _ -> {
        building.append('\uFFFC');
        items.add(
            new InlineItem(Kind.ATOMIC, box, building.length() - 1, building.length(), wraps));
        afterSpace = false;
        visible = true;
      }
    }
  }

  private void item(Kind kind, Box box, boolean wraps) {
    items.add(new InlineItem(kind, box, building.length(), building.length(), wraps));
  }

  private void inline(InlineBox box, boolean wraps) {
    BidiControls around = BidiControls.of(box.style());
    visible |= edged(box);
    item(Kind.OPEN, box, wraps);
    control(box, around.open());
    for (Box child : box.children()) {
      add(child, box.style());
    }
    control(box, around.close());
    item(Kind.CLOSE, box, wraps);
  }

  /** Whether margin, border or padding of an inline box are seen although it is empty. */
  private static boolean edged(InlineBox box) {
    Insets margins = Insets.of(box.style().frame().margin(), 6400);
    Insets edges = Sizes.edges(box, 6400);
    return (box.first() && (margins.left() != 0 || edges.left() != 0))
        || (box.last() && (margins.right() != 0 || edges.right() != 0));
  }

  private void control(Box box, String characters) {
    if (!characters.isEmpty()) {
      int from = building.length();
      building.append(characters);
      items.add(
          new InlineItem(
              Kind.CONTROL, box, from, building.length(), box.style().script().spaces().wraps()));
    }
  }

  private void lineBreak(BreakBox box, boolean wraps) {
    if (box.forced()) {
      forced(box);
    } else {
      int from = building.length();
      building.append('\u200B');
      items.add(new InlineItem(Kind.CONTROL, box, from, building.length(), wraps));
    }
  }

  private void forced(Box box) {
    building.append('\n');
    items.add(new InlineItem(Kind.BREAK, box, building.length() - 1, building.length(), true));
    afterSpace = false;
    visible = true;
  }

  private void text(TextBox run) {
    var spaces = run.style().script().spaces();
    boolean collapses = spaces.collapsesSpaces();
    boolean keepsBreaks = spaces.keepsBreaks();
    String source = run.text();
    int from = building.length();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      boolean lineFeed = c == '\n';
      if (lineFeed && keepsBreaks) {
        flush(run, from);
        forced(run);
        from = building.length();
      } else if (c == '\t' && !collapses) {
        flush(run, from);
        building.append('\t');
        items.add(
            new InlineItem(
                Kind.TAB, run, building.length() - 1, building.length(), spaces.wraps()));
        from = building.length();
        afterSpace = false;
        visible = true;
      } else if (c == ' ' || c == '\t' || lineFeed || c == '\r' || c == '\f') {
        if (collapses) {
          int end = spacesEnd(source, i, keepsBreaks);
          collapsed(source, i, end);
          i = end - 1;
        } else {
          building.append(' ');
          afterSpace = false;
          visible = true;
        }
      } else {
        building.append(c);
        afterSpace = false;
        visible = true;
      }
    }
    flush(run, from);
  }

  private static int spacesEnd(String source, int from, boolean keepsBreaks) {
    int end = from;
    while (end < source.length()) {
      char c = source.charAt(end);
      boolean space = c == ' ' || c == '\t' || c == '\r' || c == '\f';
      if (!space && (c != '\n' || keepsBreaks)) {
        break;
      }
      end++;
    }
    return end;
  }

  /** Spaces become one, or none: after another one, and where a line feed parts wide letters. */
  private void collapsed(String source, int from, int to) {
    if (afterSpace) {
      return;
    }
    boolean lineFeed = source.indexOf('\n', from) >= 0 && source.indexOf('\n', from) < to;
    if (lineFeed && to < source.length() && !building.isEmpty()) {
      int before = building.codePointBefore(building.length());
      int after = source.codePointAt(to);
      if (before == 0x200B || after == 0x200B || (Wide.letter(before) && Wide.letter(after))) {
        return;
      }
    }
    building.append(' ');
    afterSpace = true;
  }

  private void flush(TextBox run, int from) {
    if (building.length() > from) {
      items.add(
          new InlineItem(
              Kind.TEXT, run, from, building.length(), run.style().script().spaces().wraps()));
    }
  }
}
