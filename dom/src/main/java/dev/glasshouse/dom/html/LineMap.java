package dev.glasshouse.dom.html;

import java.util.Arrays;

/** Where the lines of the part of a source that is being read begin. */
final class LineMap {
  /** Offsets of the newlines that are still of interest, rising. */
  private int[] newlines = new int[256];

  private int count;

  /** How many newlines were forgotten, and the offset of the last of them. */
  private int forgotten;

  private int lastForgotten = -1;

  /** The answer to the last question: questions mostly go forward. */
  private int cursor;

  /** Where offset 0 stands; before anything else is said. */
  void beginAt(int line, int column) {
    forgotten = line - 1;
    lastForgotten = -column;
  }

  void newline(int offset) {
    if (count == newlines.length) {
      newlines = Arrays.copyOf(newlines, count * 2);
    }
    newlines[count++] = offset;
  }

  void forgetBefore(int offset) {
    int gone = seek(offset);
    if (gone > 0) {
      lastForgotten = newlines[gone - 1];
      forgotten += gone;
      count -= gone;
      System.arraycopy(newlines, gone, newlines, 0, count);
      cursor = 0;
    }
  }

  int line(int offset) {
    return forgotten + seek(offset) + 1;
  }

  int column(int offset) {
    int before = seek(offset);
    return offset - (before == 0 ? lastForgotten : newlines[before - 1]);
  }

  /** How many of the newlines lie before the offset. */
  private int seek(int offset) {
    int at = cursor;
    while (at > 0 && newlines[at - 1] >= offset) {
      at--;
    }
    while (at < count && newlines[at] < offset) {
      at++;
    }
    cursor = at;
    return at;
  }
}
