package dev.glasshouse.layout.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one line is made of, before it is placed. */
final class Line {
  final List<Piece> pieces = new ArrayList<>();

  /** Where the next line begins. */
  int nextItem;

  int nextOffset;

  /** Whether it ends with a forced break. */
  boolean forced;

  /** Whether nothing comes after it. */
  boolean last;

  /** Whether anything on it makes it a line. */
  boolean visible;

  /** Whether its first word does not fit, though it would if no float stood beside. */
  boolean tooNarrow;

  /** The width of all pieces. */
  int width;

  /** The width of preserved spaces at its end, which hang. */
  int hanging;

  /** The room for it. */
  int available;

  /** A part of an item that stands on the line. */
  static final class Piece {
    final InlineItem item;
    final int start;
    int end;
    int width;
    boolean hyphen;

    /** Whether the line is cut off behind it, with an ellipsis. */
    boolean cut;

    @Nullable Laid laid;

    Piece(InlineItem item, int start, int end, int width) {
      this.item = item;
      this.start = start;
      this.end = end;
      this.width = width;
    }
  }
}
