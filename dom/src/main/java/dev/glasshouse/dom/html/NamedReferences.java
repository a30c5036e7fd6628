package dev.glasshouse.dom.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The named character references: {@code amp;}, {@code copy}, ... (HTML 13.5).
 *
 * <p>The names stand in one sorted string; a search narrows a range of them character by character.
 */
final class NamedReferences {
  /** The names end to end: {@code AEligAElig;AMP...}. */
  private final String names;

  private final int[] starts;
  private final String[] values;

  private NamedReferences(String names, int[] starts, String[] values) {
    this.names = names;
    this.starts = starts;
    this.values = values;
  }

  /** The table, read when it is first asked for. */
  static NamedReferences table() {
    return Holder.TABLE;
  }

  private static final class Holder {
    static final NamedReferences TABLE = read();
  }

  int size() {
    return values.length;
  }

  /** The character at this place in the name of this number; 0 past its end. */
  char charAt(int index, int place) {
    int at = starts[index] + place;
    return at < starts[index + 1] ? names.charAt(at) : 0;
  }

  int length(int index) {
    return starts[index + 1] - starts[index];
  }

  String value(int index) {
    return values[index];
  }

  /** The first name in {@code [low, high)} whose character at {@code place} is not below c. */
  int firstNotBelow(int low, int high, int place, char c) {
    int from = low;
    int to = high;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (charAt(middle, place) < c) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Lines of a name, a space, and code points in hexadecimal with a space between. */
  private static NamedReferences read() {
    byte[] table;
    try (InputStream in =
        NamedReferences.class.getResourceAsStream("named-character-references.txt")) {
      if (in == null) {
        throw new IllegalStateException("named-character-references.txt is not in the jar");
      }
      table = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parse(table);
  }

  private static NamedReferences parse(byte[] table) {
    int count = 0;
    for (byte b : table) {
      count += b == '\n' ? 1 : 0;
    }
    int[] starts = new int[count + 1];
    String[] values = new String[count];
    byte[] names = new byte[table.length];
    int length = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = length;
      while (table[at] != ' ') {
        names[length++] = table[at++];
      }
      int end = ++at;
      while (table[end] != '\n') {
        end++;
      }
      values[i] = characters(table, at, end);
      at = end + 1;
    }
    starts[count] = length;
    return new NamedReferences(
        new String(names, 0, length, StandardCharsets.ISO_8859_1), starts, values);
  }

  private static String characters(byte[] table, int from, int to) {
    char[] units = new char[4];
    int length = 0;
    int codePoint = 0;
    for (int i = from; i < to; i++) {
      if (table[i] == ' ') {
        length += Character.toChars(codePoint, units, length);
        codePoint = 0;
      } else {
        codePoint = codePoint * 16 + Character.digit(table[i], 16);
      }
    }
    length += Character.toChars(codePoint, units, length);
    return new String(units, 0, length);
  }
}
