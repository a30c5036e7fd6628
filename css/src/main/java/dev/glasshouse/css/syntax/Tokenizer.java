package dev.glasshouse.css.syntax;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.css.syntax.ComponentValue.AtKeyword;
import dev.glasshouse.css.syntax.ComponentValue.Delim;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.FunctionOpen;
import dev.glasshouse.css.syntax.ComponentValue.Hash;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Mark;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Token;
import dev.glasshouse.css.syntax.ComponentValue.Url;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;

/**
 * Text to tokens, one at a time (<a href="https://drafts.csswg.org/css-syntax-3/#tokenization">CSS
 * Syntax 3, 4</a>). Comments leave no token. Never fails: what is broken becomes a {@code BAD_...}
 * mark or a problem.
 */
public final class Tokenizer {
  private static final int EOF = -1;
  private final SourceText source;
  private final String text;
  private final ProblemLog problems;
  private int pos;

  /** A tokenizer at the start of the text. */
  public Tokenizer(SourceText source, ProblemLog problems) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
  }

  /** Where the next token begins, in UTF-16 units. */
  public int position() {
    return pos;
  }

  /** Goes back (or on) to a position that {@link #position()} gave. */
  public void seek(int position) {
    pos = position;
  }

  private int peek(int ahead) {
    int i = pos + ahead;
    return i < text.length() ? text.charAt(i) : EOF;
  }

  private int codePoint() {
    return pos < text.length() ? text.codePointAt(pos) : EOF;
  }

  private void problem(String what, int at) {
    problems.add(CssProblem.Kind.SYNTAX, what, source.line(at));
  }

  /** The next token; {@link Kind#EOF} again and again at the end (4.3.1). */
  public Token next() {
    skipComments();
    int at = pos;
    int c = peek(0);
    switch (c) {
      case EOF:
        return new Mark(Kind.EOF, at);
      case ' ', '\n', '\t':
        while (Chars.space(peek(0))) {
          pos++;
        }
        return new Whitespace(at);
      case '"', '\'':
        pos++;
        return string((char) c, at);
      case '#':
        return hash(at);
      case '+', '.':
        return startsNumber(0) ? numeric(at) : delim(at);
      case '-':
        return minus(at);
      case '<':
        return text.startsWith("<!--", at) ? mark(Kind.CDO, 4, at) : delim(at);
      case '@':
        if (startsIdent(1)) {
          pos++;
          return new AtKeyword(name(), at);
        }
        return delim(at);
      case '\\':
        if (validEscape(0)) {
          return identLike(at);
        }
        problem("a backslash before a line break", at);
        return delim(at);
      default:
        return other(c, at);
    }
  }

  private Token other(int c, int at) {
    Kind kind = punctuation(c);
    if (kind != Kind.EOF) {
      return mark(kind, 1, at);
    }
    if (Chars.digit(c)) {
      return numeric(at);
    }
    return Chars.identStart(codePoint()) ? identLike(at) : delim(at);
  }

  private static Kind punctuation(int c) {
    return switch (c) {
      case '(' -> Kind.OPEN_ROUND;
      case ')' -> Kind.CLOSE_ROUND;
      case '[' -> Kind.OPEN_SQUARE;
      case ']' -> Kind.CLOSE_SQUARE;
      case '{' -> Kind.OPEN_CURLY;
      case '}' -> Kind.CLOSE_CURLY;
      case ',' -> Kind.COMMA;
      case ':' -> Kind.COLON;
      case ';' -> Kind.SEMICOLON;
      default -> Kind.EOF;
    };
  }

  private Token mark(Kind kind, int length, int at) {
    pos = at + length;
    return new Mark(kind, at);
  }

  private Token delim(int at) {
    int c = codePoint();
    pos += Character.charCount(c);
    return new Delim(c, at);
  }

  private Token hash(int at) {
    pos++;
    if (Chars.ident(codePoint()) || validEscape(0)) {
      boolean id = startsIdent(0);
      return new Hash(name(), id, at);
    }
    return new Delim('#', at);
  }

  private Token minus(int at) {
    if (startsNumber(0)) {
      return numeric(at);
    }
    if (text.startsWith("-->", at)) {
      return mark(Kind.CDC, 3, at);
    }
    return startsIdent(0) ? identLike(at) : delim(at);
  }

  /** Comments (4.3.2). */
  private void skipComments() {
    while (peek(0) == '/' && peek(1) == '*') {
      int end = text.indexOf("*/", pos + 2);
      if (end < 0) {
        problem("a comment that never ends", pos);
        pos = text.length();
        return;
      }
      pos = end + 2;
    }
  }

  /** A number, percentage or dimension (4.3.3). */
  private Token numeric(int at) {
    boolean integer = number();
    String digits = text.substring(at, pos);
    double value = toDouble(digits);
    if (startsIdent(0)) {
      return new Dimension(value, integer, digits, name(), at);
    }
    if (peek(0) == '%') {
      pos++;
      return new Percentage(value, integer, digits, at);
    }
    return new Num(value, integer, digits, at);
  }

  private static double toDouble(String digits) {
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : value;
  }

  /** Moves over a number; true where it is an integer (4.3.13). */
  private boolean number() {
    boolean integer = true;
    if (peek(0) == '+' || peek(0) == '-') {
      pos++;
    }
    digits();
    if (peek(0) == '.' && Chars.digit(peek(1))) {
      pos++;
      digits();
      integer = false;
    }
    int e = peek(0);
    if (e == 'e' || e == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (Chars.digit(peek(1 + sign))) {
        pos += 1 + sign;
        digits();
        integer = false;
      }
    }
    return integer;
  }

  private void digits() {
    while (Chars.digit(peek(0))) {
      pos++;
    }
  }

  /** A name, a function, or a URL (4.3.4). */
  private Token identLike(int at) {
    String name = name();
    if (peek(0) != '(') {
      return new Ident(name, at);
    }
    pos++;
    if (!Ascii.equalsIgnoreCase(name, "url")) {
      return new FunctionOpen(name, at);
    }
    int start = pos;
    while (Chars.space(peek(0))) {
      pos++;
    }
    if (peek(0) == '"' || peek(0) == '\'') {
      pos = start;
      return new FunctionOpen(name, at);
    }
    return url(at);
  }

  /** A string, its opening quote consumed (4.3.5). */
  private Token string(char quote, int at) {
    int start = pos;
    StringBuilder escaped = null;
    while (true) {
      int c = peek(0);
      if (c == quote || c == EOF) {
        String tail = text.substring(start, pos);
        if (c == EOF) {
          problem("eof-in-string", at);
        } else {
          pos++;
        }
        return new Str(escaped == null ? tail : escaped + tail, at);
      }
      if (c == '\n') {
        problem("bad-string", at);
        return new Mark(Kind.BAD_STRING, at);
      }
      if (c == '\\') {
        escaped = (escaped == null ? new StringBuilder() : escaped).append(text, start, pos);
        stringEscape(escaped);
        start = pos;
      } else {
        pos++;
      }
    }
  }

  private void stringEscape(StringBuilder out) {
    if (peek(1) == EOF) {
      pos++;
    } else if (peek(1) == '\n') {
      pos += 2;
    } else {
      pos++;
      out.appendCodePoint(escape());
    }
  }

  /** A URL without quotes, after {@code url(} and white space (4.3.6). */
  private Token url(int at) {
    StringBuilder out = new StringBuilder();
    while (true) {
      int c = codePoint();
      if (c == ')' || c == EOF) {
        return endOfUrl(c, out, at);
      }
      if (Chars.space(c)) {
        while (Chars.space(peek(0))) {
          pos++;
        }
        int after = peek(0);
        if (after == ')' || after == EOF) {
          return endOfUrl(after, out, at);
        }
        return badUrl(at);
      }
      if (c == '"' || c == '\'' || c == '(' || Chars.nonPrintable(c)) {
        return badUrl(at);
      }
      if (c == '\\') {
        if (!validEscape(0)) {
          return badUrl(at);
        }
        pos++;
        out.appendCodePoint(escape());
      } else {
        out.appendCodePoint(c);
        pos += Character.charCount(c);
      }
    }
  }

  private Token endOfUrl(int c, StringBuilder out, int at) {
    if (c == EOF) {
      problem("eof-in-url", at);
    } else {
      pos++;
    }
    return new Url(out.toString(), at);
  }

  /** What remains of a broken URL (4.3.14). */
  private Token badUrl(int at) {
    problem("bad-url", at);
    while (true) {
      int c = peek(0);
      if (c == ')' || c == EOF) {
        pos += c == EOF ? 0 : 1;
        return new Mark(Kind.BAD_URL, at);
      }
      pos += validEscape(0) ? 2 : 1;
    }
  }

  /** One escaped code point, the backslash consumed (4.3.7). */
  private int escape() {
    int c = codePoint();
    if (c == EOF) {
      problem("the text ends in an escape", pos);
      return 0xFFFD;
    }
    if (!Chars.hex(c)) {
      pos += Character.charCount(c);
      return c;
    }
    int value = 0;
    for (int n = 0; n < 6 && Chars.hex(peek(0)); n++) {
      value = value * 16 + Character.digit(peek(0), 16);
      pos++;
    }
    if (Chars.space(peek(0))) {
      pos++;
    }
    boolean surrogate = value >= 0xD800 && value <= 0xDFFF;
    return value == 0 || surrogate || value > 0x10FFFF ? 0xFFFD : value;
  }

  /** Whether a valid escape begins here (4.3.8). */
  private boolean validEscape(int ahead) {
    return peek(ahead) == '\\' && peek(ahead + 1) != '\n';
  }

  /** Whether a name begins here (4.3.9). */
  private boolean startsIdent(int ahead) {
    int i = pos + ahead;
    int c = i < text.length() ? text.codePointAt(i) : EOF;
    if (c == '-') {
      int d = i + 1 < text.length() ? text.codePointAt(i + 1) : EOF;
      return d == '-' || Chars.identStart(d) || validEscape(ahead + 1);
    }
    return Chars.identStart(c) || (c == '\\' && validEscape(ahead));
  }

  /** Whether a number begins here (4.3.10). */
  private boolean startsNumber(int ahead) {
    int c = peek(ahead);
    if (c == '+' || c == '-') {
      c = peek(++ahead);
    }
    return Chars.digit(c) || (c == '.' && Chars.digit(peek(ahead + 1)));
  }

  /** A name, as far as it goes (4.3.12). */
  private String name() {
    int start = pos;
    while (true) {
      int c = peek(0);
      if (c < 0x80 ? Chars.ident(c) : Chars.ident(codePoint())) {
        pos += c < 0x80 ? 1 : Character.charCount(codePoint());
      } else if (validEscape(0)) {
        return nameWithEscapes(new StringBuilder(text.substring(start, pos)));
      } else {
        return text.substring(start, pos);
      }
    }
  }

  private String nameWithEscapes(StringBuilder out) {
    while (true) {
      int c = codePoint();
      if (Chars.ident(c)) {
        out.appendCodePoint(c);
        pos += Character.charCount(c);
      } else if (validEscape(0)) {
        pos++;
        out.appendCodePoint(escape());
      } else {
        return out.toString();
      }
    }
  }
}
