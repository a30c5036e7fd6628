package dev.glasshouse.http.wire;

import dev.glasshouse.http.Fields;
import java.util.Locale;

/** Content that is sent as things happen, and waits as long as nothing does. */
public final class LiveContent {
  private LiveContent() {}

  /**
   * Whether an answer's content is that, by its type: events of a server (HTML 9.2), calls of gRPC,
   * pictures that take each other's place.
   */
  public static boolean is(Fields answer) {
    String type = answer.first("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/event-stream")
        || type.startsWith("application/grpc")
        || type.startsWith("multipart/x-mixed-replace");
  }
}
