package dev.glasshouse.dom.html;

/** The states inside tags (HTML 13.2.5.6 to 8, 32 to 40). */
final class TagStates {
  private final Tokenizer t;
  private final Input in;

  TagStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  /** HTML 13.2.5.6. */
  void tagOpen() {
    char c = in.chars[in.pos];
    if (CharClass.isAlpha(c)) {
      t.beginTag(false);
      t.state = TokenizerState.TAG_NAME;
      tagName();
    } else if (c == '/') {
      in.pos++;
      t.state = TokenizerState.END_TAG_OPEN;
    } else if (c == '!') {
      in.pos++;
      t.state = TokenizerState.MARKUP_DECLARATION_OPEN;
    } else if (c == '?') {
      t.error(ParseErrorCode.UNEXPECTED_QUESTION_MARK_INSTEAD_OF_TAG_NAME);
      t.state = TokenizerState.BOGUS_COMMENT;
    } else {
      t.error(ParseErrorCode.INVALID_FIRST_CHARACTER_OF_TAG_NAME);
      t.emit('<');
      t.state = TokenizerState.DATA;
    }
  }

  /** HTML 13.2.5.7. */
  void endTagOpen() {
    char c = in.chars[in.pos];
    if (CharClass.isAlpha(c)) {
      t.beginTag(true);
      t.state = TokenizerState.TAG_NAME;
      tagName();
    } else if (c == '>') {
      in.pos++;
      t.errorAtLast(ParseErrorCode.MISSING_END_TAG_NAME);
      t.state = TokenizerState.DATA;
    } else {
      t.error(ParseErrorCode.INVALID_FIRST_CHARACTER_OF_TAG_NAME);
      t.state = TokenizerState.BOGUS_COMMENT;
    }
  }

  /** HTML 13.2.5.8. */
  void tagName() {
    char[] chars = in.chars;
    int end = in.end;
    int start = in.pos;
    for (int p = start; p < end; p++) {
      char c = chars[p];
      if (!CharClass.is(c, CharClass.TAG_NAME)) {
        continue;
      }
      if (c == 0 || CharClass.isUpper(c)) {
        t.name.add(chars, start, p);
        in.pos = p + 1;
        t.name.add(lowerOrReplaced(c));
        start = p + 1;
        continue;
      }
      in.pos = p + 1;
      t.nameTag(chars, start, p);
      afterTagName(c);
      return;
    }
    t.name.add(chars, start, end);
    in.pos = end;
  }

  private void afterTagName(char c) {
    if (c == '>') {
      t.emitTag();
    } else if (c == '/') {
      t.state = TokenizerState.SELF_CLOSING_START_TAG;
    } else {
      t.state = TokenizerState.BEFORE_ATTRIBUTE_NAME;
    }
  }

  private char lowerOrReplaced(char c) {
    if (c == 0) {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      return '\uFFFD';
    }
    return (char) (c | 0x20);
  }

  /** HTML 13.2.5.32. */
  void beforeAttributeName() {
    char[] chars = in.chars;
    int end = in.end;
    int p = in.pos;
    while (p < end && CharClass.isSpace(chars[p])) {
      p++;
    }
    in.pos = p;
    if (p == end) {
      return;
    }
    char c = chars[p];
    if (c == '/' || c == '>') {
      t.state = TokenizerState.AFTER_ATTRIBUTE_NAME;
      afterAttributeName();
      return;
    }
    t.name.clear();
    if (c == '=') {
      t.error(ParseErrorCode.UNEXPECTED_EQUALS_SIGN_BEFORE_ATTRIBUTE_NAME);
      t.name.add(c);
      in.pos = p + 1;
    }
    t.state = TokenizerState.ATTRIBUTE_NAME;
    if (in.pos < end) {
      attributeName();
    }
  }

  /** HTML 13.2.5.33. */
  void attributeName() {
    char[] chars = in.chars;
    int end = in.end;
    int start = in.pos;
    for (int p = start; p < end; p++) {
      char c = chars[p];
      if (!CharClass.is(c, CharClass.ATTRIBUTE_NAME)) {
        continue;
      }
      if (c == '"' || c == '\'' || c == '<') {
        in.pos = p;
        t.error(ParseErrorCode.UNEXPECTED_CHARACTER_IN_ATTRIBUTE_NAME);
        continue;
      }
      if (c == 0 || CharClass.isUpper(c)) {
        t.name.add(chars, start, p);
        in.pos = p + 1;
        t.name.add(lowerOrReplaced(c));
        start = p + 1;
        continue;
      }
      in.pos = p;
      t.nameAttribute(chars, start, p);
      if (c == '=') {
        in.pos = p + 1;
        t.state = TokenizerState.BEFORE_ATTRIBUTE_VALUE;
      } else {
        t.state = TokenizerState.AFTER_ATTRIBUTE_NAME;
      }
      return;
    }
    t.name.add(chars, start, end);
    in.pos = end;
  }

