package dev.glasshouse.journey;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The lines of a message's header or trailer section, {@code name: value} each, as they may stand
 * in a journey: with secrets shortened ({@link Secrets}).
 *
 * <p>All that is done when the list is looked at for the first time, since most never are: then a
 * section that has secrets is let go of, and a copy without them kept in its place. A journey that
 * is weighed, because it has grown, looks at all its lists. Nothing but the shortened values can be
 * had from a list at any time. Immutable as seen from outside.
 */
public final class FieldLines extends AbstractList<String> implements RandomAccess {
  /** No lines. */
  public static final FieldLines NONE = of();

  private static final String BETWEEN = ": ";

  /** Behind {@link #looked}, which is written after it. */
  private Section section;

  private volatile boolean looked;

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
    return new FieldLines(new Parts(namesAndValues));
  }

  /** The lines of a section. */
  public static FieldLines of(Section section) {
    return section.size() == 0 ? NONE : new FieldLines(section);
  }

  /** The section as it may be seen. Two who look at once for the first time do the same. */
  private Section shown() {
    if (!looked) {
      section = withoutSecrets(section);
      looked = true;
    }
    return section;
  }

  /** A section itself where it has no secrets, and a copy without them where it has some. */
  private static Section withoutSecrets(Section section) {
    int size = section.size();
    for (int i = 0; i < size; i++) {
      if (Secrets.areIn(section.name(i))) {
        return shortened(section);
      }
    }
    return section;
  }

  private static Section shortened(Section section) {
    String[] parts = new String[2 * section.size()];
    for (int i = 0; i < section.size(); i++) {
      parts[2 * i] = section.name(i);
      parts[2 * i + 1] = Secrets.shorten(section.name(i), section.value(i));
    }
    return new Parts(parts);
  }

  @Override
  public String get(int index) {
    Section its = shown();
    return its.name(index) + BETWEEN + its.value(index);
  }

  @Override
  public int size() {
    return section.size();
  }

  /** What is kept at the moment, for tests. */
  Section section() {
    return section;
  }

  /** How many characters all lines have. */
  long characters() {
    long all = (long) BETWEEN.length() * size();
    Section its = shown();
    for (int i = 0; i < its.size(); i++) {
      all += its.name(i).length() + its.value(i).length();
    }
    return all;
  }
}
