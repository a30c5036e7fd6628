package dev.glasshouse.dns.policy;

/**
 * Something that is wrong in a file of rules.
 *
 * @param file the file
 * @param line the line, from 1; 0 when it concerns the whole file
 * @param reason what is wrong, a sentence without full stop
 */
public record PolicyFault(String file, int line, String reason) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + reason;
  }
}
