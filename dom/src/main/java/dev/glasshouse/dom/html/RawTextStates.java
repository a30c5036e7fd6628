package dev.glasshouse.dom.html;

/** The states in which only one end tag counts (HTML 13.2.5.9 to 17, 24 and 25). */
final class RawTextStates {
  private final Tokenizer t;
  private final Input in;

  RawTextStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  /** HTML 13.2.5.9 and 12. */
  void lessThanSign(TokenizerState text) {
    if (in.chars[in.pos] == '/') {
      in.pos++;
      t.temporary.clear();
      t.state =
          text == TokenizerState.RCDATA
              ? TokenizerState.RCDATA_END_TAG_OPEN
              : TokenizerState.RAWTEXT_END_TAG_OPEN;
    } else {
      t.emit('<');
      t.state = text;
    }
  }

  /** HTML 13.2.5.10, 13, 16 and 24. */
  void endTagOpen(TokenizerState text) {
    if (CharClass.isAlpha(in.chars[in.pos])) {
      t.beginTag(true);
      t.temporary.clear();
      t.state = endTagName(text, t.state);
    } else {
      t.emit("</");
      t.state = text;
    }
  }

  private static TokenizerState endTagName(TokenizerState text, TokenizerState otherwise) {
    return switch (text) {
      case RCDATA -> TokenizerState.RCDATA_END_TAG_NAME;
      case RAWTEXT -> TokenizerState.RAWTEXT_END_TAG_NAME;
      case SCRIPT_DATA -> TokenizerState.SCRIPT_DATA_END_TAG_NAME;
      case SCRIPT_DATA_ESCAPED -> TokenizerState.SCRIPT_DATA_ESCAPED_END_TAG_NAME;
      default -> otherwise;
    };
  }

  /** HTML 13.2.5.11, 14, 17 and 25. */
  void endTagName(TokenizerState text) {
    while (in.pos < in.end) {
      char c = in.chars[in.pos];
      if (CharClass.isAlpha(c)) {
        in.pos++;
        t.temporary.add(c);
        t.name.add((char) (c | 0x20));
        continue;
      }
      boolean ends = CharClass.isSpace(c) || c == '/' || c == '>';
      if (!ends || !t.isAppropriateEndTag()) {
        t.emit("</");
        t.emitTemporary();
        t.state = text;
        return;
      }
      in.pos++;
      t.nameTag(in.chars, 0, 0);
      if (c == '>') {
        t.emitTag();
      } else {
        t.state =
            c == '/' ? TokenizerState.SELF_CLOSING_START_TAG : TokenizerState.BEFORE_ATTRIBUTE_NAME;
      }
      return;
    }
  }

  /** What is half read when the document ends is text after all. */
  void endOfInput() {
    switch (t.state) {
      case RCDATA_LESS_THAN_SIGN -> giveUp("<", TokenizerState.RCDATA);
      case RAWTEXT_LESS_THAN_SIGN -> giveUp("<", TokenizerState.RAWTEXT);
      case SCRIPT_DATA_LESS_THAN_SIGN -> giveUp("<", TokenizerState.SCRIPT_DATA);
      case RCDATA_END_TAG_OPEN -> giveUp("</", TokenizerState.RCDATA);
      case RAWTEXT_END_TAG_OPEN -> giveUp("</", TokenizerState.RAWTEXT);
      case SCRIPT_DATA_END_TAG_OPEN -> giveUp("</", TokenizerState.SCRIPT_DATA);
      case SCRIPT_DATA_ESCAPED_END_TAG_OPEN -> giveUp("</", TokenizerState.SCRIPT_DATA_ESCAPED);
      case RCDATA_END_TAG_NAME -> giveUpName(TokenizerState.RCDATA);
      case RAWTEXT_END_TAG_NAME -> giveUpName(TokenizerState.RAWTEXT);
      case SCRIPT_DATA_END_TAG_NAME -> giveUpName(TokenizerState.SCRIPT_DATA);
      default -> giveUpName(TokenizerState.SCRIPT_DATA_ESCAPED);
    }
  }

  private void giveUp(String characters, TokenizerState text) {
    t.emit(characters);
    t.state = text;
  }

  private void giveUpName(TokenizerState text) {
    t.emit("</");
    t.emitTemporary();
    t.state = text;
  }
}
