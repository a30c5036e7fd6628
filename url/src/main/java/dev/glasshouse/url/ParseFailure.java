package dev.glasshouse.url;

/** The standard's "return failure", from any depth of a parser; it never leaves this package. */
final class ParseFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ValidationError error;
  private final int position;

  ParseFailure(ValidationError error, int position) {
    super(error.standardName(), null, false, false);
    this.error = error;
    this.position = position;
  }

  ValidationError error() {
    return error;
  }

  /** The index in the text that the parser saw, without tabs and newlines; -1 where unknown. */
  int position() {
    return position;
  }
}
