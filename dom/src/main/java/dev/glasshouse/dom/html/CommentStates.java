package dev.glasshouse.dom.html;

/** The states of comments and of what only looks like one (HTML 13.2.5.41 to 52). */
final class CommentStates {
  private final Tokenizer t;
  private final Input in;

  CommentStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  void step() {
    switch (t.state) {
      case COMMENT_START -> commentStart();
      case COMMENT_START_DASH -> commentStartDash();
      case COMMENT_LESS_THAN_SIGN -> lessThanSign();
      case COMMENT_LESS_THAN_SIGN_BANG -> lessThanSignBang();
      case COMMENT_LESS_THAN_SIGN_BANG_DASH -> lessThanSignBangDash();
      case COMMENT_LESS_THAN_SIGN_BANG_DASH_DASH -> lessThanSignBangDashDash();
      case COMMENT_END_DASH -> commentEndDash();
      case COMMENT_END -> commentEnd();
      case COMMENT_END_BANG -> commentEndBang();
      default -> throw new IllegalStateException(t.state.name());
    }
  }

  /** HTML 13.2.5.42. */
  void markupDeclarationOpen() {
    int match = match("--", false);
    if (match > 0) {
      in.pos += 2;
      t.comment.clear();
      t.state = TokenizerState.COMMENT_START;
      return;
    }
    int doctype = match("DOCTYPE", true);
    int cdata = match("[CDATA[", false);
    if (doctype > 0) {
      in.pos += 7;
      t.state = TokenizerState.DOCTYPE;
    } else if (cdata > 0) {
      in.pos += 7;
      if (t.sink.inForeignContent()) {
        t.state = TokenizerState.CDATA_SECTION;
      } else {
        t.errorAtLast(ParseErrorCode.CDATA_IN_HTML_CONTENT);
        t.comment.clear();
        t.comment.add("[CDATA[");
        t.state = TokenizerState.BOGUS_COMMENT;
      }
    } else if (match == 0 || doctype == 0 || cdata == 0) {
      t.starve();
    } else {
      t.error(ParseErrorCode.INCORRECTLY_OPENED_COMMENT);
      t.comment.clear();
      t.state = TokenizerState.BOGUS_COMMENT;
    }
  }

  /** 1 if the word comes next, -1 if it does not, 0 if too little is there to tell. */
  private int match(String word, boolean anyCase) {
    for (int i = 0; i < word.length(); i++) {
      if (in.pos + i >= in.end) {
        return in.closed ? -1 : 0;
      }
      char c = in.chars[in.pos + i];
      if (c != word.charAt(i) && !(anyCase && (c & ~0x20) == word.charAt(i) && c < 128)) {
        return -1;
      }
    }
    return 1;
  }

