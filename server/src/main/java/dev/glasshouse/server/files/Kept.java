package dev.glasshouse.server.files;

import dev.glasshouse.http.OpenFile;
import java.util.Optional;

/** A file whose bytes are in memory, for as long as they are those of the file. */
public interface Kept {

  /** The file as it was read; its body is in memory. */
  Content.File file();

  /**
   * Whether the file still stands where it stood, unchanged. Asks the file system for what it has
   * in memory itself, so that an event loop may ask.
   */
  boolean isCurrent();

  /**
   * The file itself, so that the kernel can send it from its own pages; empty where it is another
   * one by now, or cannot be opened.
   */
  Optional<OpenFile> open();
}
