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
  /** A page in a frame of a frame set. */
  FRAME,
  /** What an object element shows. */
  OBJECT,
  /** What an embed element shows. */
  EMBED,
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
  /** Subtitles. */
  TRACK,
  /** A worker's script. */
  WORKER,
  /** A shared worker's script. */
  SHARED_WORKER,
  /** A service worker's script. */
  SERVICE_WORKER,
  /** A style sheet of XSLT. */
  XSLT,
  /** A module of JSON. */
  JSON,
  /** A report that goes to a server. */
  REPORT,
  /** A web app's manifest. */
  MANIFEST,
  /** Anything else: what a script fetches. Fetch calls it the empty string. */
  EMPTY;

  /** Whether it is a page: shown or saved as its media type says. */
  public boolean isNavigation() {
    return this == DOCUMENT || this == IFRAME || this == FRAME;
  }

  /** Whether it is run as a script (Fetch, 2.2.5 "script-like"). */
  public boolean isScriptLike() {
    return switch (this) {
      case SCRIPT, WORKER, SHARED_WORKER, SERVICE_WORKER -> true;
      default -> false;
    };
  }

  /** In lower case, as {@code Sec-Fetch-Dest} has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }
}
