package dev.glasshouse.layout.box;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.glasshouse.css.values.TextKeywords.CaseTransform;

/** {@code text-transform} (CSS Text 3, section 2). */
final class CaseMapper {
  private CaseMapper() {}

  /** The text in the case that a style wants, by the rules of its language. */
  static String map(String text, CaseTransform transform, String language) {
    if (transform == CaseTransform.NONE) {
      return text;
    }
    ULocale locale = ULocale.forLanguageTag(language);
    return switch (transform) {
      case NONE -> text;
      case UPPERCASE -> UCharacter.toUpperCase(locale, text);
      case LOWERCASE -> UCharacter.toLowerCase(locale, text);
      case CAPITALIZE ->
          UCharacter.toTitleCase(
              locale,
              text,
              BreakIterator.getWordInstance(locale),
              UCharacter.TITLECASE_NO_LOWERCASE);
    };
  }
}
