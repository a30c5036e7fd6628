package dev.glasshouse.fetch.cors;

import java.util.Locale;

/** How much of an answer the asker may read (Fetch, 2.2.5 "response tainting", 2.2.6 "type"). */
public enum Tainting {
  /** All of it: it is of the asker's own origin, or no other origin is concerned. */
  BASIC,
  /** The content, and the fields that the server exposes. */
  CORS,
  /** Nothing: it may be shown, run or applied, but not read. */
  OPAQUE,
  /** Nothing, not even where the redirect leads. */
  OPAQUE_REDIRECT;

  /** As the Fetch API spells a response's type. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }
}
