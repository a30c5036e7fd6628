package dev.glasshouse.dom;

/** How far a document's style and layout follow the browsers of old (DOM Standard 4.5, "mode"). */
public enum QuirksMode {
  /** The standards apply. */
  NO_QUIRKS,
  /** The standards apply but for the heights of lines and cells. */
  LIMITED_QUIRKS,
  /** Layout as pages before the standards expected it. */
  QUIRKS
}
