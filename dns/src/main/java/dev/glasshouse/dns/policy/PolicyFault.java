package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.wire.Printable;

/**
 * Something that is wrong in a file of rules.
 *
 * @param file the file
 * @param line the line, from 1; 0 when it concerns the whole file
 * @param reason what is wrong, a sentence without full stop
 */
public record PolicyFault(String file, int line, String reason) {
  /** What comes out of the file is made printable. */
  public PolicyFault {
    reason = Printable.of(reason);
  }

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + reason;
  }
}
