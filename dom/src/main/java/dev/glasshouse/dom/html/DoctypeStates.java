package dev.glasshouse.dom.html;

import org.jspecify.annotations.Nullable;

/** The states of a doctype (HTML 13.2.5.53 to 68). */
final class DoctypeStates {
  private final Tokenizer t;
  private final Input in;
  private boolean named;
  private @Nullable Chars publicId;
  private @Nullable Chars systemId;
  private boolean forceQuirks;

  DoctypeStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  void step() {
    switch (t.state) {
      case DOCTYPE -> doctype();
      case BEFORE_DOCTYPE_NAME -> beforeName();
      case DOCTYPE_NAME -> name();
      case AFTER_DOCTYPE_NAME -> afterName();
      case AFTER_DOCTYPE_PUBLIC_KEYWORD -> afterPublicKeyword();
      case BEFORE_DOCTYPE_PUBLIC_IDENTIFIER -> beforePublicIdentifier();
      case DOCTYPE_PUBLIC_IDENTIFIER_DOUBLE_QUOTED -> publicIdentifier('"');
      case DOCTYPE_PUBLIC_IDENTIFIER_SINGLE_QUOTED -> publicIdentifier('\'');
      case AFTER_DOCTYPE_PUBLIC_IDENTIFIER -> afterPublicIdentifier();
      case BETWEEN_DOCTYPE_PUBLIC_AND_SYSTEM_IDENTIFIERS -> betweenIdentifiers();
      case AFTER_DOCTYPE_SYSTEM_KEYWORD -> afterSystemKeyword();
      case BEFORE_DOCTYPE_SYSTEM_IDENTIFIER -> beforeSystemIdentifier();
      case DOCTYPE_SYSTEM_IDENTIFIER_DOUBLE_QUOTED -> systemIdentifier('"');
      case DOCTYPE_SYSTEM_IDENTIFIER_SINGLE_QUOTED -> systemIdentifier('\'');
      case AFTER_DOCTYPE_SYSTEM_IDENTIFIER -> afterSystemIdentifier();
      case BOGUS_DOCTYPE -> bogus();
      default -> throw new IllegalStateException(t.state.name());
    }
  }

  private void begin() {
    t.name.clear();
    named = false;
    publicId = null;
    systemId = null;
    forceQuirks = false;
  }

  private void emit() {
    t.state = TokenizerState.DATA;
    DoctypeToken token =
        new DoctypeToken(
            named ? t.name.toString() : null,
            publicId == null ? null : publicId.toString(),
            systemId == null ? null : systemId.toString(),
            forceQuirks);
    t.name.clear();
    t.sink.doctype(token);
  }

  /** HTML 13.2.5.53. */
  private void doctype() {
    begin();
    char c = in.chars[in.pos];
    if (CharClass.isSpace(c)) {
      in.pos++;
    } else if (c != '>') {
      t.error(ParseErrorCode.MISSING_WHITESPACE_BEFORE_DOCTYPE_NAME);
    }
    t.state = TokenizerState.BEFORE_DOCTYPE_NAME;
  }

  /** HTML 13.2.5.54. */
  private void beforeName() {
    char c = in.chars[in.pos++];
    if (CharClass.isSpace(c)) {
      return;
    }
    if (c == '>') {
      t.errorAtLast(ParseErrorCode.MISSING_DOCTYPE_NAME);
      forceQuirks = true;
      emit();
    } else {
      named = true;
      t.name.add(folded(c));
      t.state = TokenizerState.DOCTYPE_NAME;
    }
  }

  private char folded(char c) {
    if (c == 0) {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      return '\uFFFD';
    }
    return CharClass.isUpper(c) ? (char) (c | 0x20) : c;
  }

  /** HTML 13.2.5.55. */
  private void name() {
    char c = in.chars[in.pos++];
    if (CharClass.isSpace(c)) {
      t.state = TokenizerState.AFTER_DOCTYPE_NAME;
    } else if (c == '>') {
      emit();
    } else {
      t.name.add(folded(c));
    }
  }

