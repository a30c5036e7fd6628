package dev.glasshouse.http.structured;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A value without parameters, of one of eight types (RFC 9651 3.3). One that exists can be written:
 * the constructors throw {@link IllegalArgumentException} for what no field can carry.
 */
public sealed interface BareItem {

  /** As it stands in a message (RFC 9651 4.1.3.1). */
  String serialize();

  /**
   * An integer of up to 15 digits (RFC 9651 3.3.1).
   *
   * @param value from -999,999,999,999,999 to 999,999,999,999,999
   */
  record Int(long value) implements BareItem {
    private static final long LARGEST = 999_999_999_999_999L;

    /** Checks its size. */
    public Int {
      check(value >= -LARGEST && value <= LARGEST, "an integer has up to 15 digits");
    }

    @Override
    public String serialize() {
      return Long.toString(value);
    }
  }

  /**
   * A decimal number of up to 12 digits before and 3 behind the point (RFC 9651 3.3.2). What has
   * more behind it is rounded, half to even.
   *
   * @param value with one to three digits behind the point
   */
  record Decimal(BigDecimal value) implements BareItem {
    private static final int WHOLE_DIGITS = 12;
    private static final int FRACTION_DIGITS = 3;

    /** Rounds it, and checks its size. */
    public Decimal {
      // Looked at first: to scale a number of a huge exponent would take all memory.
      long wholeDigits = (long) value.precision() - value.scale();
      boolean zero = value.signum() == 0 || wholeDigits < -FRACTION_DIGITS;
      check(zero || wholeDigits <= WHOLE_DIGITS, "a decimal has up to 12 digits before the point");
      BigDecimal rounded =
          zero
              ? BigDecimal.ZERO
              : value.setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();
      check(
          rounded.precision() - rounded.scale() <= WHOLE_DIGITS,
          "a decimal has up to 12 digits before the point");
      value = rounded.scale() < 1 ? rounded.setScale(1) : rounded;
    }

    @Override
    public String serialize() {
      return value.toPlainString();
    }
  }

  /**
   * A text of visible ASCII characters and spaces (RFC 9651 3.3.3).
   *
   * @param value the text, without quotes and escapes
   */
  record Text(String value) implements BareItem {
    /** Checks its characters. */
    public Text {
      check(value.chars().allMatch(c -> c >= 0x20 && c < 0x7f), "a string is of visible ASCII");
    }

    @Override
    public String serialize() {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /**
   * A word (RFC 9651 3.3.4).
   *
   * @param value the word
   */
  record Token(String value) implements BareItem {
    /** Checks its characters. */
    public Token {
      check(Keys.isToken(value), "no token");
    }

    @Override
    public String serialize() {
      return value;
    }
  }

  /** A sequence of bytes (RFC 9651 3.3.5). */
  final class ByteSequence implements BareItem {
    private final byte[] bytes;

    /** The bytes are copied. */
    public ByteSequence(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** The bytes, a copy. */
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public String serialize() {
      return ":" + Base64.getEncoder().encodeToString(bytes) + ":";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByteSequence that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "ByteSequence[" + HexFormat.of().formatHex(bytes) + "]";
    }
  }

  /**
   * True or false (RFC 9651 3.3.6).
   *
   * @param value which
   */
  record Bool(boolean value) implements BareItem {
    @Override
    public String serialize() {
      return value ? "?1" : "?0";
    }
  }

  /**
   * A moment, in whole seconds (RFC 9651 3.3.7).
   *
   * @param seconds since 1970, without leap seconds; of up to 15 digits
   */
  record Date(long seconds) implements BareItem {
    /** Checks its size. */
    public Date {
      check(seconds >= -Int.LARGEST && seconds <= Int.LARGEST, "a date has up to 15 digits");
    }

    /** The moment. */
    public Instant instant() {
      return Instant.ofEpochSecond(seconds);
    }

    @Override
    public String serialize() {
      return "@" + seconds;
    }
  }

  /**
   * A text for people, of any Unicode characters (RFC 9651 3.3.8).
   *
   * @param value the text
   */
  record DisplayText(String value) implements BareItem {
    /** Checks that it is well-formed. */
    public DisplayText {
      check(encodes(value), "a display string has no lone surrogates");
    }

    private static boolean encodes(String text) {
      try {
        return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).hasRemaining()
            || text.isEmpty();
      } catch (CharacterCodingException _) {
        return false;
      }
    }

    @Override
    public String serialize() {
      var out = new StringBuilder("%\"");
      for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
        if (b < 0x20 || b == 0x7f || b == '%' || b == '"') {
          out.append('%').append(HexFormat.of().toHexDigits(b));
        } else {
          out.append((char) b);
        }
      }
      return out.append('"').toString();
    }
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
