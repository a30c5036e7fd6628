package dev.glasshouse.http.h1;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.HttpReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the lines of a field section (RFC 9112 5): strictly, each byte once. Keeps what frames the
 * message at hand. Pure.
 */
final class FieldLines {
  private final byte[] bytes;
  private final Limits.Head limits;
  private final List<Field> fields = new ArrayList<>();
  private List<String> lengths = List.of();
  private List<String> codings = List.of();
  private List<String> hosts = List.of();

  /** The lines of a head or a trailer section. */
  FieldLines(byte[] bytes, Limits.Head limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /** All of them. */
  Fields all() {
    return Fields.copyOf(fields);
  }

  /** The values of Content-Length. */
  List<String> lengths() {
    return lengths;
  }

  /** The elements of Transfer-Encoding, in lower case; an empty one where it has none. */
  List<String> codings() {
    return codings;
  }

  /** The values of Host. */
  List<String> hosts() {
    return hosts;
  }

  /**
   * Reads the lines from here up to the empty one.
   *
   * <p>One method on purpose. HotSpot puts the code of methods below 325 bytes of bytecode into
   * whoever calls them often; in pieces this becomes a part of the connection's whole reading, and
   * to compile that takes 27 MB at once, which the process keeps.
   */
  void read(int from) throws ViolationException, LimitException {
    int at = from;
    for (int end = lineEnd(at); end > at; end = lineEnd(at)) {
      if (fields.size() == limits.fields()) {
        throw new LimitException(HttpReason.LIMIT_FIELDS, "head.fields", limits.fields(), "fields");
      }
      if (FieldSyntax.isBlank(bytes[at])) {
        throw new ViolationException(
            fields.isEmpty() ? Violation.LEADING_SPACE : Violation.OBS_FOLD);
      }
      int colon = at;
      while (colon < end && FieldSyntax.isTokenChar(bytes[colon])) {
        colon++;
      }
      if (colon == at || colon == end || bytes[colon] != ':') {
        throw badName(at, colon, end);
      }
      String name = text(at, colon);
      int first = end;
      int last = end;
      for (int i = colon + 1; i < end; i++) {
        int c = bytes[i] & 0xff;
        if (c != ' ' && c != '\t') {
          if (!FieldSyntax.isValueByte(c)) {
            throw new ViolationException(Violation.BAD_FIELD_VALUE, name);
          }
          first = first == end ? i : first;
          last = i + 1;
        }
      }
      String value = first == end ? "" : text(first, last);
      fields.add(new Field(name, value));
      switch (name.length()) {
        case 4 -> {
          if (name.equalsIgnoreCase("host")) {
            hosts = with(hosts, value);
          }
        }
        case 14 -> {
          if (name.equalsIgnoreCase("content-length")) {
            lengths = with(lengths, value);
          }
        }
        case 17 -> {
          if (name.equalsIgnoreCase("transfer-encoding")) {
            keepCodings(value);
          }
        }
        default -> {}
      }
      at = end + 2;
    }
  }

  private ViolationException badName(int from, int to, int end) {
    if (to == end) {
      return new ViolationException(Violation.NO_COLON);
    }
    int i = to;
    while (i < end && FieldSyntax.isBlank(bytes[i])) {
      i++;
    }
    return i > to && i < end && bytes[i] == ':'
        ? new ViolationException(Violation.SPACE_BEFORE_COLON, text(from, to))
        : new ViolationException(Violation.BAD_FIELD_NAME);
  }

  private static List<String> with(List<String> values, String value) {
    if (values.isEmpty()) {
      return List.of(value);
    }
    var all = new ArrayList<>(values);
    all.add(value);
    return all;
  }

  private void keepCodings(String value) {
    var all = new ArrayList<>(codings);
    int before = all.size();
    Fields.split(value.toLowerCase(Locale.ROOT), ',', all);
    if (all.size() == before) {
      all.add("");
    }
    codings = all;
  }

  /** The index of the CR that ends the line from here; refuses CR, LF and NUL out of place. */
  int lineEnd(int from) throws ViolationException {
    for (int i = from; i < bytes.length; i++) {
      byte c = bytes[i];
      if (c <= '\r' && (c == '\r' || c == '\n' || c == 0)) {
        if (c != '\r') {
          throw new ViolationException(c == 0 ? Violation.NUL : Violation.BARE_LF);
        }
        if (i + 1 == bytes.length || bytes[i + 1] != '\n') {
          throw new ViolationException(Violation.BARE_CR);
        }
        return i;
      }
    }
    throw new IllegalStateException("a section without an end");
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
