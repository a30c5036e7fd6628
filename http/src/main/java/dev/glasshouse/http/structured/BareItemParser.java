package dev.glasshouse.http.structured;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads values by their first character (<a
 * href="https://www.rfc-editor.org/rfc/rfc9651#section-4.2.3.1">RFC 9651 4.2.3.1</a>).
 */
final class BareItemParser {
  private static final int INTEGER_DIGITS = 15;
  private static final int WHOLE_DIGITS = 12;
  private static final int FRACTION_DIGITS = 3;

  private BareItemParser() {}

  static BareItem read(Cursor in) throws StructuredException {
    int first = in.peek();
    if (first == '-' || Keys.isDigit(first)) {
      return number(in);
    }
    if (Keys.startsToken(first)) {
      return new BareItem.Token(in.run(Keys::isInToken));
    }
    return switch (first) {
      case '"' -> text(in);
      case ':' -> bytes(in);
      case '?' -> bool(in);
      case '@' -> date(in);
      case '%' -> displayText(in);
      case Cursor.END -> throw in.wrong("a value is missing");
      default -> throw in.wrong("no value begins so");
    };
  }

  /** RFC 9651 4.2.4. */
  private static BareItem number(Cursor in) throws StructuredException {
    String sign = in.takes('-') ? "-" : "";
    String whole = in.run(Keys::isDigit);
    if (whole.isEmpty()) {
      throw in.wrong("a number has digits");
    }
    if (!in.takes('.')) {
      if (whole.length() > INTEGER_DIGITS) {
        throw in.wrong("an integer has up to 15 digits");
      }
      return new BareItem.Int(Long.parseLong(sign + whole));
    }
    if (whole.length() > WHOLE_DIGITS) {
      throw in.wrongBefore("a decimal has up to 12 digits before the point");
    }
    String fraction = in.run(Keys::isDigit);
    if (fraction.isEmpty() || fraction.length() > FRACTION_DIGITS) {
      throw in.wrong("a decimal has one to three digits behind the point");
    }
    return new BareItem.Decimal(new BigDecimal(sign + whole + "." + fraction));
  }

  /** RFC 9651 4.2.5. */
  private static BareItem text(Cursor in) throws StructuredException {
    in.take();
    var text = new StringBuilder();
    while (true) {
      int c = in.take();
      if (c == Cursor.END) {
        throw in.wrong("the string does not end");
      }
      if (c == '"') {
        return new BareItem.Text(text.toString());
      }
      if (c == '\\') {
        c = in.take();
        if (c != '"' && c != '\\') {
          throw in.wrongBefore("only quotes and backslashes are escaped");
        }
      } else if (c < 0x20 || c > 0x7e) {
        throw in.wrongBefore("a string is of visible ASCII");
      }
      text.append((char) c);
    }
  }

  /** RFC 9651 4.2.7: padding may be missing, and bits that it leaves over may be set. */
  private static BareItem bytes(Cursor in) throws StructuredException {
    in.take();
    String text = in.run(c -> c != ':');
    if (!in.takes(':')) {
      throw in.wrong("the byte sequence does not end");
    }
    try {
      return new BareItem.ByteSequence(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      throw in.wrongBefore("a byte sequence is Base64");
    }
  }

  private static BareItem bool(Cursor in) throws StructuredException {
    in.take();
    return switch (in.take()) {
      case '1' -> new BareItem.Bool(true);
      case '0' -> new BareItem.Bool(false);
      default -> throw in.wrongBefore("a boolean is ?0 or ?1");
    };
  }

  private static BareItem date(Cursor in) throws StructuredException {
    in.take();
    if (in.peek() != '-' && !Keys.isDigit(in.peek())) {
      throw in.wrong("a date is a number of seconds");
    }
    return switch (number(in)) {
      case BareItem.Int(long seconds) -> new BareItem.Date(seconds);
      default -> throw in.wrongBefore("a date is of whole seconds");
    };
  }

  /** RFC 9651 4.2.10. */
  private static BareItem displayText(Cursor in) throws StructuredException {
    in.take();
    if (!in.takes('"')) {
      throw in.wrong("a display string begins with %\"");
    }
    var bytes = new ByteArrayOutputStream();
    while (true) {
      int c = in.take();
      if (c == Cursor.END) {
        throw in.wrong("the display string does not end");
      }
      if (c == '"') {
        return decoded(bytes.toByteArray(), in);
      }
      if (c < 0x20 || c > 0x7e) {
        throw in.wrongBefore("a display string is of visible ASCII");
      }
      bytes.write(c == '%' ? hexDigit(in) << 4 | hexDigit(in) : c);
    }
  }

  private static int hexDigit(Cursor in) throws StructuredException {
    int c = in.take();
    if (!Keys.isDigit(c) && (c < 'a' || c > 'f')) {
      throw in.wrongBefore("two hexadecimal digits, in lower case, follow %");
    }
    return Character.digit(c, 16);
  }

  private static BareItem decoded(byte[] bytes, Cursor in) throws StructuredException {
    try {
      return new BareItem.DisplayText(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      throw in.wrongBefore("a display string is UTF-8");
    }
  }
}
