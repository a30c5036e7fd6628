package dev.glasshouse.server.files;

/** A file whose bytes are in memory, for as long as they are those of the file. */
public interface Kept {

  /** The file as it was read; its body is in memory. */
  Content.File file();

  /**
   * Whether the file still stands where it stood, unchanged. Asks the file system for what it has
   * in memory itself, so that an event loop may ask.
   */
  boolean isCurrent();
}
