package dev.glasshouse.layout.text;

import java.util.Arrays;

/**
 * Characters that must come from one font: a base with its marks, and emoji sequences (UTS 51
 * section 1.4.9). A coarser cut than grapheme clusters (UAX 29) only where fonts do not care.
 */
final class Clusters {
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int TEXT_SELECTOR = 0xFE0E;
  private static final int EMOJI_SELECTOR = 0xFE0F;

  private Clusters() {}

  /** Index after the cluster that begins at {@code from}. */
  static int end(CharSequence text, int from) {
    int base = Character.codePointAt(text, from);
    int at = from + Character.charCount(base);
    if (regionalIndicator(base) && at < text.length()) {
      int second = Character.codePointAt(text, at);
      return regionalIndicator(second) ? at + Character.charCount(second) : at;
    }
    boolean joined = false;
    while (at < text.length()) {
      int next = Character.codePointAt(text, at);
      if (!joined && !extender(next)) {
        break;
      }
      if (joined && !extender(next) && !Character.isExtendedPictographic(next)) {
        break;
      }
      joined = next == ZERO_WIDTH_JOINER;
      at += Character.charCount(next);
    }
    return at;
  }

  /**
   * For each index the beginning of its cluster; empty where every character is a cluster by
   * itself, as is plain.
   */
  static int[] starts(String text) {
    if (text.chars().allMatch(c -> c < 0x300 || (c >= 0x3400 && c < 0xA000))) {
      return new int[0];
    }
    int[] starts = new int[text.length()];
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      Arrays.fill(starts, at, end, at);
      at = end;
    }
    return starts;
  }

  /** Whether the cluster is to be drawn in colour (UTS 51 section 2): by default or by selector. */
  static boolean emoji(CharSequence text, int from, int to) {
    int base = Character.codePointAt(text, from);
    int at = from + Character.charCount(base);
    int next = at < to ? Character.codePointAt(text, at) : 0;
    if (next == TEXT_SELECTOR) {
      return false;
    }
    if (next == EMOJI_SELECTOR || Character.isEmojiModifier(next)) {
      return Character.isEmoji(base);
    }
    return regionalIndicator(base) ? next != 0 : Character.isEmojiPresentation(base);
  }

  /** Whether the cluster asks to be drawn as text. */
  static boolean text(CharSequence text, int from, int to) {
    int at = Character.offsetByCodePoints(text, from, 1);
    return at < to && Character.codePointAt(text, at) == TEXT_SELECTOR;
  }

  /** Whether a font need not have this character: it is never seen. */
  static boolean ignorable(int cp) {
    return switch (Character.getType(cp)) {
      case Character.FORMAT, Character.CONTROL -> true;
      default ->
          (cp >= 0xFE00 && cp <= 0xFE0F)
              || (cp >= 0xE0000 && cp <= 0xE0FFF)
              || cp == 0x034F
              || cp == 0x2028
              || cp == 0x2029;
    };
  }

  private static boolean extender(int cp) {
    if (cp < 0x300) {
      return false;
    }
    if (cp == ZERO_WIDTH_JOINER
        || (cp >= 0xFE00 && cp <= 0xFE0F)
        || (cp >= 0xE0020 && cp <= 0xE01EF)
        || Character.isEmojiModifier(cp)) {
      return true;
    }
    return switch (Character.getType(cp)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean regionalIndicator(int cp) {
    return cp >= 0x1F1E6 && cp <= 0x1F1FF;
  }
}
