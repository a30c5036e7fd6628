package dev.glasshouse.dns.zone;

import java.io.IOException;

/** A zone that could not be had from another server, with a sentence why. */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean aboutChanges;

  TransferException(String message) {
    this(message, false);
  }

  /**
   * With a sentence.
   *
   * @param aboutChanges whether it is what has changed that could not be had; then the whole zone
   *     still may
   */
  TransferException(String message, boolean aboutChanges) {
    super(message);
    this.aboutChanges = aboutChanges;
  }

  boolean isAboutChanges() {
    return aboutChanges;
  }
}
