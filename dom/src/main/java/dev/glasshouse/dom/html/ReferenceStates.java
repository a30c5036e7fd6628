package dev.glasshouse.dom.html;

/** The states of character references (HTML 13.2.5.72 to 80). */
final class ReferenceStates {
  /** What bytes 0x80 to 0x9F meant in windows-1252; 0 where nothing (HTML 13.2.5.80). */
  private static final String C1 =
      "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
          + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

  private static final int TOO_LARGE = 0x110000;

  private final Tokenizer t;
  private final Input in;
  private int code;

  ReferenceStates(Tokenizer tokenizer) {
    this.t = tokenizer;
    this.in = tokenizer.in;
  }

  /** HTML 13.2.5.72. The ampersand has been read. */
  void characterReference() {
    t.temporary.clear();
    t.temporary.add('&');
    char c = in.chars[in.pos];
    if (CharClass.isAlpha(c) || CharClass.isDigit(c)) {
      t.state = TokenizerState.NAMED_CHARACTER_REFERENCE;
      named();
    } else if (c == '#') {
      in.pos++;
      t.temporary.add('#');
      t.state = TokenizerState.NUMERIC_CHARACTER_REFERENCE;
    } else {
      flush();
      t.state = t.returnState;
    }
  }

  /**
   * HTML 13.2.5.73. The longest name is looked for in one go; where the characters end before that
   * is decided the machine waits for more.
   */
  void named() {
    NamedReferences table = NamedReferences.table();
    int low = 0;
    int high = table.size();
    int found = -1;
    int place = 0;
    while (low < high) {
      if (in.pos + place == in.end) {
        if (!in.closed) {
          t.starve();
          return;
        }
        break;
      }
      char c = in.chars[in.pos + place];
      low = table.firstNotBelow(low, high, place, c);
      high = table.firstNotBelow(low, high, place, (char) (c + 1));
      place++;
      // The shortest name with these first characters stands first.
      if (low < high && table.length(low) == place) {
        found = low;
      }
    }
    if (found < 0) {
      flush();
      t.state = TokenizerState.AMBIGUOUS_AMPERSAND;
    } else {
      matched(table, found);
    }
  }

  private void matched(NamedReferences table, int found) {
    int length = table.length(found);
    boolean closed = in.chars[in.pos + length - 1] == ';';
    if (!closed && inAttribute()) {
      if (in.pos + length == in.end && !in.closed) {
        t.starve();
        return;
      }
      char next = in.pos + length < in.end ? in.chars[in.pos + length] : 0;
      if (next == '=' || CharClass.isAlpha(next) || CharClass.isDigit(next)) {
        // For historical reasons: what looks like a query's parameter is left alone.
        t.temporary.add(in.chars, in.pos, in.pos + length);
        in.pos += length;
        flush();
        t.state = t.returnState;
        return;
      }
    }
    in.pos += length;
    if (!closed) {
      t.error(ParseErrorCode.MISSING_SEMICOLON_AFTER_CHARACTER_REFERENCE);
    }
    t.temporary.clear();
    t.temporary.add(table.value(found));
    flush();
    t.state = t.returnState;
  }

  /** HTML 13.2.5.74. */
  void ambiguousAmpersand() {
    int start = in.pos;
    int p = start;
    while (p < in.end && (CharClass.isAlpha(in.chars[p]) || CharClass.isDigit(in.chars[p]))) {
      p++;
    }
    in.pos = p;
    if (inAttribute()) {
      t.value.add(in.chars, start, p);
    } else if (p > start) {
      t.sink.characters(in.chars, start, p);
    }
    if (p < in.end) {
      if (in.chars[p] == ';') {
        t.error(ParseErrorCode.UNKNOWN_NAMED_CHARACTER_REFERENCE);
      }
      t.state = t.returnState;
    }
  }

  /** HTML 13.2.5.75. */
  void numeric() {
    code = 0;
    char c = in.chars[in.pos];
    if (c == 'x' || c == 'X') {
      in.pos++;
      t.temporary.add(c);
      t.state = TokenizerState.HEXADECIMAL_CHARACTER_REFERENCE_START;
    } else {
      t.state = TokenizerState.DECIMAL_CHARACTER_REFERENCE_START;
    }
  }

