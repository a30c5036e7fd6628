package dev.glasshouse.dns.zone;

import java.nio.charset.StandardCharsets;

/**
 * The words of a zone file, entry by entry. An entry ends with its line, unless parentheses hold
 * lines together.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-5.1">RFC 1035 section 5.1</a>
 */
final class ZoneTokens {
  private final byte[] text;
  private final int last;
  private int at;
  private int line = 1;
  private int depth;
  private int openedAt;
  private int start;
  private int end;
  private boolean quoted;
  private boolean pushedBack;

  ZoneTokens(byte[] text) {
    this.text = text;
    this.last = text.length;
  }

  byte[] text() {
    return text;
  }

  /** Where the word begins. */
  int start() {
    return start;
  }

  /** Where the word ends. */
  int end() {
    return end;
  }

  /** Whether the word stood in quotation marks. */
  boolean quoted() {
    return quoted;
  }

  /** The line that was reached, from 1. */
  int line() {
    return line;
  }

  boolean atEnd() {
    return at >= last;
  }

  /** The word as text, as it stands. */
  String word() {
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** At an entry's beginning: whether it begins with a blank, and so has the last one's owner. */
  boolean beginsBlank() {
    return at < last && (text[at] == ' ' || text[at] == '\t');
  }

  /** The last word comes once more. */
  void pushBack() {
    pushedBack = true;
  }

  /** Reads the next word of the entry; false at its end. */
  boolean next() throws BadText {
    if (pushedBack) {
      pushedBack = false;
      return true;
    }
    while (at < last) {
      byte letter = text[at];
      switch (letter) {
        case ' ', '\t', '\r' -> at++;
        case '\n' -> {
          if (depth == 0) {
            return false;
          }
          at++;
          line++;
        }
        case ';' -> comment();
        case '(' -> {
          if (depth++ == 0) {
            openedAt = line;
          }
          at++;
        }
        case ')' -> {
          at++;
          if (--depth < 0) {
            depth = 0;
            throw new BadText("a closing parenthesis without an opening one");
          }
        }
        case '"' -> {
          quotation();
          return true;
        }
        default -> {
          plain();
          return true;
        }
      }
    }
    if (depth > 0) {
      depth = 0;
      throw new BadText(
          "the parenthesis of line " + openedAt + " is never closed; nothing behind it was read");
    }
    return false;
  }

  private void comment() {
    while (at < last && text[at] != '\n') {
      at++;
    }
  }

  private void quotation() throws BadText {
    quoted = true;
    start = ++at;
    while (at < last && text[at] != '"') {
      if (text[at] == '\n') {
        throw new BadText("a quotation that does not end in its line");
      }
      at += text[at] == '\\' ? 2 : 1;
    }
    if (at >= last) {
      at = last;
      throw new BadText("a quotation that does not end in its line");
    }
    end = at++;
  }

  private void plain() {
    quoted = false;
    start = at;
    while (at < last) {
      byte letter = text[at];
      if (letter <= ' ' && letter >= 0 && isBlank(letter)
          || letter == ';'
          || letter == '('
          || letter == ')'
          || letter == '"') {
        break;
      }
      at += letter == '\\' && at + 1 < last && text[at + 1] != '\n' ? 2 : 1;
    }
    end = at = Math.min(at, last);
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
  }

  /** Goes to the next entry, whatever is left of this one. */
  void nextEntry() {
    pushedBack = false;
    if (depth > 0) {
      depth = skipParentheses();
    }
    while (at < last && text[at] != '\n') {
      if (text[at] == '\\') {
        at++;
      }
      at++;
    }
    if (at < last) {
      at++;
      line++;
    }
    at = Math.min(at, last);
  }

  /** Behind the parentheses of a broken entry. */
  private int skipParentheses() {
    int open = depth;
    while (at < last && open > 0) {
      byte letter = text[at];
      if (letter == '\n') {
        line++;
      } else if (letter == ';') {
        comment();
        continue;
      } else if (letter == '(') {
        open++;
      } else if (letter == ')') {
        open--;
      } else if (letter == '\\') {
        at++;
      }
      at++;
    }
    return 0;
  }
}
