package dev.glasshouse.server.config;

/**
 * Where something stands.
 *
 * @param source the file, or the command's options
 * @param line from 1; 0 where there are no lines
 * @param column from 1; 0 where there are no lines
 */
public record Place(String source, int line, int column) {
  /** Somewhere in what has no lines. */
  public static Place in(String source) {
    return new Place(source, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}
