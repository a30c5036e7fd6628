package dev.glasshouse.fetch.hsts;

import java.util.Set;

/**
 * Top-level domains whose registries promise HTTPS for everything below them, and which every
 * browser's list has. Of the hundred thousand single hosts on those lists none is here: they come
 * with browsers' sources alone, no library or package of the system carries them. Who has such a
 * list names it: {@link PreloadList}.
 */
final class TopLevels {
  private static final Set<String> SECURE =
      Set.of(
          "app",
          "bank",
          "boo",
          "channel",
          "dad",
          "day",
          "dev",
          "esq",
          "foo",
          "gle",
          "google",
          "ing",
          "insurance",
          "meme",
          "mov",
          "new",
          "nexus",
          "page",
          "phd",
          "prof",
          "rsvp",
          "zip");

  private TopLevels() {}

  /** Whether a host stands below one of them. */
  static boolean demandHttps(String topLevel) {
    return SECURE.contains(topLevel);
  }
}
