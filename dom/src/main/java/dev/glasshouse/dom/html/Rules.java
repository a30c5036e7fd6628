package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Tag;

/**
 * What one insertion mode does with a token. Each method returns whether the token has to be
 * processed again, by the rules of the mode that then holds.
 */
abstract class Rules {
  static final boolean AGAIN = true;
  static final boolean DONE = false;

  final TreeBuilder b;

  Rules(TreeBuilder builder) {
    this.b = builder;
  }

  abstract boolean startTag(TagToken token);

  abstract boolean endTag(TagToken token);

  /** White space only. */
  abstract boolean space(char[] chars, int start, int end);

  /** No white space and no U+0000. */
  abstract boolean text(char[] chars, int start, int end);

  abstract boolean endOfFile();

  /** Characters of any kind, if these rules take them unsorted. */
  boolean takesUnsorted() {
    return false;
  }

  /** A run without U+0000, or U+0000 alone; only where {@link #takesUnsorted()}. */
  boolean unsorted(char[] chars, int start, int end) {
    throw new IllegalStateException();
  }

  /** U+0000 is ignored in most modes. */
  boolean nul() {
    b.error(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
    return DONE;
  }

  boolean comment(String data) {
    b.insertComment(data);
    return DONE;
  }

  boolean doctype(DoctypeToken token) {
    b.error(ParseErrorCode.UNEXPECTED_DOCTYPE);
    return DONE;
  }

  /** A parse error; the token is ignored. */
  boolean ignore(ParseErrorCode code) {
    b.error(code);
    return DONE;
  }

  boolean ignoreStartTag() {
    return ignore(ParseErrorCode.UNEXPECTED_START_TAG);
  }

  boolean ignoreEndTag() {
    return ignore(ParseErrorCode.UNEXPECTED_END_TAG);
  }

  boolean become(InsertionMode mode) {
    b.mode = mode;
    return AGAIN;
  }

  static boolean any(Tag tag, Tag one, Tag two, Tag three) {
    return tag == one || tag == two || tag == three;
  }
}
