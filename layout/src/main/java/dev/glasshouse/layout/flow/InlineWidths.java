package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.TextKeywords.WhiteSpaceCollapse;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.flow.Intrinsic.MinMax;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Spaces;

/** The widths of a block by its lines: the widest word, and the widest line without soft wraps. */
final class InlineWidths {
  private final Flow flow;
  private final InlineContent content;
  private int min;
  private int max;

  /** What cannot be broken, up to here. */
  private int word;

  /** The line up to here. */
  private int line;

  /** Spaces at the end of both. */
  private int trailing;

  private int floats;
  private boolean begun;

  InlineWidths(Flow flow, InlineContent content) {
    this.flow = flow;
    this.content = content;
  }

  MinMax measure(BlockBox block) {
    int indent = LayoutUnit.resolve(block.style().script().lines().indent().length(), 0);
    word = indent;
    line = indent;
    for (InlineItem item : content.items()) {
      boolean breakable = item.end > item.start && content.breaks().get(item.start);
      if (breakable && begun && item.kind != Kind.BREAK) {
        endWord();
      }
      add(item);
    }
    endLine();
    return new MinMax(min, Math.max(max, min));
  }

  private void add(InlineItem item) {
    switch (item.kind) {
      case TEXT -> text(item);
      case TAB -> {
        double space = flow.metrics(item.box.style()).spaceAdvance();
        var size = item.box.style().script().spaces().tabSize();
        int step = LayoutUnit.of(size.inSpaces() ? size.value() * space : size.value());
        put(step <= 0 ? 0 : step - Math.floorMod(line, step));
      }
      case OPEN, CLOSE -> edge((InlineBox) item.box, item.kind == Kind.OPEN);
      case ATOMIC -> {
        MinMax sizes = flow.intrinsic.outer(item.box);
        word += sizes.min();
        line = LayoutUnit.add(line, sizes.max());
        trailing = 0;
        begun = true;
      }
      case BREAK -> endLine();
      case FLOAT -> {
        MinMax sizes = flow.intrinsic.outer(item.box);
        min = Math.max(min, sizes.min());
        floats = LayoutUnit.add(floats, sizes.max());
      }
      case CONTROL, ABSOLUTE -> {}
    }
  }

  private void put(int width) {
    word = LayoutUnit.add(word, width);
    line = LayoutUnit.add(line, width);
    trailing = 0;
    begun = true;
  }

  private void edge(InlineBox box, boolean opening) {
    if (opening ? !box.first() : !box.last()) {
      return;
    }
    Insets edges = Sizes.edges(box, 0).plus(Sizes.margins(box, 0));
    int width = opening != box.style().rightToLeft() ? edges.left() : edges.right();
    word += width;
    line = LayoutUnit.add(line, width);
  }

  private void text(InlineItem item) {
    String text = content.text();
    Spaces spaces = item.box.style().script().spaces();
    Setting setting = item.setting(content, flow.typesetter);
    int at = item.start;
    while (!begun && at < item.end && text.charAt(at) == ' ' && spaces.collapsesSpaces()) {
      at++;
    }
    while (at < item.end) {
      int next = content.breaks().nextSetBit(at + 1);
      next = next < 0 || next > item.end ? item.end : next;
      piece(item, setting, at, next, spaces);
      at = next;
      if (at < item.end) {
        endWord();
      }
    }
  }

  private void piece(InlineItem item, Setting setting, int from, int to, Spaces spaces) {
    String text = content.text();
    int base = item.start;
    int spaceFrom = to;
    boolean hangs = spaces.collapse() != WhiteSpaceCollapse.BREAK_SPACES;
    while (hangs && spaceFrom > from && text.charAt(spaceFrom - 1) == ' ') {
      spaceFrom--;
    }
    int whole = LayoutUnit.ceil(setting.width(from - base, to - base));
    int space = LayoutUnit.ceil(setting.width(spaceFrom - base, to - base));
    if (spaces.breaksWordsForMinContent() && spaces.wraps()) {
      endWord();
      for (int i = from; i < spaceFrom; i++) {
        int letter = LayoutUnit.ceil(setting.width(i - base, i + 1 - base));
        min = Math.max(min, letter);
      }
      line = LayoutUnit.add(line, whole);
    } else {
      word = LayoutUnit.add(word, whole);
      line = LayoutUnit.add(line, whole);
    }
    begun = true;
    trailing = spaceFrom == from ? trailing + space : space;
  }

  private void endWord() {
    min = Math.max(min, word - trailing);
    word = 0;
  }

  private void endLine() {
    endWord();
    max = Math.max(max, LayoutUnit.add(line - trailing, floats));
    line = 0;
    floats = 0;
    trailing = 0;
    begun = false;
  }
}
