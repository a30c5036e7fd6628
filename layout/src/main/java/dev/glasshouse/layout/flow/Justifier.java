package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.TextKeywords.TextAlign;
import dev.glasshouse.css.values.TextKeywords.TextAlignLast;
import dev.glasshouse.css.values.TextKeywords.TextJustify;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.flow.Line.Piece;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Lines;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the content of a line stands, and how it is stretched to fill the line (CSS Text 3, section
 * 7).
 */
final class Justifier {
  private enum Side {
    LEFT,
    CENTER,
    RIGHT
  }

  private final Side side;
  private final InlineContent content;
  private final int end;
  private final int places;
  private final int spare;
  private final boolean letters;
  private int used;

  private Justifier(
      Side side, InlineContent content, int end, int places, int spare, boolean letters) {
    this.side = side;
    this.content = content;
    this.end = end;
    this.places = places;
    this.spare = spare;
    this.letters = letters;
  }

  /**
   * A part of a text that stays together.
   *
   * @param after the room that comes behind it
   */
  record Stretch(int start, int end, int after) {}

  static Justifier of(BoxStyle block, Line line, InlineContent content) {
    Lines lines = block.script().lines();
    boolean rtl = block.rightToLeft();
    boolean lastLine = line.last || line.forced;
    TextAlign align = lines.align().ofLines();
    if (lastLine && lines.alignLast() != TextAlignLast.AUTO) {
      align = TextAlign.valueOf(lines.alignLast().name());
    } else if (lastLine && align == TextAlign.JUSTIFY) {
      align = TextAlign.START;
    }
    Side start = rtl ? Side.RIGHT : Side.LEFT;
    Side side =
        switch (align) {
          case LEFT -> Side.LEFT;
          case RIGHT -> Side.RIGHT;
          case CENTER -> Side.CENTER;
          case END -> rtl ? Side.LEFT : Side.RIGHT;
          default -> start;
        };
    int spare = line.available - (line.width - line.hanging);
    boolean justified =
        align == TextAlign.JUSTIFY && spare > 0 && lines.justify() != TextJustify.NONE;
    boolean letters = lines.justify() != TextJustify.INTER_WORD;
    if (!justified) {
      return new Justifier(side, content, 0, 0, 0, letters);
    }
    int end = textEnd(line);
    int places = 0;
    for (Piece piece : line.pieces) {
      if (piece.item.kind == Kind.TEXT) {
        for (int i = piece.start; i < piece.end; i++) {
          places += place(content.text(), i, end, letters) ? 1 : 0;
        }
      }
    }
    return new Justifier(side, content, end, places, spare, letters);
  }

  private static int textEnd(Line line) {
    for (int i = line.pieces.size() - 1; i >= 0; i--) {
      Piece piece = line.pieces.get(i);
      if (piece.item.kind == Kind.TEXT || piece.item.kind == Kind.ATOMIC) {
        return piece.end;
      }
    }
    return 0;
  }

  /** Whether room may come behind this character. */
  private static boolean place(String text, int i, int end, boolean letters) {
    if (i + 1 >= end) {
      return false;
    }
    char c = text.charAt(i);
    if (c == ' ' || c == '\u00A0') {
      return true;
    }
    if (!letters || Character.isHighSurrogate(c) || c < 0x2E80) {
      char next = text.charAt(i + 1);
      return letters
          && !Character.isHighSurrogate(c)
          && next >= 0x2E80
          && next != '\uFFFC'
          && Wide.stretches(text.codePointAt(i + 1));
    }
    int codePoint = Character.isLowSurrogate(c) ? text.codePointBefore(i + 1) : c;
    return Wide.stretches(codePoint) && text.charAt(i + 1) != ' ';
  }

  /** Whether the line is stretched. */
  boolean stretches() {
    return places > 0;
  }

  /** How far the content stands from the left end of the room for the line. */
  int offset(Line line, int width) {
    int room = line.available - width;
    return switch (side) {
      case LEFT -> 0;
      case CENTER -> Math.max(0, room / 2);
      case RIGHT -> room;
    };
  }

  /** The parts of a text, with the room behind each; asked in the order of the text. */
  List<Stretch> cut(Piece piece) {
    var parts = new ArrayList<Stretch>();
    int start = piece.start;
    for (int i = piece.start; i < piece.end; i++) {
      if (place(content.text(), i, end, letters)) {
        int after = share(used + 1) - share(used);
        used++;
        parts.add(new Stretch(start, i + 1, after));
        start = i + 1;
      }
    }
    if (start < piece.end) {
      parts.add(new Stretch(start, piece.end, 0));
    }
    return parts;
  }

  private int share(int count) {
    return (int) ((long) spare * count / places);
  }
}
