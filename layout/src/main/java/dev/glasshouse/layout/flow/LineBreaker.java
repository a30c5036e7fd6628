package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.flow.Line.Piece;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Spaces;
import java.util.List;

/**
 * Fills lines one after the other (CSS Text 3, sections 4.1.2 and 5): as many words as there is
 * room for.
 *
 * <p>A line grows up to each place where it may be broken. If it still fits there, the place is
 * remembered; if not, the line goes back to the last place that was.
 */
final class LineBreaker {
  private final Flow flow;
  private final InlineContent content;
  private final Room room;
  private final Surroundings surroundings;
  private Line line = new Line();
  private int available;

  /** The width of spaces at the end of what is on the line. */
  private int trailing;

  private boolean begun;
  private Mark mark = Mark.NONE;

  /** What stands beside the line. */
  interface Surroundings {
    /** Lays out a box that stands in the line. */
    Laid atomic(Box box);

    /**
     * A float comes up.
     *
     * @param used how much of the line is used
     * @return the room for the line from now on
     */
    int meetFloat(Box box, int used, int available);

    /** Whether floats make the line narrower than the block. */
    boolean narrowed();
  }

  /** A place where the line may be broken, and how the line was by then. */
  private record Mark(
      int pieces, int lastEnd, int lastWidth, int width, boolean hyphen, int item, int offset) {
    static final Mark NONE = new Mark(-1, 0, 0, 0, false, 0, 0);
  }

  LineBreaker(Flow flow, InlineContent content, Room room, Surroundings surroundings) {
    this.flow = flow;
    this.content = content;
    this.room = room;
    this.surroundings = surroundings;
  }

  /** The line that begins at this place. */
  Line next(int item, int offset, int width) {
    line = new Line();
    available = width;
    trailing = 0;
    begun = false;
    mark = Mark.NONE;
    List<InlineItem> items = content.items();
    boolean full = false;
    int i = item;
    for (; i < items.size() && !full && !line.forced; i++) {
      InlineItem each = items.get(i);
      full = each.start > 0 && opens(each) && offer(i, Math.max(each.start, offset));
      if (!full) {
        full = add(i, each, Math.max(each.start, offset));
      }
    }
    if (!full) {
      if (!fits(0) && mark.pieces >= 0 && !line.forced) {
        rewind();
      } else if (!fits(0) && narrowIsBad()) {
        line.tooNarrow = true;
      } else {
        end(i, i < items.size() ? items.get(i).start : 0);
      }
    }
    line.available = available;
    line.last = line.nextItem >= items.size();
    TrailingSpaces.trim(line, content, flow);
    return line;
  }

  private boolean opens(InlineItem item) {
    boolean starts =
        switch (item.kind) {
          case OPEN, TEXT, TAB, ATOMIC, CONTROL -> true;
          case CLOSE, BREAK, FLOAT, ABSOLUTE -> false;
        };
    return starts && content.breaks().get(item.start);
  }

  private boolean add(int i, InlineItem item, int from) {
    switch (item.kind) {
      case TEXT -> {
        return text(i, item, from);
      }
      case TAB -> put(new Piece(item, item.start, item.end, tab(item)));
      case OPEN, CLOSE -> {
        int edge = edge((InlineBox) item.box, item.kind == Kind.OPEN);
        line.pieces.add(new Piece(item, item.start, item.end, edge));
        line.width += edge;
        line.visible |= edge != 0;
      }
      case ATOMIC -> {
        Laid laid = surroundings.atomic(item.box);
        Insets margins = Sizes.margins(item.box, room.width());
        var piece =
            new Piece(item, item.start, item.end, laid.fragment().width() + margins.horizontal());
        piece.laid = laid;
        put(piece);
      }
      case BREAK -> {
        put(new Piece(item, item.start, item.end, 0));
        line.forced = true;
      }
      case CONTROL -> line.pieces.add(new Piece(item, item.start, item.end, 0));
      case FLOAT -> available = surroundings.meetFloat(item.box, line.width - trailing, available);
      case ABSOLUTE -> line.pieces.add(new Piece(item, item.start, item.end, 0));
    }
    return false;
  }

  private void put(Piece piece) {
    flow.patience.look();
    line.pieces.add(piece);
    line.width += piece.width;
    line.visible = true;
    begun = true;
    trailing = 0;
  }

  private int edge(InlineBox box, boolean opening) {
    if (opening ? !box.first() : !box.last()) {
      return 0;
    }
    Insets edges = Sizes.edges(box, room.width()).plus(Sizes.margins(box, room.width()));
    return opening != box.style().rightToLeft() ? edges.left() : edges.right();
  }

  private int tab(InlineItem item) {
    BoxStyle style = item.box.style();
    var size = style.script().spaces().tabSize();
    double space = flow.metrics(style).spaceAdvance();
    double stop = size.inSpaces() ? size.value() * space : size.value();
    int step = LayoutUnit.of(stop);
    if (step <= 0) {
      return 0;
    }
    int width = step - Math.floorMod(line.width, step);
    return width < LayoutUnit.of(space / 2) ? width + step : width;
  }