  /** HTML 13.2.5.34. */
  void afterAttributeName() {
    char[] chars = in.chars;
    int end = in.end;
    int p = in.pos;
    while (p < end && CharClass.isSpace(chars[p])) {
      p++;
    }
    in.pos = p;
    if (p == end) {
      return;
    }
    char c = chars[p];
    if (c == '=') {
      in.pos = p + 1;
      t.state = TokenizerState.BEFORE_ATTRIBUTE_VALUE;
      return;
    }
    t.finishEmptyAttribute();
    if (c == '/') {
      in.pos = p + 1;
      t.state = TokenizerState.SELF_CLOSING_START_TAG;
    } else if (c == '>') {
      in.pos = p + 1;
      t.emitTag();
    } else {
      t.name.clear();
      t.state = TokenizerState.ATTRIBUTE_NAME;
    }
  }

  /** HTML 13.2.5.35. */
  void beforeAttributeValue() {
    char[] chars = in.chars;
    int end = in.end;
    int p = in.pos;
    while (p < end && CharClass.isSpace(chars[p])) {
      p++;
    }
    in.pos = p;
    if (p == end) {
      return;
    }
    char c = chars[p];
    if (c == '"') {
      in.pos = p + 1;
      t.state = TokenizerState.ATTRIBUTE_VALUE_DOUBLE_QUOTED;
    } else if (c == '\'') {
      in.pos = p + 1;
      t.state = TokenizerState.ATTRIBUTE_VALUE_SINGLE_QUOTED;
    } else if (c == '>') {
      in.pos = p + 1;
      t.errorAtLast(ParseErrorCode.MISSING_ATTRIBUTE_VALUE);
      t.finishEmptyAttribute();
      t.emitTag();
    } else {
      t.state = TokenizerState.ATTRIBUTE_VALUE_UNQUOTED;
    }
  }

  /** HTML 13.2.5.36 and 37. */
  void attributeValueQuoted(char quote) {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    int p = start;
    char c = 0;
    while (p < end && (c = chars[p]) != quote && c != '&' && c != 0) {
      p++;
    }
    if (p == end) {
      t.value.add(chars, start, p);
      in.pos = p;
      return;
    }
    in.pos = p + 1;
    if (c == quote) {
      t.finishAttribute(chars, start, p);
      t.state = TokenizerState.AFTER_ATTRIBUTE_VALUE_QUOTED;
    } else {
      valueInterrupted(chars, start, p, c);
    }
  }

  /** A reference or U+0000 in a value. */
  private void valueInterrupted(char[] chars, int start, int p, char c) {
    t.value.add(chars, start, p);
    if (c == '&') {
      t.returnState = t.state;
      t.state = TokenizerState.CHARACTER_REFERENCE;
    } else {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      t.value.add('\uFFFD');
    }
  }

  /** HTML 13.2.5.38. */
  void attributeValueUnquoted() {
    char[] chars = in.chars;
    int start = in.pos;
    int end = in.end;
    for (int p = start; p < end; p++) {
      char c = chars[p];
      if (!CharClass.is(c, CharClass.UNQUOTED)) {
        continue;
      }
      in.pos = p + 1;
      if (c == '&' || c == 0) {
        valueInterrupted(chars, start, p, c);
        return;
      }
      if (c == '>') {
        t.finishAttribute(chars, start, p);
        t.emitTag();
        return;
      }
      if (CharClass.isSpace(c)) {
        t.finishAttribute(chars, start, p);
        t.state = TokenizerState.BEFORE_ATTRIBUTE_NAME;
        return;
      }
      t.errorAtLast(ParseErrorCode.UNEXPECTED_CHARACTER_IN_UNQUOTED_ATTRIBUTE_VALUE);
    }
    t.value.add(chars, start, end);
    in.pos = end;
  }

  /** HTML 13.2.5.39. */
  void afterAttributeValueQuoted() {
    char c = in.chars[in.pos];
    if (c == '>') {
      in.pos++;
      t.emitTag();
    } else if (CharClass.isSpace(c)) {
      in.pos++;
      t.state = TokenizerState.BEFORE_ATTRIBUTE_NAME;
    } else if (c == '/') {
      in.pos++;
      t.state = TokenizerState.SELF_CLOSING_START_TAG;
    } else {
      t.error(ParseErrorCode.MISSING_WHITESPACE_BETWEEN_ATTRIBUTES);
      t.state = TokenizerState.BEFORE_ATTRIBUTE_NAME;
    }
  }

  /** HTML 13.2.5.40. */
  void selfClosingStartTag() {
    if (in.chars[in.pos] == '>') {
      in.pos++;
      t.tag.selfClosing = true;
      t.emitTag();
    } else {
      t.error(ParseErrorCode.UNEXPECTED_SOLIDUS_IN_TAG);
      t.state = TokenizerState.BEFORE_ATTRIBUTE_NAME;
    }
  }
}
