package dev.glasshouse.server.sessions;

import java.time.Instant;

/**
 * A session as a store has it.
 *
 * @param version counts up with each change; from 1
 * @param created when the session began
 * @param used when it was used last, about
 * @param expires when it ends if nobody uses it
 * @param values its values, as a JSON object
 */
public record Stored(long version, Instant created, Instant used, Instant expires, String values) {

  /** Whether it has ended. */
  boolean isOver(Instant now) {
    return !expires.isAfter(now);
  }

  /** Its bytes, about. */
  long size() {
    return 200L + 2L * values.length();
  }
}
