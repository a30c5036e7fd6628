package dev.glasshouse.fetch;

/** What becomes of content that no window shows, as far as its asker has a say in that. */
public sealed interface Saving {
  /** As a browser does it. */
  Saving AS_BROWSERS = new AsBrowsers();

  /** What cannot be shown is saved, under a name that the answer and its URL give. */
  record AsBrowsers() implements Saving {}

  /**
   * All of it goes into a file that the asker names, whatever it is.
   *
   * @param file the file, as it was named
   */
  record Into(String file) implements Saving {}

  /** Text is printed, and all else is dropped. */
  record Nowhere() implements Saving {}
}
