package dev.glasshouse.http.h2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the latest streams came to their end: frames that were under way when we reset one are no
 * mistake of the peer's; frames after the peer's own end are (RFC 9113 5.1). Pure; not safe for
 * several threads.
 */
final class ClosedStreams {
  /** How a stream ended. */
  enum End {
    /** Both sides said their last. */
    WHOLE,
    /** We reset it. */
    RESET_BY_US,
    /** The peer reset it. */
    RESET_BY_PEER
  }

  private final Map<Integer, End> ends;

  /** One that remembers so many. */
  ClosedStreams(int most) {
    ends =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, End> eldest) {
            return size() > most;
          }
        };
  }

  void remember(int stream, End end) {
    ends.put(stream, end);
  }

  /** Empty for one that never was, or is long forgotten. */
  Optional<End> end(int stream) {
    return Optional.ofNullable(ends.get(stream));
  }
}