  /** HTML 13.2.5.56. */
  private void afterName() {
    char c = in.chars[in.pos];
    if (CharClass.isSpace(c)) {
      in.pos++;
      return;
    }
    if (c == '>') {
      in.pos++;
      emit();
      return;
    }
    int isPublic = match("PUBLIC");
    int isSystem = match("SYSTEM");
    if (isPublic == 0 || isSystem == 0) {
      t.starve();
    } else if (isPublic > 0) {
      in.pos += 6;
      t.state = TokenizerState.AFTER_DOCTYPE_PUBLIC_KEYWORD;
    } else if (isSystem > 0) {
      in.pos += 6;
      t.state = TokenizerState.AFTER_DOCTYPE_SYSTEM_KEYWORD;
    } else {
      t.error(ParseErrorCode.INVALID_CHARACTER_SEQUENCE_AFTER_DOCTYPE_NAME);
      bogusWithQuirks();
    }
  }

  private int match(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (in.pos + i >= in.end) {
        return in.closed ? -1 : 0;
      }
      char c = in.chars[in.pos + i];
      if (c >= 128 || (c & ~0x20) != word.charAt(i)) {
        return -1;
      }
    }
    return 1;
  }

  private void bogusWithQuirks() {
    forceQuirks = true;
    t.state = TokenizerState.BOGUS_DOCTYPE;
  }

  /** HTML 13.2.5.57. */
  private void afterPublicKeyword() {
    char c = in.chars[in.pos++];
    if (CharClass.isSpace(c)) {
      t.state = TokenizerState.BEFORE_DOCTYPE_PUBLIC_IDENTIFIER;
    } else if (c == '"' || c == '\'') {
      t.errorAtLast(ParseErrorCode.MISSING_WHITESPACE_AFTER_DOCTYPE_PUBLIC_KEYWORD);
      openPublic(c);
    } else {
      noPublicQuote(c);
    }
  }

  /** HTML 13.2.5.58. */
  private void beforePublicIdentifier() {
    char c = in.chars[in.pos++];
    if (c == '"' || c == '\'') {
      openPublic(c);
    } else if (!CharClass.isSpace(c)) {
      noPublicQuote(c);
    }
  }

  private void openPublic(char quote) {
    publicId = new Chars();
    t.state =
        quote == '"'
            ? TokenizerState.DOCTYPE_PUBLIC_IDENTIFIER_DOUBLE_QUOTED
            : TokenizerState.DOCTYPE_PUBLIC_IDENTIFIER_SINGLE_QUOTED;
  }

  private void noPublicQuote(char c) {
    if (c == '>') {
      t.errorAtLast(ParseErrorCode.MISSING_DOCTYPE_PUBLIC_IDENTIFIER);
      forceQuirks = true;
      emit();
    } else {
      t.errorAtLast(ParseErrorCode.MISSING_QUOTE_BEFORE_DOCTYPE_PUBLIC_IDENTIFIER);
      in.pos--;
      bogusWithQuirks();
    }
  }

  /** HTML 13.2.5.59 and 60. */
  private void publicIdentifier(char quote) {
    Chars id = publicId == null ? new Chars() : publicId;
    publicId = id;
    identifier(
        id,
        quote,
        TokenizerState.AFTER_DOCTYPE_PUBLIC_IDENTIFIER,
        ParseErrorCode.ABRUPT_DOCTYPE_PUBLIC_IDENTIFIER);
  }

  private void identifier(Chars id, char quote, TokenizerState next, ParseErrorCode abrupt) {
    char c = in.chars[in.pos++];
    if (c == quote) {
      t.state = next;
    } else if (c == '>') {
      t.errorAtLast(abrupt);
      forceQuirks = true;
      emit();
    } else if (c == 0) {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      id.add('\uFFFD');
    } else {
      id.add(c);
    }
  }

  /** HTML 13.2.5.61. */
  private void afterPublicIdentifier() {
    char c = in.chars[in.pos++];
    if (CharClass.isSpace(c)) {
      t.state = TokenizerState.BETWEEN_DOCTYPE_PUBLIC_AND_SYSTEM_IDENTIFIERS;
    } else if (c == '>') {
      emit();
    } else if (c == '"' || c == '\'') {
      t.errorAtLast(
          ParseErrorCode.MISSING_WHITESPACE_BETWEEN_DOCTYPE_PUBLIC_AND_SYSTEM_IDENTIFIERS);
      openSystem(c);
    } else {
      noSystemQuote();
    }
  }

  /** HTML 13.2.5.62. */
  private void betweenIdentifiers() {
    char c = in.chars[in.pos++];
    if (c == '>') {
      emit();
    } else if (c == '"' || c == '\'') {
      openSystem(c);
    } else if (!CharClass.isSpace(c)) {
      noSystemQuote();
    }
  }

  private void openSystem(char quote) {
    systemId = new Chars();
    t.state =
        quote == '"'
            ? TokenizerState.DOCTYPE_SYSTEM_IDENTIFIER_DOUBLE_QUOTED
            : TokenizerState.DOCTYPE_SYSTEM_IDENTIFIER_SINGLE_QUOTED;
  }

  private void noSystemQuote() {
    t.errorAtLast(ParseErrorCode.MISSING_QUOTE_BEFORE_DOCTYPE_SYSTEM_IDENTIFIER);
    in.pos--;
    bogusWithQuirks();
  }

  /** HTML 13.2.5.63. */
  private void afterSystemKeyword() {
    char c = in.chars[in.pos++];
    if (CharClass.isSpace(c)) {
      t.state = TokenizerState.BEFORE_DOCTYPE_SYSTEM_IDENTIFIER;
    } else if (c == '"' || c == '\'') {
      t.errorAtLast(ParseErrorCode.MISSING_WHITESPACE_AFTER_DOCTYPE_SYSTEM_KEYWORD);
      openSystem(c);
    } else {
      missingSystem(c);
    }
  }

  /** HTML 13.2.5.64. */
  private void beforeSystemIdentifier() {
    char c = in.chars[in.pos++];
    if (c == '"' || c == '\'') {
      openSystem(c);
    } else if (!CharClass.isSpace(c)) {
      missingSystem(c);
    }
  }

  private void missingSystem(char c) {
    if (c == '>') {
      t.errorAtLast(ParseErrorCode.MISSING_DOCTYPE_SYSTEM_IDENTIFIER);
      forceQuirks = true;
      emit();
    } else {
      noSystemQuote();
    }
  }

  /** HTML 13.2.5.65 and 66. */
  private void systemIdentifier(char quote) {
    Chars id = systemId == null ? new Chars() : systemId;
    systemId = id;
    identifier(
        id,
        quote,
        TokenizerState.AFTER_DOCTYPE_SYSTEM_IDENTIFIER,
        ParseErrorCode.ABRUPT_DOCTYPE_SYSTEM_IDENTIFIER);
  }

  /** HTML 13.2.5.67. */
  private void afterSystemIdentifier() {
    char c = in.chars[in.pos++];
    if (c == '>') {
      emit();
    } else if (!CharClass.isSpace(c)) {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_CHARACTER_AFTER_DOCTYPE_SYSTEM_IDENTIFIER);
      in.pos--;
      t.state = TokenizerState.BOGUS_DOCTYPE;
    }
  }

  /** HTML 13.2.5.68. */
  private void bogus() {
    char c = in.chars[in.pos++];
    if (c == '>') {
      emit();
    } else if (c == 0) {
      t.errorAtLast(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
    }
  }

  void endOfInput() {
    if (t.state == TokenizerState.DOCTYPE) {
      begin();
    }
    if (t.state != TokenizerState.BOGUS_DOCTYPE) {
      t.error(ParseErrorCode.EOF_IN_DOCTYPE);
      forceQuirks = true;
    }
    emit();
    t.finish();
  }
}
