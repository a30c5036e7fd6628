package dev.glasshouse.server.forms;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.url.MimeType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stands before the content of a part (RFC 7578 4.2).
 *
 * @param name the field's name
 * @param fileName the file's name as the client says it; empty for what is no file
 * @param type the content's type, where the client says one
 */
public record PartHead(String name, Optional<String> fileName, Optional<MimeType> type) {

  /** What is wrong with a part's fields. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  /** Whether it is a file. */
  public boolean isFile() {
    return fileName.isPresent();
  }

  /**
   * Reads it.
   *
   * @param bytes the fields, each with its end of line
   * @throws Malformed when they are none, or the part has no name
   */
  static PartHead read(byte[] bytes, int offset, int length) throws Malformed {
    // Names of fields and files are UTF-8 (RFC 7578 5.1.3), as browsers and curl write them.
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    Optional<String> disposition = Optional.empty();
    Optional<MimeType> type = Optional.empty();
    for (String line : text.split("\r\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon);
      if (!FieldSyntax.isToken(name)) {
        throw new Malformed("a line before a part's content is no field");
      }
      String value = FieldSyntax.trim(line.substring(colon + 1));
      switch (name.toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> {
          if (disposition.isPresent()) {
            throw new Malformed("a part has two Content-Dispositions");
          }
          disposition = Optional.of(value);
        }
        case "content-type" -> type = MimeType.parse(value);
        case "content-transfer-encoding" -> {
          String coding = value.toLowerCase(Locale.ROOT);
          if (!coding.equals("binary") && !coding.equals("8bit") && !coding.equals("7bit")) {
            throw new Malformed("a part has a transfer encoding, which forms have no more");
          }
        }
        default -> {
          // RFC 7578 4.8: others are to be ignored.
        }
      }
    }
    return of(
        disposition.orElseThrow(() -> new Malformed("a part has no Content-Disposition")), type);
  }

  private static PartHead of(String disposition, Optional<MimeType> type) throws Malformed {
    int end = disposition.indexOf(';');
    String kind = FieldSyntax.trim(end < 0 ? disposition : disposition.substring(0, end));
    if (!kind.equalsIgnoreCase("form-data")) {
      throw new Malformed("a part is not form-data");
    }
    Map<String, String> parameters = parameters(disposition, end);
    String name = parameters.get("name");
    if (name == null) {
      throw new Malformed("a part has no name");
    }
    return new PartHead(name, Optional.ofNullable(parameters.get("filename")), type);
  }

  private static Map<String, String> parameters(String text, int from) throws Malformed {
    var all = new LinkedHashMap<String, String>();
    int at = from < 0 ? text.length() : from;
    while (at < text.length()) {
      at = skipBlanks(text, at + 1);
      if (at == text.length()) {
        break;
      }
      int equals = text.indexOf('=', at);
      if (equals < 0 || !FieldSyntax.isToken(text.substring(at, equals))) {
        throw new Malformed("a part's Content-Disposition has a parameter that is none");
      }
      String name = text.substring(at, equals).toLowerCase(Locale.ROOT);
      var value = new StringBuilder();
      at = skipBlanks(text, value(text, equals + 1, value));
      if (at < text.length() && text.charAt(at) != ';') {
        throw new Malformed("something follows a parameter of a part's Content-Disposition");
      }
      if (all.putIfAbsent(name, value.toString()) != null) {
        throw new Malformed("a part's Content-Disposition says " + name + " twice");
      }
    }
    return all;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && FieldSyntax.isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * Reads a value. Browsers write {@code %22}, {@code %0D} and {@code %0A} in quotes and leave
   * backslashes alone; others put a backslash before a quote or a backslash.
   */
  private static int value(String text, int from, StringBuilder into) throws Malformed {
    int at = from;
    if (at >= text.length() || text.charAt(at) != '"') {
      while (at < text.length() && text.charAt(at) != ';') {
        into.append(text.charAt(at++));
      }
      String token = FieldSyntax.trim(into.toString());
      into.setLength(0);
      into.append(token);
      return at;
    }
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      if (c == '\\' && (next == '\\' || next == '"')) {
        into.append(next);
        at++;
      } else if (c == '%' && text.startsWith("%22", at)) {
        into.append('"');
        at += 2;
      } else if (c == '%' && text.regionMatches(true, at, "%0D", 0, 3)) {
        into.append('\r');
        at += 2;
      } else if (c == '%' && text.regionMatches(true, at, "%0A", 0, 3)) {
        into.append('\n');
        at += 2;
      } else {
        into.append(c);
      }
    }
    if (at >= text.length()) {
      throw new Malformed("a quotation in a part's Content-Disposition does not end");
    }
    return at + 1;
  }
}
