package dev.glasshouse.server.routes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of a request's path, decoded: {@code /a/} has two, of which the second is empty.
 * Pure.
 */
sealed interface PathSegments {
  /** A path that can be read. */
  record Read(List<String> segments) implements PathSegments {}

  /** A path that is refused, and why. */
  record Refused(String why) implements PathSegments {}

  /**
   * Reads a path.
   *
   * @param path as it stands in a request target, without its query
   * @param ignored what the last segment may carry behind a semicolon, such as {@code jsessionid};
   *     empty for nothing
   */
  static PathSegments of(String path, String ignored) {
    if (!path.startsWith("/")) {
      return new Refused("it does not begin with a slash");
    }
    int end = path.length();
    if (!ignored.isEmpty()) {
      int semicolon = path.lastIndexOf(";" + ignored + "=");
      end = semicolon > path.lastIndexOf('/') ? semicolon : end;
    }
    var segments = new ArrayList<String>(6);
    int from = 1;
    while (true) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 || slash > end ? end : slash;
      String segment = path.substring(from, to);
      if (segment.indexOf('%') >= 0) {
        try {
          segment = decoded(segment);
        } catch (CharacterCodingException e) {
          return new Refused("it is not percent-encoded UTF-8");
        }
      }
      // Whoever stands before this server may have taken these for steps of the way.
      if (segment.equals(".") || segment.equals("..")) {
        return new Refused("it has a segment of dots");
      }
      if (segment.indexOf('\0') >= 0) {
        return new Refused("it has a NUL");
      }
      segments.add(segment);
      if (to == end) {
        return new Read(segments);
      }
      from = to + 1;
    }
  }

  private static String decoded(String segment) throws CharacterCodingException {
    byte[] in = segment.getBytes(StandardCharsets.ISO_8859_1);
    var out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 1 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new CharacterCodingException();
      }
      out.put((byte) (high << 4 | low));
      i += 2;
    }
    return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
  }
}
