package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.flow.Line.Piece;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Spaces;

/** Spaces at the end of a line: they go, or they hang (CSS Text 3, 4.1.2). */
final class TrailingSpaces {
  private TrailingSpaces() {}

  /** Takes collapsible spaces from the end of a line, and measures those that hang. */
  static void trim(Line line, InlineContent content, Flow flow) {
    for (int i = line.pieces.size() - 1; i >= 0; i--) {
      Piece piece = line.pieces.get(i);
      if (piece.item.kind == Kind.ATOMIC || piece.item.kind == Kind.TAB) {
        return;
      }
      if (piece.item.kind == Kind.TEXT) {
        trimText(line, piece, content, flow);
        if (piece.end > piece.start) {
          return;
        }
        line.pieces.remove(i);
      }
    }
  }

  private static void trimText(Line line, Piece piece, InlineContent content, Flow flow) {
    Spaces spaces = piece.item.box.style().script().spaces();
    int end = piece.end;
    while (end > piece.start && content.text().charAt(end - 1) == ' ') {
      end--;
    }
    if (end == piece.end) {
      return;
    }
    Setting setting = piece.item.setting(content, flow.typesetter);
    int base = piece.item.start;
    int width = LayoutUnit.ceil(setting.width(piece.start - base, end - base));
    switch (spaces.collapse()) {
      case COLLAPSE, PRESERVE_BREAKS -> {
        line.width -= piece.width - width;
        piece.end = end;
        piece.width = width;
      }
      case PRESERVE, PRESERVE_SPACES -> {
        if (spaces.wraps()) {
          line.hanging += piece.width - width;
        }
      }
      case BREAK_SPACES -> {}
    }
  }
}
