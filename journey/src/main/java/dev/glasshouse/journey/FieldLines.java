package dev.glasshouse.journey;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The lines of a message's header or trailer section, {@code name: value} each, as they may stand
 * in a journey: secrets are shortened as the list is made ({@link Secrets}), before anybody keeps
 * it. A line is put together when it is read, since most are never looked at. Immutable.
 */
public final class FieldLines extends AbstractList<String> implements RandomAccess {
  private static final String BETWEEN = ": ";

  private final String[] parts;

  private FieldLines(String[] parts) {
    this.parts = parts;
  }

  /**
   * The lines of these fields.
   *
   * @param namesAndValues in turn; the array is taken, not copied
   */
  public static FieldLines of(String... namesAndValues) {
    for (int i = 1; i < namesAndValues.length; i += 2) {
      namesAndValues[i] = Secrets.shorten(namesAndValues[i - 1], namesAndValues[i]);
    }
    return new FieldLines(namesAndValues);
  }

  @Override
  public String get(int index) {
    return parts[2 * index] + BETWEEN + parts[2 * index + 1];
  }

  @Override
  public int size() {
    return parts.length / 2;
  }

  /** How many characters all lines have. */
  long characters() {
    long all = (long) BETWEEN.length() * size();
    for (String part : parts) {
      all += part.length();
    }
    return all;
  }
}
