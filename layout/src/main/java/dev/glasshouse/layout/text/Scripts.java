package dev.glasshouse.layout.text;

import com.ibm.icu.lang.UScript;
import java.lang.Character.UnicodeScript;

/** The four-letter tags of scripts (ISO 15924), which shaping goes by. */
final class Scripts {
  private Scripts() {}

  /** The tag. The usual ones are answered without loading ICU's tables. */
  static String tag(UnicodeScript script) {
    return switch (script) {
      case COMMON, INHERITED, UNKNOWN -> "Zyyy";
      case LATIN -> "Latn";
      case GREEK -> "Grek";
      case CYRILLIC -> "Cyrl";
      case HAN -> "Hani";
      case HIRAGANA -> "Hira";
      case KATAKANA -> "Kana";
      case HANGUL -> "Hang";
      case BOPOMOFO -> "Bopo";
      case ARABIC -> "Arab";
      case HEBREW -> "Hebr";
      default -> {
        int code = UScript.getCodeFromName(script.name());
        yield code == UScript.INVALID_CODE ? "Zyyy" : UScript.getShortName(code);
      }
    };
  }
}
