package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.journey.ServerReason;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** What stands at a path of a {@link ContentTree}. */
public sealed interface Content {

  /**
   * A file.
   *
   * @param name its name, whose extension tells the media type
   * @param modified when it was changed last
   * @param entityTag its strong entity tag, with its quotes (RFC 9110 8.8.3)
   * @param body its bytes
   */
  record File(String name, Instant modified, String entityTag, Body body) implements Content {
    /** A file as the system describes it. */
    static File of(String name, BasicFileAttributes its, Body body) {
      Instant modified = its.lastModifiedTime().toInstant();
      String tag = "\"%x-%x\"".formatted(modified.toEpochMilli(), its.size());
      return new File(name, modified, tag, body);
    }
  }

  /** A folder. */
  record Folder() implements Content {}

  /**
   * Nothing that is served.
   *
   * @param why why not
   */
  record Nothing(ServerReason why) implements Content {}
}
