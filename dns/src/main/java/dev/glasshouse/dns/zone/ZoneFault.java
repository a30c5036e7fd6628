package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Printable;

/**
 * Something that is wrong in a zone.
 *
 * @param file the file; empty for a zone that came from a server
 * @param line the line, from 1; 0 when it concerns the whole zone
 * @param weight how bad it is
 * @param reason what is wrong, a sentence without full stop
 */
public record ZoneFault(String file, int line, Weight weight, String reason) {
  /** How bad a fault is. */
  public enum Weight {
    /** The zone is not served. */
    ERROR,
    /** The zone is served, though it may not be meant so. */
    WARNING
  }

  /** What comes out of the file is made printable. */
  public ZoneFault {
    reason = Printable.of(reason);
  }

  @Override
  public String toString() {
    String where = file.isEmpty() ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
    return where + (weight == Weight.WARNING ? "warning: " : "") + reason;
  }
}
