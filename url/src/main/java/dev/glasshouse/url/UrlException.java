package dev.glasshouse.url;

/**
 * The text is no URL: the fault of whoever wrote it, a person or a peer, never ours.
 *
 * <p>The message says what is wrong and where, in one line, and shows the text shortened to what a
 * line can hold. {@link Url#tryParse} is the way around it.
 */
public final class UrlException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 120;

  private final String input;
  private final ValidationError error;
  private final int position;

  UrlException(String input, ValidationError error, int position) {
    super(describe(input, error, position), null, false, false);
    this.input = input;
    this.error = error;
    this.position = position;
  }

  /** The text that was to be parsed. */
  public String input() {
    return input;
  }

  /** What ended the parse. */
  public ValidationError error() {
    return error;
  }

  /** Where in {@link #input}, in UTF-16 code units; -1 where no single place is to blame. */
  public int position() {
    return position;
  }

  private static String describe(String input, ValidationError error, int position) {
    StringBuilder out = new StringBuilder("not a URL: ").append(error.message());
    if (position >= 0 && position < input.length()) {
      out.append(" (character ").append(position + 1).append(')');
    }
    return out.append(": \"").append(shown(input)).append('"').toString();
  }

  /** The text on one line, control characters replaced, and cut where it is long. */
  static String shown(String text) {
    int end = Math.min(text.length(), SHOWN);
    StringBuilder out = new StringBuilder(end + 3);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return end < text.length() ? out.append("...").toString() : out.toString();
  }
}
