package dev.glasshouse.layout.flow;

import java.util.BitSet;

/**
 * Where browsers break between two ASCII characters, neither a space: rarer than UAX 14 has it, so
 * that addresses and dates stay whole (UAX 14, section 8, allows such tailoring). The rules were
 * measured: Chromium broke at exactly these of the 8,836 pairs.
 */
final class AsciiBreaks {
  private static final String BEFORE_BRACKET = "!\"#%&)*+,.:;=>\\]|}~";
  private static final String BRACKETS = "(<[{";
  private static final String NOT_AFTER_HYPHEN = "!$),./:;?]}";
  private static final String NOT_AFTER_QUESTION = "!\"'),./:;?]}";

  private static final char OBJECT = '\uFFFC';

  private AsciiBreaks() {}

  /**
   * Whether these rules alone find all places of a text: ASCII, letters of Western Europe, no-break
   * spaces and soft hyphens. The tables of UAX 14 take a while to load, and most pages do without.
   */
  static boolean covers(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean western = c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7;
      if (c >= 0x7F && !western && c != '\u00A0' && c != '\u00AD' && c != OBJECT) {
        return false;
      }
    }
    return true;
  }

  /** All places of a text that is {@link #covers covered}. */
  static BitSet find(String text) {
    var breaks = new BitSet(text.length() + 1);
    for (int i = 1; i < text.length(); i++) {
      char before = text.charAt(i - 1);
      char after = text.charAt(i);
      boolean object = before == OBJECT || after == OBJECT;
      if (before == '\n') {
        breaks.set(i);
      } else if (after != ' ' && after != '\n' && after != '\t') {
        boolean alone = object && before != '\u00A0' && after != '\u00A0';
        boolean open = alone && BRACKETS.indexOf(before) < 0 && "!),./:;?]}".indexOf(after) < 0;
        breaks.set(i, before == '\t' || before == '\u00AD' || open);
      }
    }
    if (!text.isEmpty()) {
      breaks.set(text.length());
    }
    correct(text, breaks);
    return breaks;
  }

  /**
   * Sets and clears the places between two ASCII characters; after spaces there is always one, as
   * in Chromium.
   */
  static void correct(String text, BitSet breaks) {
    for (int i = 1; i < text.length(); i++) {
      char before = text.charAt(i - 1);
      char after = text.charAt(i);
      if (before == ' ' && after != ' ' && after != '\n' && after != '\t') {
        breaks.set(i);
      } else if (visible(before) && visible(after)) {
        breaks.set(i, allows(text, i, before, after));
      }
    }
  }

  private static boolean visible(char c) {
    return c > ' ' && c < 0x7F;
  }

  private static boolean allows(String text, int i, char before, char after) {
    if (letter(before)) {
      return false;
    }
    if (before == '-') {
      return digit(after)
          ? i > 1 && letter(text.charAt(i - 2))
          : NOT_AFTER_HYPHEN.indexOf(after) < 0;
    }
    if (before == '?') {
      return NOT_AFTER_QUESTION.indexOf(after) < 0;
    }
    return BRACKETS.indexOf(after) >= 0 && BEFORE_BRACKET.indexOf(before) >= 0;
  }

  /** Whether this is a letter or a digit: a hyphen behind it is no minus sign. */
  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c);
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
