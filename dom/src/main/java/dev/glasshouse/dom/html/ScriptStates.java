package dev.glasshouse.dom.html;

/**
 * The states of a script that hides in a comment, and of a script in that script (HTML 13.2.5.15,
 * 18 to 23, 26 to 31).
 */
final class ScriptStates {
  private final Tokenizer t;
  private final Input in;

  ScriptStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  /** HTML 13.2.5.15. */
  void lessThanSign() {
    char c = in.chars[in.pos];
    if (c == '/') {
      in.pos++;
      t.temporary.clear();
      t.state = TokenizerState.SCRIPT_DATA_END_TAG_OPEN;
    } else if (c == '!') {
      in.pos++;
      t.emit("<!");
      t.state = TokenizerState.SCRIPT_DATA_ESCAPE_START;
    } else {
      t.emit('<');
      t.state = TokenizerState.SCRIPT_DATA;
    }
  }

  /** HTML 13.2.5.18 and 19. */
  void escapeStart(boolean afterDash) {
    if (in.chars[in.pos] == '-') {
      in.pos++;
      t.emit('-');
      t.state =
          afterDash
              ? TokenizerState.SCRIPT_DATA_ESCAPED_DASH_DASH
              : TokenizerState.SCRIPT_DATA_ESCAPE_START_DASH;
    } else {
      t.state = TokenizerState.SCRIPT_DATA;
    }
  }

  /** HTML 13.2.5.20. */
  void escaped() {
    char c = run();
    if (c == '-') {
      t.emit('-');
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED_DASH;
    } else if (c == '<') {
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN;
    }
  }

  /** HTML 13.2.5.21 and 22. */
  void escapedDash(boolean second) {
    char c = in.chars[in.pos];
    if (c == '-') {
      in.pos++;
      t.emit('-');
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED_DASH_DASH;
    } else if (c == '<') {
      in.pos++;
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN;
    } else if (c == '>' && second) {
      in.pos++;
      t.emit('>');
      t.state = TokenizerState.SCRIPT_DATA;
    } else {
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED;
      escaped();
    }
  }

  /** HTML 13.2.5.23. */
  void escapedLessThanSign() {
    char c = in.chars[in.pos];
    if (c == '/') {
      in.pos++;
      t.temporary.clear();
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED_END_TAG_OPEN;
    } else if (CharClass.isAlpha(c)) {
      t.temporary.clear();
      t.emit('<');
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPE_START;
    } else {
      t.emit('<');
      t.state = TokenizerState.SCRIPT_DATA_ESCAPED;
    }
  }

  /** HTML 13.2.5.26. */
  void doubleEscapeStart() {
    nameInside(TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED, TokenizerState.SCRIPT_DATA_ESCAPED);
  }

  /** HTML 13.2.5.27. */
  void doubleEscaped() {
    char c = run();
    if (c == '-') {
      t.emit('-');
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED_DASH;
    } else if (c == '<') {
      t.emit('<');
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN;
    }
  }

  /** HTML 13.2.5.28 and 29. */
  void doubleEscapedDash(boolean second) {
    char c = in.chars[in.pos];
    if (c == '-') {
      in.pos++;
      t.emit('-');
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH;
    } else if (c == '<') {
      in.pos++;
      t.emit('<');
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN;
    } else if (c == '>' && second) {
      in.pos++;
      t.emit('>');
      t.state = TokenizerState.SCRIPT_DATA;
    } else {
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED;
      doubleEscaped();
    }
  }

  /** HTML 13.2.5.30. */
  void doubleEscapedLessThanSign() {
    if (in.chars[in.pos] == '/') {
      in.pos++;
      t.temporary.clear();
      t.emit('/');
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPE_END;
    } else {
      t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED;
    }
  }

  /** HTML 13.2.5.31. */
  void doubleEscapeEnd() {
    nameInside(TokenizerState.SCRIPT_DATA_ESCAPED, TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED);
  }

  /** Reads a name that leads to one state if it is "script", to another if not. */
  private void nameInside(TokenizerState ifScript, TokenizerState otherwise) {
    while (in.pos < in.end) {
      char c = in.chars[in.pos];
      if (CharClass.isAlpha(c)) {
        in.pos++;
        // Longer names are not "script", however long.
        if (t.temporary.length < 8) {
          t.temporary.add((char) (c | 0x20));
        }
        t.emit(c);
        continue;
      }
      if (CharClass.isSpace(c) || c == '/' || c == '>') {
        in.pos++;
        t.emit(c);
        t.state = t.temporary.contentEquals("script") ? ifScript : otherwise;
      } else {
        t.state = otherwise;
      }
      return;
    }
  }

  /** Hands on text up to a dash or a less-than sign; which of them was read, or 0. */
  private char run() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && (c = chars[p]) != '-' && c != '<' && c != 0) {
      p++;
    }
    if (p > start) {
      in.pos = p;
      t.sink.characters(chars, start, p);
    }
    if (p == end) {
      return 0;
    }
    in.pos = p + 1;
    if (c == 0) {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.emitReplacement();
    }
    return c;
  }

  void endOfInput() {
    switch (t.state) {
      case SCRIPT_DATA_ESCAPE_START, SCRIPT_DATA_ESCAPE_START_DASH ->
          t.state = TokenizerState.SCRIPT_DATA;
      case SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN -> {
        t.emit('<');
        t.state = TokenizerState.SCRIPT_DATA_ESCAPED;
      }
      case SCRIPT_DATA_DOUBLE_ESCAPE_START -> t.state = TokenizerState.SCRIPT_DATA_ESCAPED;
      case SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN, SCRIPT_DATA_DOUBLE_ESCAPE_END ->
          t.state = TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPED;
      default -> {
        t.error(ParseErrorCode.EOF_IN_SCRIPT_HTML_COMMENT_LIKE_TEXT);
        t.finish();
      }
    }
  }
}
