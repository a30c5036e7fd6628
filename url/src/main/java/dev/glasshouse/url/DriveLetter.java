package dev.glasshouse.url;

/**
 * Windows drive letters, which file: URLs treat apart.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#windows-drive-letter">URL standard, 4.2</a>.
 */
final class DriveLetter {
  private DriveLetter() {}

  /** Whether the text from {@code start} to {@code end} is a letter and a colon or bar. */
  static boolean is(CharSequence text, int start, int end) {
    return end - start == 2
        && Ascii.isAlpha(text.charAt(start))
        && (text.charAt(start + 1) == ':' || text.charAt(start + 1) == '|');
  }

  /** The same with a colon only. */
  static boolean isNormalized(CharSequence text, int start, int end) {
    return is(text, start, end) && text.charAt(start + 1) == ':';
  }

  /** Whether a drive letter begins the text, and nothing but a separator follows it. */
  static boolean starts(String text, int start) {
    if (!is(text, start, Math.min(start + 2, text.length()))) {
      return false;
    }
    return start + 2 == text.length() || "/\\?#".indexOf(text.charAt(start + 2)) >= 0;
  }
}
