package dev.glasshouse.server.files;

import dev.glasshouse.url.PercentEncode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the path of a request target means: the way to a file, or a reason to refuse it. */
public sealed interface RequestPath {

  /**
   * A way through a tree.
   *
   * @param segments the decoded segments; none is empty, {@code .} or {@code ..}
   * @param endsWithSlash whether a folder is meant
   */
  record Way(List<String> segments, boolean endsWithSlash) implements RequestPath {
    public Way {
      segments = List.copyOf(segments);
    }
  }

  /** A path that is not served, and why. */
  record Refused(String why) implements RequestPath {}

  /**
   * Reads a path as it stands in a request target: percent-encoded, beginning with a slash. Nothing
   * that it can spell leads out of the tree.
   */
  static RequestPath parse(String path) {
    if (!path.startsWith("/")) {
      return new Refused("the path does not begin with a slash");
    }
    var segments = new ArrayList<String>();
    for (String raw : path.substring(1).split("/", -1)) {
      Optional<String> decoded = PercentEncode.decodeStrictly(raw);
      if (decoded.isEmpty()) {
        return new Refused("the path is not percent-encoded UTF-8");
      }
      String segment = decoded.get();
      if (segment.equals("..")) {
        return new Refused("the path leads upwards");
      }
      for (int i = 0; i < segment.length(); i++) {
        char c = segment.charAt(i);
        if (c < ' ' || c == 0x7f || c == '/' || c == '\\') {
          return new Refused("the path has a character that no file name has");
        }
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return new Way(segments, path.endsWith("/"));
  }
}
