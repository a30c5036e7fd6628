package dev.glasshouse.css.syntax;

import java.util.Arrays;

/**
 * The text of a style sheet after preprocessing, with its lines (<a
 * href="https://drafts.csswg.org/css-syntax-3/#input-preprocessing">CSS Syntax 3, 3.3</a>).
 */
public final class SourceText {
  private final String text;
  private int[] lineStarts = {};

  private SourceText(String text) {
    this.text = text;
  }

  /** Preprocesses: every line ending becomes LF, NUL and lone surrogates become U+FFFD. */
  public static SourceText of(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\r' || c == '\f' || c == 0 || Character.isSurrogate(c)) {
        return new SourceText(preprocess(raw, i));
      }
    }
    return new SourceText(raw);
  }

  private static String preprocess(String raw, int from) {
    StringBuilder out = new StringBuilder(raw.length()).append(raw, 0, from);
    for (int i = from; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\r') {
        out.append('\n');
        if (i + 1 < raw.length() && raw.charAt(i + 1) == '\n') {
          i++;
        }
      } else if (c == '\f') {
        out.append('\n');
      } else if (c == 0) {
        out.append('\uFFFD');
      } else if (Character.isHighSurrogate(c)
          && i + 1 < raw.length()
          && Character.isLowSurrogate(raw.charAt(i + 1))) {
        out.append(c).append(raw.charAt(++i));
      } else {
        out.append(Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }

  /** The preprocessed text. */
  public String text() {
    return text;
  }

  /** The line that holds an offset, from 1. */
  public int line(int at) {
    if (lineStarts.length == 0) {
      lineStarts = findLines();
    }
    int i = Arrays.binarySearch(lineStarts, at);
    return i >= 0 ? i + 1 : -i - 1;
  }

  private int[] findLines() {
    int[] starts = new int[16];
    int n = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (n == starts.length) {
        starts = Arrays.copyOf(starts, n * 2);
      }
      starts[n++] = i + 1;
    }
    return Arrays.copyOf(starts, n);
  }
}