  /** HTML 13.2.5.76. */
  void hexadecimalStart() {
    if (Character.digit(in.chars[in.pos], 16) >= 0 && in.chars[in.pos] < 128) {
      t.state = TokenizerState.HEXADECIMAL_CHARACTER_REFERENCE;
    } else {
      noDigits();
    }
  }

  /** HTML 13.2.5.77. */
  void decimalStart() {
    if (CharClass.isDigit(in.chars[in.pos])) {
      t.state = TokenizerState.DECIMAL_CHARACTER_REFERENCE;
    } else {
      noDigits();
    }
  }

  private void noDigits() {
    t.error(ParseErrorCode.ABSENCE_OF_DIGITS_IN_NUMERIC_CHARACTER_REFERENCE);
    flush();
    t.state = t.returnState;
  }

  /** HTML 13.2.5.78. */
  void hexadecimal() {
    digits(16);
  }

  /** HTML 13.2.5.79. */
  void decimal() {
    digits(10);
  }

  private void digits(int radix) {
    while (in.pos < in.end) {
      char c = in.chars[in.pos];
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        if (c == ';') {
          in.pos++;
          end();
        } else {
          t.error(ParseErrorCode.MISSING_SEMICOLON_AFTER_CHARACTER_REFERENCE);
          end();
        }
        return;
      }
      in.pos++;
      code = Math.min(code * radix + digit, TOO_LARGE);
    }
  }

  /** HTML 13.2.5.80: nothing is read here. */
  void numericEnd() {
    end();
  }

  private void end() {
    int offset = in.offset(in.pos);
    if (code == 0) {
      in.error(ParseErrorCode.NULL_CHARACTER_REFERENCE, offset);
      code = 0xFFFD;
    } else if (code >= TOO_LARGE) {
      in.error(ParseErrorCode.CHARACTER_REFERENCE_OUTSIDE_UNICODE_RANGE, offset);
      code = 0xFFFD;
    } else if (code >= 0xD800 && code < 0xE000) {
      in.error(ParseErrorCode.SURROGATE_CHARACTER_REFERENCE, offset);
      code = 0xFFFD;
    } else if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF)) {
      in.error(ParseErrorCode.NONCHARACTER_CHARACTER_REFERENCE, offset);
    } else if (isControl(code)) {
      in.error(ParseErrorCode.CONTROL_CHARACTER_REFERENCE, offset);
      if (code >= 0x80 && C1.charAt(code - 0x80) != 0) {
        code = C1.charAt(code - 0x80);
      }
    }
    t.temporary.clear();
    t.temporary.addCodePoint(code);
    flush();
    t.state = t.returnState;
  }

  private static boolean isControl(int code) {
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\f')
        || (code >= 0x7F && code < 0xA0);
  }

  private boolean inAttribute() {
    return t.returnState == TokenizerState.ATTRIBUTE_VALUE_DOUBLE_QUOTED
        || t.returnState == TokenizerState.ATTRIBUTE_VALUE_SINGLE_QUOTED
        || t.returnState == TokenizerState.ATTRIBUTE_VALUE_UNQUOTED;
  }

  /** "Flush code points consumed as a character reference" (HTML 13.2.5). */
  private void flush() {
    if (inAttribute()) {
      t.value.add(t.temporary.array, 0, t.temporary.length);
    } else {
      t.emitTemporary();
    }
  }

  void endOfInput() {
    switch (t.state) {
      case CHARACTER_REFERENCE -> {
        t.temporary.clear();
        t.temporary.add('&');
        flush();
        t.state = t.returnState;
      }
      case NAMED_CHARACTER_REFERENCE, AMBIGUOUS_AMPERSAND -> t.state = t.returnState;
      case HEXADECIMAL_CHARACTER_REFERENCE, DECIMAL_CHARACTER_REFERENCE -> {
        t.error(ParseErrorCode.MISSING_SEMICOLON_AFTER_CHARACTER_REFERENCE);
        end();
      }
      case NUMERIC_CHARACTER_REFERENCE_END -> end();
      default -> noDigits();
    }
  }
}
