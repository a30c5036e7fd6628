package dev.glasshouse.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The field Content-Disposition (RFC 6266), read as forgivingly as browsers do. Pure.
 *
 * @param type {@code attachment}, {@code inline} or another, lower case; empty where none is said
 * @param fileName the name it proposes, as it stands there: not safe yet
 */
record ContentDisposition(String type, Optional<String> fileName) {

  /** Reads the value of the field. */
  static ContentDisposition parse(String value) {
    int end = value.indexOf(';');
    String type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    if (type.contains("=")) {
      // The type was forgotten.
      type = "";
      end = -1;
    }
    Map<String, String> parameters = parameters(value, end + 1);
    Optional<String> extended =
        Optional.ofNullable(parameters.get("filename*")).flatMap(ContentDisposition::extended);
    return new ContentDisposition(
        type,
        extended.or(
            () -> Optional.ofNullable(parameters.get("filename")).map(ContentDisposition::utf8)));
  }

  /** Whether it is to be saved: RFC 6266 4.2, unknown types like attachment. */
  boolean isAttachment() {
    return !type.isEmpty() && !type.equals("inline");
  }

  private static Map<String, String> parameters(String value, int from) {
    var parameters = new LinkedHashMap<String, String>();
    int at = from;
    while (at < value.length()) {
      int equals = value.indexOf('=', at);
      int semicolon = value.indexOf(';', at);
      if (equals < 0) {
        break;
      }
      if (semicolon >= 0 && semicolon < equals) {
        at = semicolon + 1;
        continue;
      }
      String name = value.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      var text = new StringBuilder();
      at = valueAt(value, equals + 1, text);
      parameters.putIfAbsent(name, text.toString());
    }
    return parameters;
  }

  /** Reads a token or a quoted string; returns where the next parameter begins. */
  private static int valueAt(String value, int from, StringBuilder into) {
    int at = from;
    while (at < value.length() && value.charAt(at) == ' ') {
      at++;
    }
    if (at < value.length() && value.charAt(at) == '"') {
      at++;
      while (at < value.length() && value.charAt(at) != '"') {
        boolean escape =
            value.charAt(at) == '\\'
                && at + 1 < value.length()
                && (value.charAt(at + 1) == '"' || value.charAt(at + 1) == '\\');
        at += escape ? 1 : 0;
        into.append(value.charAt(at++));
      }
      int semicolon = value.indexOf(';', at);
      return semicolon < 0 ? value.length() : semicolon + 1;
    }
    int semicolon = value.indexOf(';', at);
    int end = semicolon < 0 ? value.length() : semicolon;
    into.append(value.substring(at, end).strip());
    return end + 1;
  }

  /** RFC 8187: charset, quote, language, quote, percent-encoded bytes. */
  private static Optional<String> extended(String value) {
    int first = value.indexOf('\'');
    int second = value.indexOf('\'', first + 1);
    if (first < 0 || second < 0) {
      return Optional.empty();
    }
    Charset charset =
        switch (value.substring(0, first).toLowerCase(Locale.ROOT)) {
          case "utf-8" -> StandardCharsets.UTF_8;
          case "iso-8859-1" -> StandardCharsets.ISO_8859_1;
          default -> StandardCharsets.US_ASCII;
        };
    if (charset == StandardCharsets.US_ASCII) {
      return Optional.empty();
    }
    byte[] bytes = dev.glasshouse.url.PercentEncode.decode(value.substring(second + 1));
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Field values are bytes; where they are UTF-8, servers mean it. */
  private static String utf8(String value) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException _) {
      return value;
    }
  }
}
