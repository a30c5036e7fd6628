package dev.glasshouse.dns.zone;

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

  @Override
  public String toString() {
    String where = file.isEmpty() ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
    return where + (weight == Weight.WARNING ? "warning: " : "") + reason;
  }
}
