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

  private AsciiBreaks() {}

  /** Sets and clears the places between two ASCII characters. */
  static void correct(String text, BitSet breaks) {
    for (int i = 1; i < text.length(); i++) {
      char before = text.charAt(i - 1);
      char after = text.charAt(i);
      if (visible(before) && visible(after)) {
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
