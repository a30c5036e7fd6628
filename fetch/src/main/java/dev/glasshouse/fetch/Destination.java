package dev.glasshouse.fetch;

import java.util.Locale;

/**
 * What a resource is for (Fetch, 2.2.5 "destination"). It decides Accept, the first priority and
 * {@code Sec-Fetch-Dest}.
 */
public enum Destination {
  /** A page. */
  DOCUMENT,
  /** A page in a frame. */
  IFRAME,
  /** A style sheet. */
  STYLE,
  /** A script. */
  SCRIPT,
  /** A picture. */
  IMAGE,
  /** A font. */
  FONT,
  /** A film. */
  VIDEO,
  /** A sound. */
  AUDIO,
  /** A web app's manifest. */
  MANIFEST,
  /** Anything else: what a script fetches. Fetch calls it the empty string. */
  EMPTY;

  /** Whether it is a page: shown or saved as its media type says. */
  public boolean isNavigation() {
    return this == DOCUMENT || this == IFRAME;
  }

  /** In lower case, as {@code Sec-Fetch-Dest} has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
