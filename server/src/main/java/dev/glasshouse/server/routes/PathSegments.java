package dev.glasshouse.server.routes;

import dev.glasshouse.url.PercentEncode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      Optional<String> decoded = PercentEncode.decodeStrictly(path.substring(from, to));
      if (decoded.isEmpty()) {
        return new Refused("it is not percent-encoded UTF-8");
      }
      String segment = decoded.get();
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
}
