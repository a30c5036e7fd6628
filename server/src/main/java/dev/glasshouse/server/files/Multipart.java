package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.caching.Part;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts parts of a file into a 206: one as it is, several as multipart/byteranges (RFC 9110 14.6).
 */
final class Multipart {
  private Multipart() {}

  static Response of(Response cut, String type, Body whole, List<Part> parts) {
    if (parts.size() == 1) {
      Part part = parts.getFirst();
      return cut.with("Content-Type", type)
          .with("Content-Range", part.contentRange())
          .with(whole.part(part.first(), part.end()));
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
      pieces.add(whole.part(part.first(), part.end()));
    }
    pieces.add(Body.of("\r\n--" + boundary + "--\r\n"));
    return cut.with("Content-Type", "multipart/byteranges; boundary=" + boundary)
        .with(Body.joined(pieces));
  }
}
