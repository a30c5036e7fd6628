package dev.glasshouse.layout.flow;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;

/** Letters that are as wide as high: Chinese and Japanese ones (UAX 11). */
final class Wide {
  private Wide() {}

  /** Whether a line feed beside such a letter is not a space (CSS Text 3, 4.1.3). */
  static boolean letter(int codePoint) {
    if (codePoint < 0x1100) {
      return false;
    }
    int width = UCharacter.getIntPropertyValue(codePoint, UProperty.EAST_ASIAN_WIDTH);
    boolean wide =
        width == UCharacter.EastAsianWidth.FULLWIDTH
            || width == UCharacter.EastAsianWidth.WIDE
            || width == UCharacter.EastAsianWidth.HALFWIDTH;
    return wide && UScript.getScript(codePoint) != UScript.HANGUL;
  }

  /** Whether text may be stretched before and after this letter (CSS Text 3, 7.3). */
  static boolean stretches(int codePoint) {
    if (codePoint < 0x2E80) {
      return false;
    }
    int script = UScript.getScript(codePoint);
    return script == UScript.HAN
        || script == UScript.HIRAGANA
        || script == UScript.KATAKANA
        || script == UScript.BOPOMOFO
        || letter(codePoint);
  }
}
