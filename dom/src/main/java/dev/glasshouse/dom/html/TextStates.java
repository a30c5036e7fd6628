package dev.glasshouse.dom.html;

/** The states that read text (HTML 13.2.5.1 to 5, 69 to 71). */
final class TextStates {
  private final Tokenizer t;
  private final Input in;

  TextStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  /** HTML 13.2.5.1. */
  void data() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && ((c = chars[p]) > '<' || !CharClass.is(c, CharClass.DATA))) {
      p++;
    }
    hand(chars, start, p);
    if (p == end) {
      return;
    }
    in.pos = p + 1;
    if (c == '<') {
      t.markup = in.offset(p);
      t.state = TokenizerState.TAG_OPEN;
    } else if (c == '&') {
      reference(TokenizerState.DATA);
    } else {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.emitNul();
    }
  }

  /** HTML 13.2.5.2. */
  void rcdata() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && ((c = chars[p]) > '<' || !CharClass.is(c, CharClass.DATA))) {
      p++;
    }
    hand(chars, start, p);
    if (p == end) {
      return;
    }
    in.pos = p + 1;
    if (c == '<') {
      t.markup = in.offset(p);
      t.state = TokenizerState.RCDATA_LESS_THAN_SIGN;
    } else if (c == '&') {
      reference(TokenizerState.RCDATA);
    } else {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.emitReplacement();
    }
  }

  /** HTML 13.2.5.3. */
  void rawtext() {
    untilLessThanSign(TokenizerState.RAWTEXT_LESS_THAN_SIGN);
  }

  /** HTML 13.2.5.4. */
  void scriptData() {
    untilLessThanSign(TokenizerState.SCRIPT_DATA_LESS_THAN_SIGN);
  }

  private void untilLessThanSign(TokenizerState next) {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && (c = chars[p]) != '<' && c != 0) {
      p++;
    }
    hand(chars, start, p);
    if (p == end) {
      return;
    }
    in.pos = p + 1;
    if (c == '<') {
      t.markup = in.offset(p);
      t.state = next;
    } else {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.emitReplacement();
    }
  }

  /** HTML 13.2.5.5. */
  void plaintext() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    while (p < end && chars[p] != 0) {
      p++;
    }
    hand(chars, start, p);
    if (p < end) {
      in.pos = p + 1;
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.emitReplacement();
    }
  }

  /** HTML 13.2.5.69. */
  void cdataSection() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && (c = chars[p]) != ']' && c != 0) {
      p++;
    }
    hand(chars, start, p);
    if (p < end) {
      in.pos = p + 1;
      if (c == ']') {
        t.state = TokenizerState.CDATA_SECTION_BRACKET;
      } else {
        t.emitNul();
      }
    }
  }

  /** HTML 13.2.5.70. */
  void cdataSectionBracket() {
    if (in.chars[in.pos] == ']') {
      in.pos++;
      t.state = TokenizerState.CDATA_SECTION_END;
    } else {
      t.emit(']');
      t.state = TokenizerState.CDATA_SECTION;
    }
  }

  /** HTML 13.2.5.71. */
  void cdataSectionEnd() {
    char c = in.chars[in.pos];
    if (c == ']') {
      in.pos++;
      t.emit(']');
    } else if (c == '>') {
      in.pos++;
      t.state = TokenizerState.DATA;
    } else {
      t.emit("]]");
      t.state = TokenizerState.CDATA_SECTION;
    }
  }

  void endOfInput() {
    if (t.state == TokenizerState.CDATA_SECTION_BRACKET) {
      t.emit(']');
    } else if (t.state == TokenizerState.CDATA_SECTION_END) {
      t.emit("]]");
    }
    t.error(ParseErrorCode.EOF_IN_CDATA);
    t.finish();
  }

  private void reference(TokenizerState from) {
    t.returnState = from;
    t.state = TokenizerState.CHARACTER_REFERENCE;
  }

  private void hand(char[] chars, int start, int p) {
    if (p > start) {
      in.pos = p;
      t.sink.characters(chars, start, p);
    }
  }
}
