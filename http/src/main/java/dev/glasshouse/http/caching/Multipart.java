package dev.glasshouse.http.caching;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Puts parts of a whole into a 206: one as it is, several as multipart/byteranges (RFC 9110 14.6).
 */
public final class Multipart {
  private Multipart() {}

  /**
   * A 206 with these parts.
   *
   * @param cut its head, without what says of the parts
   * @param type the media type of the whole
   * @param parts in the order in which they are sent; one or more
   * @param bytes a part's bytes
   */
  public static Response of(
      Response cut, String type, List<Part> parts, Function<Part, Body> bytes) {
    if (parts.size() == 1) {
      Part part = parts.getFirst();
      return cut.with("Content-Type", type)
          .with("Content-Range", part.contentRange())
          .with(bytes.apply(part));
    }
    // Sixteen random bytes stand nowhere in a file, for all that anybody will live to see.
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    String boundary = HexFormat.of().formatHex(random);
    var pieces = new ArrayList<Body>(2 * parts.size() + 1);
    for (Part part : parts) {
      pieces.add(
          Body.of(
              "\r\n--"
                  + boundary
                  + "\r\nContent-Type: "
                  + type
                  + "\r\nContent-Range: "
                  + part.contentRange()
                  + "\r\n\r\n"));
      pieces.add(bytes.apply(part));
    }
    pieces.add(Body.of("\r\n--" + boundary + "--\r\n"));
    return cut.with("Content-Type", "multipart/byteranges; boundary=" + boundary)
        .with(Body.joined(pieces));
  }
}
