package dev.glasshouse.journey;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The lines of a message's header or trailer section, {@code name: value} each, as they may stand
 * in a journey: secrets are shortened as the list is made ({@link Secrets}), before anybody keeps
 * it. A line is put together when it is read, since most are never looked at. Immutable.
 */
public final class FieldLines extends AbstractList<String> implements RandomAccess {
  /** No lines. */
  public static final FieldLines NONE = of();

  private static final String BETWEEN = ": ";

  private final Section section;

  /** The fields of a section, which nobody changes any more. */
  public interface Section {
    /** How many there are. */
    int size();

    /** The name of one of them, as it was written: a token, nothing around it. */
    String name(int index);

    /** Its value. */
    String value(int index);
  }

  /** A section of its own: names and values in turn. */
  private record Parts(String[] parts) implements Section {
    @Override
    public int size() {
      return parts.length / 2;
    }

    @Override
    public String name(int index) {
      return parts[2 * index];
    }

    @Override
    public String value(int index) {
      return parts[2 * index + 1];
    }
  }

  private FieldLines(Section section) {
    this.section = section;
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
    return new FieldLines(new Parts(namesAndValues));
  }

  /**
   * The lines of a section, which is kept as it is where it has no secrets, and copied without them
   * where it has some.
   */
  public static FieldLines of(Section section) {
    int size = section.size();
    if (size == 0) {
      return NONE;
    }
    for (int i = 0; i < size; i++) {
      if (Secrets.areIn(section.name(i))) {
        return shortened(section);
      }
    }
    return new FieldLines(section);
  }

  private static FieldLines shortened(Section section) {
    String[] parts = new String[2 * section.size()];
    for (int i = 0; i < section.size(); i++) {
      parts[2 * i] = section.name(i);
      parts[2 * i + 1] = section.value(i);
    }
    return of(parts);
  }

  @Override
  public String get(int index) {
    return section.name(index) + BETWEEN + section.value(index);
  }

  @Override
  public int size() {
    return section.size();
  }

  /** What is kept, for tests. */
  Section section() {
    return section;
  }

  /** How many characters all lines have. */
  long characters() {
    long all = (long) BETWEEN.length() * size();
    for (int i = 0; i < size(); i++) {
      all += section.name(i).length() + section.value(i).length();
    }
    return all;
  }
}
