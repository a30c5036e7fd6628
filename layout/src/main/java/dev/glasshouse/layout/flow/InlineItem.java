package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.Box;
import org.jspecify.annotations.Nullable;

/** One thing in the content of lines, in the order of the document. */
final class InlineItem {
  /** What it is. */
  enum Kind {
    /** A run of text of one style and one bidi level. */
    TEXT,
    /** A preserved tab. */
    TAB,
    /** An inline box begins. */
    OPEN,
    /** An inline box ends. */
    CLOSE,
    /** A replaced box or an inline-block. */
    ATOMIC,
    /** The line ends here. */
    BREAK,
    /** Something without width: a character that steers the bidi algorithm, a place to break. */
    CONTROL,
    /** A float. */
    FLOAT,
    /** An absolutely positioned box. */
    ABSOLUTE
  }

  final Kind kind;
  final Box box;
  final int start;
  final int end;
  final boolean wraps;
  int level;
  private @Nullable Setting setting;

  /**
   * @param start where it begins in the text of the content
   * @param end where it ends there
   * @param wraps whether lines may wrap in it
   */
  InlineItem(Kind kind, Box box, int start, int end, boolean wraps) {
    this.kind = kind;
    this.box = box;
    this.start = start;
    this.end = end;
    this.wraps = wraps;
  }

  /** The part of it up to a place, or from it on. */
  InlineItem part(int from, int to, int atLevel) {
    var part = new InlineItem(kind, box, from, to, wraps);
    part.level = atLevel;
    return part;
  }

  /** Its text, set. */
  Setting setting(InlineContent content, Typesetter typesetter) {
    Setting known = setting;
    if (known == null) {
      known =
          typesetter.set(
              content.text().substring(start, end), box.style().script().shaping(), level);
      setting = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return kind + " " + start + "-" + end + " " + box;
  }
}
