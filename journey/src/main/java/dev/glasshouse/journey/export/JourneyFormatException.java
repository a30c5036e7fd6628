package dev.glasshouse.journey.export;

import java.io.IOException;

/**
 * A file is not a journey in the form of {@link JourneyWriter}: which file, which line, and why.
 */
public final class JourneyFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final int line;

  JourneyFormatException(String file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
    this.line = line;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }
}
