package dev.glasshouse.dns;

import dev.glasshouse.journey.Trail;

/** Whoever is asked what neither rules nor cache nor hosts file know. */
interface NameSource {
  /** Whether there is anybody to ask. */
  boolean isThere();

  /**
   * Asks one question, and no further: aliases that lead out of the answer are not followed.
   * Blocks.
   *
   * @param name in lower case, without a dot at its end
   * @throws NameException when nobody could tell
   */
  Messages.Reading ask(String name, String type, Deadline deadline, Trail trail)
      throws NameException;
}
