package dev.glasshouse.http.structured;

import java.io.Serial;

/**
 * A text that is no structured field of the type that was asked for. RFC 9651 4.2: the whole field
 * is then as if it were not there.
 */
public final class StructuredException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int position;

  StructuredException(String message, int position) {
    super(message + " at character " + (position + 1));
    this.position = position;
  }

  /** Where it was noticed, from 0, in the field's lines joined by a comma and a space. */
  public int position() {
    return position;
  }
}
