package dev.glasshouse.server.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
      String segment;
      try {
        segment = decode(raw);
      } catch (CharacterCodingException e) {
        return new Refused("the path is not percent-encoded UTF-8");
      }
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

  private static String decode(String raw) throws CharacterCodingException {
    byte[] in = raw.getBytes(StandardCharsets.UTF_8);
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
