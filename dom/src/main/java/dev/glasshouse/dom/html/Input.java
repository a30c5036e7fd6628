package dev.glasshouse.dom.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The characters that have come and are not read yet: the standard's input stream, newlines made
 * one, with an insertion point for {@code document.write} (HTML 13.2.3.5).
 *
 * <p>It is a window: what has been read is forgotten when more comes. {@link #pos} to {@link #end}
 * is open to the tokenizer, which uses the fields itself because it does so for every character.
 */
final class Input {
  private static final int FIRST_SIZE = 1 << 14;

  char[] chars = new char[FIRST_SIZE];

  /** The next character to read. */
  int pos;

  /** The end of what may be read now: the insertion point, or the end of all that is there. */
  int end;

  /** Whether nothing more comes after {@link #end}. */
  boolean closed;

  private final ErrorLog errors;

  /** The end of all characters that are there. */
  private int filled;

  /** Offset in the source of {@code chars[0]}. */
  private int base;

  /**
   * Characters before this index were written by a script; they stand at offset {@link #writtenAt}.
   */
  private int writtenEnd;

  private int writtenAt;

  /** A high surrogate that ended the last piece, or 0. */
  private char halfPair;

  private int halfPairOffset;
  private boolean skipLineFeed;
  private boolean noMore;

  /** Places that are kept in mind while the window moves, the innermost insertion point last. */
  private final List<Mark> marks = new ArrayList<>();

  private final LineMap lines = new LineMap();

  /** An insertion point: a place between two characters. */
  static final class Mark {
    private int index;

    private Mark(int index) {
      this.index = index;
    }
  }

  Input(ErrorLog errors) {
    this.errors = errors;
  }

  /** Says that the first character stands elsewhere than at the beginning of a source. */
  void beginAt(int line, int column) {
    lines.beginAt(line, column);
  }

  /** Makes room for so many characters more at {@link #fillFrom()}. */
  void reserve(int count) {
    if (pos > 0) {
      System.arraycopy(chars, pos, chars, 0, filled - pos);
      base += pos;
      filled -= pos;
      end -= pos;
      writtenEnd = Math.max(0, writtenEnd - pos);
      for (Mark mark : marks) {
        mark.index -= pos;
      }
      pos = 0;
      lines.forgetBefore(writtenEnd > 0 ? writtenAt : base);
    }
    if (chars.length - filled < count) {
      chars = Arrays.copyOf(chars, Math.max(filled + count, chars.length * 2));
    }
  }

  int fillFrom() {
    return filled;
  }

  /** Takes the characters that were put at {@link #fillFrom()} into the stream. */
  void filledTo(int to) {
    boolean open = end == filled;
    if (halfPair != 0 && filled < to && !Character.isLowSurrogate(chars[filled])) {
      reportHalfPair();
    }
    filled = clean(filled, to, filled + base);
    if (open) {
      end = filled;
    }
  }

  private void reportHalfPair() {
    if (halfPair != 0) {
      halfPair = 0;
      error(ParseErrorCode.SURROGATE_IN_INPUT_STREAM, halfPairOffset);
    }
  }

  /** Says that nothing more comes. */
  void close() {
    reportHalfPair();
    noMore = true;
    closed = end == filled;
  }

  /** Keeps the place before the next character in mind. */
  Mark mark() {
    Mark mark = new Mark(pos);
    marks.add(mark);
    return mark;
  }

  void release(Mark mark) {
    marks.remove(mark);
  }

  /** Opens the stream up to a place and no further. */
  void openTo(Mark mark) {
    end = mark.index;
    closed = noMore && end == filled;
  }

  /** Opens the stream as far as it goes. */
  void open() {
    end = filled;
    closed = noMore;
  }

  /** Puts characters of a script at an insertion point, which then stands behind them. */
  void insert(CharSequence written, Mark at) {
    int count = written.length();
    int from = at.index;
    int offset = offset(from);
    if (chars.length - filled < count) {
      chars = Arrays.copyOf(chars, Math.max(filled + count, chars.length * 2));
    }
    System.arraycopy(chars, from, chars, from + count, filled - from);
    for (int i = 0; i < count; i++) {
      chars[from + i] = written.charAt(i);
    }
    writtenEnd = Math.max(writtenEnd, from) + count;
    writtenAt = offset;
    base -= count;
    filled += count;
    int kept = count - removeCarriageReturns(from, from + count);
    int innermost = marks.indexOf(at);
    for (int i = 0; i < marks.size(); i++) {
      // Where several stand in one place, the outer ones lie behind the inner.
      if (marks.get(i).index > from || (i <= innermost && marks.get(i).index == from)) {
        marks.get(i).index += kept;
      }
    }
  }

  private int removeCarriageReturns(int from, int to) {
    int out = from;
    boolean afterReturn = false;
    for (int i = from; i < to; i++) {
      char c = chars[i];
      if (c == '\n' && afterReturn) {
        afterReturn = false;
        continue;
      }
      afterReturn = c == '\r';
      chars[out++] = afterReturn ? '\n' : c;
    }
    int gone = to - out;
    if (gone > 0) {
      System.arraycopy(chars, to, chars, out, filled - to);
      filled -= gone;
      writtenEnd -= gone;
      base += gone;
    }
    return gone;
  }

  /** Offset in the source of the character at this index of the window. */
  int offset(int index) {
    return index < writtenEnd ? writtenAt : index + base;
  }

  int line(int offset) {
    return lines.line(offset);
  }

  int column(int offset) {
    return lines.column(offset);
  }

  void error(ParseErrorCode code, int offset) {
    if (errors.wants()) {
      int line = lines.line(offset);
      errors.add(code, line, lines.column(offset));
    }
  }

  /**
   * Makes newlines one (HTML 13.2.3.5), notes where lines begin, and reports characters that should
   * not be there. Most characters pass the first test.
   */
  private int clean(int from, int to, int sourceOffset) {
    char[] c = chars;
    int i = from;
    while (i < to) {
      char unit = c[i];
      if ((char) (unit - 0x20) < 0x5F || (char) (unit - 0xA0) < 0xD800 - 0xA0) {
        i++;
      } else if (unit == '\n' && !skipLineFeed) {
        lines.newline(i - from + sourceOffset);
        i++;
      } else if (unit == '\r' || unit == '\n') {
        return cleanReturns(i, to, i - from + sourceOffset);
      } else {
        i += suspicious(i, to, i - from + sourceOffset);
      }
      skipLineFeed = false;
    }
    return to;
  }

  /** As {@link #clean}, from the first carriage return on: characters move down. */
  private int cleanReturns(int from, int to, int sourceOffset) {
    char[] c = chars;
    int out = from;
    for (int i = from; i < to; i++) {
      char unit = c[i];
      int offset = out - from + sourceOffset;
      if (unit == '\n' && skipLineFeed) {
        skipLineFeed = false;
        continue;
      }
      skipLineFeed = unit == '\r';
      if (unit == '\r' || unit == '\n') {
        lines.newline(offset);
        unit = '\n';
      } else if ((char) (unit - 0x20) >= 0x5F && (char) (unit - 0xA0) >= 0xD800 - 0xA0) {
        suspicious(i, to, offset);
        if (Character.isHighSurrogate(unit) && i + 1 < to && Character.isLowSurrogate(c[i + 1])) {
          c[out++] = unit;
          unit = c[++i];
        }
      }
      c[out++] = unit;
    }
    return out;
  }

  /** Reports a character that the standard lists in 13.2.3.5; how many units it has. */
  private int suspicious(int i, int to, int offset) {
    char unit = chars[i];
    if (unit >= 0xD800 && unit < 0xE000) {
      if (unit < 0xDC00 && i + 1 < to && Character.isLowSurrogate(chars[i + 1])) {
        if ((Character.toCodePoint(unit, chars[i + 1]) & 0xFFFE) == 0xFFFE) {
          error(ParseErrorCode.NONCHARACTER_IN_INPUT_STREAM, offset);
        }
        return 2;
      }
      if (Character.isHighSurrogate(unit) && i + 1 == to) {
        // Its other half may come with the next piece.
        halfPair = unit;
        halfPairOffset = offset;
      } else if (halfPair != 0 && offset == halfPairOffset + 1 && unit >= 0xDC00) {
        if ((Character.toCodePoint(halfPair, unit) & 0xFFFE) == 0xFFFE) {
          error(ParseErrorCode.NONCHARACTER_IN_INPUT_STREAM, halfPairOffset);
        }
        halfPair = 0;
      } else {
        error(ParseErrorCode.SURROGATE_IN_INPUT_STREAM, offset);
      }
    } else if (unit >= 0xFFFE || (unit >= 0xFDD0 && unit <= 0xFDEF)) {
      error(ParseErrorCode.NONCHARACTER_IN_INPUT_STREAM, offset);
    } else if ((unit < 0x20 && unit != '\t' && unit != '\f' && unit != 0)
        || (unit >= 0x7F && unit < 0xA0)) {
      error(ParseErrorCode.CONTROL_CHARACTER_IN_INPUT_STREAM, offset);
    }
    return 1;
  }
}
