package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.TextKeywords.TextOverflow;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.flow.Line.Piece;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.LayoutUnit;

/**
 * Lines that are too long end with an ellipsis where the style says so (CSS Overflow 4, section 6).
 */
final class Ellipsis {
  /** What stands for the rest. */
  static final String TEXT = "\u2026";

  private Ellipsis() {}

  /** Cuts a line off, if it has to be. */
  static void cut(Line line, InlineContent content, BoxStyle block, Flow flow) {
    boolean wanted =
        block.script().lines().overflow() == TextOverflow.ELLIPSIS
            && block.placement().overflowX().clips();
    if (!wanted || line.width - line.hanging <= line.available) {
      return;
    }
    int room = line.available - width(block, flow);
    int used = 0;
    int keep = -1;
    for (int i = 0; i < line.pieces.size(); i++) {
      Piece piece = line.pieces.get(i);
      if (piece.item.kind == Kind.TEXT && (keep < 0 || used <= room)) {
        keep = i;
      }
      used += piece.width;
      if (used > room && keep >= 0) {
        break;
      }
    }
    if (keep >= 0) {
      shorten(line, keep, room, content, flow);
    }
  }

  static int width(BoxStyle style, Flow flow) {
    Setting set = flow.typesetter.set(TEXT, style.script().shaping(), 0);
    return LayoutUnit.ceil(set.width(0, TEXT.length()));
  }

  /** Cuts one text to what fits, and takes away what is behind it. */
  private static void shorten(Line line, int index, int room, InlineContent content, Flow flow) {
    Piece piece = line.pieces.get(index);
    int before = 0;
    for (int i = 0; i < index; i++) {
      before += line.pieces.get(i).width;
    }
    Setting setting = piece.item.setting(content, flow.typesetter);
    int base = piece.item.start;
    int end = piece.start + 1;
    for (int to = end; to <= piece.end; to++) {
      boolean fits = before + LayoutUnit.ceil(setting.width(piece.start - base, to - base)) <= room;
      if (fits && setting.clusterStart(to - base)) {
        end = to;
      }
    }
    piece.end = Math.min(end, piece.end);
    piece.width = LayoutUnit.ceil(setting.width(piece.start - base, piece.end - base));
    piece.cut = true;
    for (int i = line.pieces.size() - 1; i > index; i--) {
      Kind kind = line.pieces.get(i).item.kind;
      if (kind == Kind.TEXT || kind == Kind.TAB || kind == Kind.ATOMIC) {
        line.pieces.remove(i);
      }
    }
    line.hanging = 0;
    line.width = 0;
    line.pieces.forEach(each -> line.width += each.width);
    line.width += width(piece.item.box.style(), flow);
  }
}
