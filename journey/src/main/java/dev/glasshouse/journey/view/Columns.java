package dev.glasshouse.journey.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Text measured in the columns of a terminal: Chinese characters take two, combining marks none.
 */
final class Columns {
  /** First and last code points that take two columns (East Asian Width W and F; UAX 11). */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf,
    0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6,
    0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd
  };

  /** Characters that do not begin a line, and those that do not end one. */
  private static final String CLOSING = "，。、：；！？）」』”’》";

  private static final String OPENING = "（「『“‘《";

  private Columns() {}

  static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  private static boolean isWide(int c) {
    for (int i = 0; i < WIDE.length; i += 2) {
      if (c >= WIDE[i] && c <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  static String padEnd(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  static String padStart(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /** The text in at most so many columns; what is too long loses its middle. */
  static String shortenMiddle(String text, int most, String ellipsis) {
    if (width(text) <= most) {
      return text;
    }
    int room = most - width(ellipsis);
    if (room <= 0) {
      return head(text, most);
    }
    int front = (room + 1) / 2;
    String head = head(text, front);
    return head + ellipsis + tail(text, room - width(head));
  }

  private static String head(String text, int most) {
    int columns = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      columns += width(c);
      if (columns > most) {
        break;
      }
      i += Character.charCount(c);
    }
    return text.substring(0, i);
  }

  private static String tail(String text, int most) {
    int columns = 0;
    int i = text.length();
    while (i > 0) {
      int c = text.codePointBefore(i);
      columns += width(c);
      if (columns > most) {
        break;
      }
      i -= Character.charCount(c);
    }
    return text.substring(i);
  }

  /**
   * The text in lines of at most so many columns, broken at spaces and between Chinese characters.
   */
  static List<String> wrap(String text, int most) {
    var lines = new ArrayList<String>();
    String rest = text;
    while (width(rest) > most) {
      String head = head(rest, Math.max(2, most));
      int at = breakBefore(rest, head.length());
      lines.add(rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** Where to break at or before an index; the index itself when there is no better place. */
  private static int breakBefore(String text, int index) {
    for (int i = index; i > index / 2; i--) {
      if (mayBreak(text, i)) {
        return i;
      }
    }
    return index;
  }

  /** Whether a line may end before the character at an index: at spaces, beside Han, after "/". */
  private static boolean mayBreak(String text, int i) {
    if (i >= text.length()) {
      return true;
    }
    char before = text.charAt(i - 1);
    if (text.charAt(i) == ' ' || before == ' ' || (before == '/' && text.charAt(i) != '/')) {
      return true;
    }
    return CLOSING.indexOf(text.charAt(i)) < 0
        && OPENING.indexOf(before) < 0
        && (isWide(text.codePointAt(i)) || isWide(text.codePointBefore(i)));
  }
}