  /** HTML 13.2.5.41. */
  void bogusComment() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && (c = chars[p]) != '>' && c != 0) {
      p++;
    }
    t.comment.add(chars, start, p);
    in.pos = p;
    if (p == end) {
      return;
    }
    in.pos = p + 1;
    if (c == '>') {
      t.state = TokenizerState.DATA;
      t.emitComment();
    } else {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.comment.add('\uFFFD');
    }
  }

  /** HTML 13.2.5.43. */
  private void commentStart() {
    char c = in.chars[in.pos];
    if (c == '-') {
      in.pos++;
      t.state = TokenizerState.COMMENT_START_DASH;
    } else if (c == '>') {
      in.pos++;
      t.errorAtLast(ParseErrorCode.ABRUPT_CLOSING_OF_EMPTY_COMMENT);
      end();
    } else {
      t.state = TokenizerState.COMMENT;
    }
  }

  /** HTML 13.2.5.44. */
  private void commentStartDash() {
    char c = in.chars[in.pos];
    if (c == '-') {
      in.pos++;
      t.state = TokenizerState.COMMENT_END;
    } else if (c == '>') {
      in.pos++;
      t.errorAtLast(ParseErrorCode.ABRUPT_CLOSING_OF_EMPTY_COMMENT);
      end();
    } else {
      t.comment.add('-');
      t.state = TokenizerState.COMMENT;
    }
  }

  /** HTML 13.2.5.45. */
  void comment() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && (c = chars[p]) != '-' && c != '<' && c != 0) {
      p++;
    }
    t.comment.add(chars, start, p);
    in.pos = p;
    if (p == end) {
      return;
    }
    in.pos = p + 1;
    if (c == '-') {
      t.state = TokenizerState.COMMENT_END_DASH;
    } else if (c == '<') {
      t.comment.add('<');
      t.state = TokenizerState.COMMENT_LESS_THAN_SIGN;
    } else {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.comment.add('\uFFFD');
    }
  }

  /** HTML 13.2.5.46. */
  private void lessThanSign() {
    char c = in.chars[in.pos];
    if (c == '!') {
      in.pos++;
      t.comment.add(c);
      t.state = TokenizerState.COMMENT_LESS_THAN_SIGN_BANG;
    } else if (c == '<') {
      in.pos++;
      t.comment.add(c);
    } else {
      t.state = TokenizerState.COMMENT;
    }
  }

  /** HTML 13.2.5.47. */
  private void lessThanSignBang() {
    if (in.chars[in.pos] == '-') {
      in.pos++;
      t.state = TokenizerState.COMMENT_LESS_THAN_SIGN_BANG_DASH;
    } else {
      t.state = TokenizerState.COMMENT;
    }
  }

  /** HTML 13.2.5.48. */
  private void lessThanSignBangDash() {
    if (in.chars[in.pos] == '-') {
      in.pos++;
      t.state = TokenizerState.COMMENT_LESS_THAN_SIGN_BANG_DASH_DASH;
    } else {
      t.state = TokenizerState.COMMENT_END_DASH;
    }
  }

  /** HTML 13.2.5.49. */
  private void lessThanSignBangDashDash() {
    if (in.chars[in.pos] != '>') {
      t.error(ParseErrorCode.NESTED_COMMENT);
    }
    t.state = TokenizerState.COMMENT_END;
  }

  /** HTML 13.2.5.50. */
  private void commentEndDash() {
    if (in.chars[in.pos] == '-') {
      in.pos++;
      t.state = TokenizerState.COMMENT_END;
    } else {
      t.comment.add('-');
      t.state = TokenizerState.COMMENT;
    }
  }

  /** HTML 13.2.5.51. */
  private void commentEnd() {
    char c = in.chars[in.pos];
    if (c == '>') {
      in.pos++;
      end();
    } else if (c == '!') {
      in.pos++;
      t.state = TokenizerState.COMMENT_END_BANG;
    } else if (c == '-') {
      in.pos++;
      t.comment.add('-');
    } else {
      t.comment.add("--");
      t.state = TokenizerState.COMMENT;
    }
  }

  /** HTML 13.2.5.52. */
  private void commentEndBang() {
    char c = in.chars[in.pos];
    if (c == '-') {
      in.pos++;
      t.comment.add("--!");
      t.state = TokenizerState.COMMENT_END_DASH;
    } else if (c == '>') {
      in.pos++;
      t.errorAtLast(ParseErrorCode.INCORRECTLY_CLOSED_COMMENT);
      end();
    } else {
      t.comment.add("--!");
      t.state = TokenizerState.COMMENT;
    }
  }

  private void end() {
    t.state = TokenizerState.DATA;
    t.emitComment();
  }

  void endOfInput() {
    switch (t.state) {
      case MARKUP_DECLARATION_OPEN -> {
        t.error(ParseErrorCode.INCORRECTLY_OPENED_COMMENT);
        t.comment.clear();
      }
      case BOGUS_COMMENT -> {
        // The comment is whole as far as it goes.
      }
      default -> t.error(ParseErrorCode.EOF_IN_COMMENT);
    }
    t.emitComment();
    t.finish();
  }
}