  /** Adds a text, word by word; whether the line is full. */
  private boolean text(int i, InlineItem item, int from) {
    String text = content.text();
    Spaces spaces = item.box.style().script().spaces();
    int at = from;
    while (!begun && at < item.end && text.charAt(at) == ' ' && spaces.collapsesSpaces()) {
      at++;
    }
    if (at == item.end) {
      return false;
    }
    Setting setting = item.setting(content, flow.typesetter);
    Piece piece = new Piece(item, at, at, 0);
    line.pieces.add(piece);
    while (at < item.end) {
      int next = content.breaks().nextSetBit(at + 1);
      if (next < 0 || next > item.end) {
        next = item.end;
      }
      grow(piece, setting, next, spaces);
      at = next;
      if (at < item.end && offer(i, at)) {
        return true;
      }
    }
    return false;
  }

  private void grow(Piece piece, Setting setting, int to, Spaces spaces) {
    String text = content.text();
    int base = piece.item.start;
    int spaceFrom = to;
    if (spaces.collapse()
        != dev.glasshouse.css.values.TextKeywords.WhiteSpaceCollapse.BREAK_SPACES) {
      while (spaceFrom > piece.end && text.charAt(spaceFrom - 1) == ' ') {
        spaceFrom--;
      }
    }
    int width = LayoutUnit.ceil(setting.width(piece.start - base, to - base));
    boolean onlySpaces = spaceFrom == piece.end;
    int spaceWidth = LayoutUnit.ceil(setting.width(spaceFrom - base, to - base));
    trailing = onlySpaces ? trailing + spaceWidth : spaceWidth;
    line.width += width - piece.width;
    line.visible |= !onlySpaces || !spaces.collapsesSpaces();
    begun = true;
    piece.end = to;
    piece.width = width;
  }

  private boolean fits(int more) {
    return line.width - trailing + more <= available;
  }

  /** A place where the line may be broken; whether it has to be. */
  private boolean offer(int item, int offset) {
    if (!begun) {
      return false;
    }
    Piece last = line.pieces.isEmpty() ? null : line.pieces.getLast();
    boolean hyphen = offset > 0 && content.text().charAt(offset - 1) == '\u00AD';
    int more = hyphen && last != null ? hyphenWidth(last.item.box.style()) : 0;
    if (fits(more)) {
      mark =
          new Mark(
              line.pieces.size(),
              last == null ? 0 : last.end,
              last == null ? 0 : last.width,
              line.width,
              hyphen,
              item,
              offset);
      return false;
    }
    if (mark.pieces >= 0) {
      rewind();
    } else if (narrowIsBad()) {
      line.tooNarrow = true;
    } else if (!breakWord()) {
      if (hyphen && last != null) {
        last.hyphen = true;
      }
      end(item, offset);
    }
    return true;
  }

  private boolean narrowIsBad() {
    return surroundings.narrowed();
  }

  private int hyphenWidth(BoxStyle style) {
    Setting set = flow.typesetter.set("-", style.script().shaping(), 0);
    return LayoutUnit.ceil(set.width(0, 1));
  }

  private void end(int item, int offset) {
    line.nextItem = item;
    line.nextOffset = offset;
    breakWordAtEnd();
  }

  /** The last word of all is too long as well. */
  private void breakWordAtEnd() {
    if (!fits(0) && mark.pieces < 0) {
      breakWord();
    }
  }

  private void rewind() {
    while (line.pieces.size() > mark.pieces) {
      line.pieces.removeLast();
    }
    if (!line.pieces.isEmpty()) {
      Piece last = line.pieces.getLast();
      last.end = mark.lastEnd;
      last.width = mark.lastWidth;
      last.hyphen = mark.hyphen;
    }
    line.width = mark.width;
    line.nextItem = mark.item;
    line.nextOffset = mark.offset;
    line.forced = false;
  }

  /** Breaks the word that is too long for any line, where the style allows it. */
  private boolean breakWord() {
    int before = 0;
    for (int p = 0; p < line.pieces.size(); p++) {
      Piece piece = line.pieces.get(p);
      boolean text = piece.item.kind == Kind.TEXT;
      if (before + piece.width > available
          && text
          && piece.item.box.style().script().spaces().breaksWords()
          && piece.item.box.style().script().spaces().wraps()) {
        if (cut(p, piece, available - before, before == 0)) {
          return true;
        }
      }
      before += piece.width;
    }
    return false;
  }

  private boolean cut(int index, Piece piece, int fit, boolean first) {
    Setting setting = piece.item.setting(content, flow.typesetter);
    int base = piece.item.start;
    int best = -1;
    for (int to = piece.start + 1; to < piece.end; to++) {
      if (!setting.clusterStart(to - base)) {
        continue;
      }
      if (LayoutUnit.ceil(setting.width(piece.start - base, to - base)) > fit) {
        best = best < 0 && first ? to : best;
        break;
      }
      best = to;
    }
    if (best < 0) {
      return false;
    }
    while (line.pieces.size() > index + 1) {
      line.width -= line.pieces.removeLast().width;
    }
    int width = LayoutUnit.ceil(setting.width(piece.start - base, best - base));
    line.width += width - piece.width;
    piece.end = best;
    piece.width = width;
    line.forced = false;
    line.nextItem = content.items().indexOf(piece.item);
    line.nextOffset = best;
    return true;
  }
}
