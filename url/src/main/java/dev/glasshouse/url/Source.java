package dev.glasshouse.url;

import java.util.List;

/**
 * What is left of a text for the URL parser: no C0 controls and spaces around it, no tabs and
 * newlines inside; and the way back to a character's place in the original.
 *
 * @param original the text as it came
 * @param text what is parsed
 * @param start how much was cut at the beginning
 */
record Source(String original, String text, int start) {

  /**
   * Steps 1.1 to 3 of the <a
   * href="https://url.spec.whatwg.org/#concept-basic-url-parser">parser</a>.
   */
  static Source of(String original, UrlNotes notes) {
    int start = 0;
    int end = original.length();
    while (start < end && original.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && original.charAt(end - 1) <= ' ') {
      end--;
    }
    if (end - start < original.length()) {
      notes.add(ValidationError.INVALID_URL_UNIT, -1);
    }
    String inner = original.substring(start, end);
    String text = Ascii.withoutTabsAndNewlines(inner);
    if (text.length() < inner.length()) {
      notes.add(ValidationError.INVALID_URL_UNIT, -1);
    }
    return new Source(original, text, start);
  }

  List<ValidationError.At> inOriginal(List<ValidationError.At> met) {
    if (met.isEmpty()) {
      return List.of();
    }
    return met.stream()
        .map(e -> new ValidationError.At(e.error(), inOriginal(e.position())))
        .toList();
  }

  /** The index in the original of an index in the text; negative ones mean no place. */
  int inOriginal(int position) {
    if (position < 0) {
      return -1;
    }
    int index = start;
    for (int left = position; index < original.length(); index++) {
      if (!Ascii.isTabOrNewline(original.charAt(index)) && left-- == 0) {
        break;
      }
    }
    return index;
  }
}
