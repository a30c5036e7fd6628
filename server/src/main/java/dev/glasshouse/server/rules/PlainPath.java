package dev.glasshouse.server.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The one spelling of a path that rules compare. A path can be spelled in many ways that lead to
 * the same file ({@code /a}, {@code /%61}, {@code //a}, {@code /./a}, {@code /x/../a}): were they
 * compared as they come, whoever is turned away from one would come in by another.
 *
 * <p>Only what may not stand in a path as it is stays encoded, in capital digits (RFC 3986 3.3,
 * 6.2.2); so does an encoded slash, which is none. Segments that are empty or a dot go, and two
 * dots take the one before with them (5.2.4). Pure.
 */
public final class PlainPath {
  private static final String MARKS = "-._~!$&'()*+,;=:@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PlainPath() {}

  /** The spelling of a path; what does not begin with a slash is no path, and stays. */
  public static String of(String path) {
    if (!path.startsWith("/") || isPlain(path)) {
      return path;
    }
    var segments = new ArrayDeque<String>();
    boolean folder = false;
    for (String each : path.substring(1).split("/", -1)) {
      String segment = spelled(each);
      folder = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!folder) {
        segments.add(segment);
      }
    }
    return "/" + String.join("/", segments) + (folder && !segments.isEmpty() ? "/" : "");
  }

  /**
   * Why nobody is to be handed a path: it is not percent-encoded as it should be, has a NUL, or
   * leads upwards out of the site, or does so for whoever takes an encoded slash for one. Empty for
   * what is well.
   */
  public static Optional<String> fault(String path) {
    if (!path.startsWith("/") || isPlain(path)) {
      return Optional.empty();
    }
    int depth = 0;
    for (String each : path.substring(1).split("/", -1)) {
      if (isMalformed(each)) {
        return Optional.of("the path is not percent-encoded as it should be");
      }
      String text = decoded(each);
      if (text.indexOf('\0') >= 0) {
        return Optional.of("the path has a NUL");
      }
      if (!text.equals("..") && leadsUp(text)) {
        return Optional.of("the path leads upwards behind an encoded slash");
      }
      depth += text.equals("..") ? -1 : text.isEmpty() || text.equals(".") ? 0 : 1;
      if (depth < 0) {
        return Optional.of("the path leads upwards out of the site");
      }
    }
    return Optional.empty();
  }

  /** A part of a path, with what need not be encoded as it is, and what must be encoded. */
  static String spelled(String part) {
    var out = new StringBuilder();
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      boolean encoded = b == '%' && isEncoded(bytes, i);
      if (encoded) {
        b = Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16);
        i += 2;
      }
      if (isPlain((char) b) || (b == '/' && !encoded)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.toHexDigits((byte) b));
      }
    }
    return out.toString();
  }

  private static boolean isEncoded(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && Character.digit(bytes[at + 1], 16) >= 0
        && Character.digit(bytes[at + 2], 16) >= 0;
  }

  private static boolean isMalformed(String segment) {
    for (int i = segment.indexOf('%'); i >= 0; i = segment.indexOf('%', i + 1)) {
      if (i + 2 >= segment.length()
          || Character.digit(segment.charAt(i + 1), 16) < 0
          || Character.digit(segment.charAt(i + 2), 16) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Bytes as characters: only slashes, dots and NUL are looked for. */
  private static String decoded(String segment) {
    var out = new StringBuilder(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%') {
        c = (char) Integer.parseInt(segment, i + 1, i + 3, 16);
        i += 2;
      }
      out.append(c);
    }
    return out.toString();
  }

  private static boolean leadsUp(String text) {
    for (String piece : text.replace('\\', '/').split("/", -1)) {
      if (piece.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean turns = c == '/' && i + 1 < path.length() && "/.".indexOf(path.charAt(i + 1)) >= 0;
      if (turns || (c != '/' && !isPlain(c))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || MARKS.indexOf(c) >= 0;
  }
}
