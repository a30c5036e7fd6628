package dev.glasshouse.http;

import dev.glasshouse.journey.FieldLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields of a message's header or trailer section: in order, several of a name allowed, names
 * compared without regard to case. Immutable (RFC 9110 5).
 */
public final class Fields implements Iterable<Field>, FieldLines.Section {
  /** No fields. */
  public static final Fields EMPTY = new Fields();

  private final Field[] fields;

  /** Goes through the fields of a section; every message's are gone through several times. */
  private static final class Each implements Iterator<Field> {
    private final Field[] fields;
    private int next;

    Each(Field... fields) {
      this.fields = fields;
    }

    @Override
    public boolean hasNext() {
      return next < fields.length;
    }

    @Override
    public Field next() {
      if (next == fields.length) {
        throw new NoSuchElementException();
      }
      return fields[next++];
    }
  }

  /** Takes an array that nobody changes any more. */
  private Fields(Field... fields) {
    this.fields = fields;
  }

  /**
   * Fields from names and values in turn.
   *
   * @throws IllegalArgumentException when a name or a value may not be sent
   */
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    Field[] all = new Field[namesAndValues.length / 2];
    for (int i = 0; i < all.length; i++) {
      all[i] = checked(namesAndValues[2 * i], namesAndValues[2 * i + 1]);
    }
    return new Fields(all);
  }

  /** Fields in the order given. They were checked by who read or made them. */
  public static Fields copyOf(Collection<Field> fields) {
    return fields.isEmpty() ? EMPTY : new Fields(fields.toArray(EMPTY.fields));
  }

  private static Field checked(String name, String value) {
    if (!FieldSyntax.isToken(name)) {
      throw new IllegalArgumentException("not a field name: " + name);
    }
    String trimmed = FieldSyntax.trim(value);
    if (!FieldSyntax.isValue(trimmed)) {
      throw new IllegalArgumentException("not a value for the field " + name);
    }
    return new Field(name, trimmed);
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.is(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name, in order. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (Field field : fields) {
      if (field.is(name)) {
        if (values.isEmpty()) {
          values = new ArrayList<>(2);
        }
        values.add(field.value());
      }
    }
    return values;
  }

  /** All values of that name as one, joined with {@code ", "} (RFC 9110 5.3); empty when none. */
  public Optional<String> combined(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  /** Whether there is a field of that name. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /**
   * The elements of a field whose value is a list (RFC 9110 5.6.1): split at commas outside quoted
   * strings, without white space around them, empty ones left out.
   */
  public List<String> elements(String name) {
    List<String> elements = List.of();
    for (Field field : fields) {
      if (field.is(name)) {
        elements = elements.isEmpty() ? new ArrayList<>() : elements;
        split(field.value(), ',', elements);
      }
    }
    return elements;
  }

  /** Whether a list field has an element equal to a token, whatever the case. */
  public boolean hasElement(String name, String token) {
    for (Field field : fields) {
      if (field.is(name) && lists(field.value(), token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(String value, String token) {
    if (value.indexOf(',') < 0) {
      return !token.isEmpty() && FieldSyntax.trim(value).equalsIgnoreCase(token);
    }
    var elements = new ArrayList<String>();
    split(value, ',', elements);
    return elements.stream().anyMatch(token::equalsIgnoreCase);
  }

  /** Splits at a separator outside quoted strings; trims; leaves empty parts out. */
  public static void split(String value, char separator, List<String> into) {
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i <= value.length(); i++) {
      boolean end = i == value.length();
      char c = end ? separator : value.charAt(i);
      if (quoted && c == '\\' && !end) {
        i++;
      } else if (c == '"' && !end) {
        quoted = !quoted;
      } else if (end || (c == separator && !quoted)) {
        String part = FieldSyntax.trim(value.substring(from, Math.min(i, value.length())));
        if (!part.isEmpty()) {
          into.add(part);
        }
        from = i + 1;
      }
    }
  }

  /**
   * These fields with one of that name and value in the place of all of that name.
   *
   * @throws IllegalArgumentException when the name or the value may not be sent
   */
  public Fields with(String name, String value) {
    Field field = checked(name, value);
    var all = new ArrayList<Field>(fields.length + 1);
    boolean placed = false;
    for (Field old : fields) {
      if (!old.is(name)) {
        all.add(old);
      } else if (!placed) {
        all.add(field);
        placed = true;
      }
    }
    if (!placed) {
      all.add(field);
    }
    return copyOf(all);
  }

  /**
   * These fields and one more at the end.
   *
   * @throws IllegalArgumentException when the name or the value may not be sent
   */
  public Fields plus(String name, String value) {
    Field[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = checked(name, value);
    return new Fields(all);
  }

  /** These fields and those at their end. */
  public Fields plus(Fields more) {
    if (isEmpty() || more.isEmpty()) {
      return isEmpty() ? more : this;
    }
    Field[] all = Arrays.copyOf(fields, fields.length + more.fields.length);
    System.arraycopy(more.fields, 0, all, fields.length, more.fields.length);
    return new Fields(all);
  }

  /** These fields, and that one where none of its name is there yet. */
  public Fields orElse(String name, String value) {
    return has(name) ? this : plus(name, value);
  }

  /** These fields without those of the names given. */
  public Fields without(String... names) {
    return without(field -> isOneOf(field, names));
  }

  /** These fields without those that something holds for. */
  public Fields without(Predicate<Field> what) {
    int n = 0;
    while (n < fields.length && !what.test(fields[n])) {
      n++;
    }
    if (n == fields.length) {
      return this;
    }
    Field[] kept = Arrays.copyOf(fields, fields.length - 1);
    for (int i = n + 1; i < fields.length; i++) {
      if (!what.test(fields[i])) {
        kept[n++] = fields[i];
      }
    }
    return n == 0 ? EMPTY : new Fields(n == kept.length ? kept : Arrays.copyOf(kept, n));
  }

  private static boolean isOneOf(Field field, String... names) {
    for (String name : names) {
      if (field.is(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int size() {
    return fields.length;
  }

  @Override
  public String name(int index) {
    return fields[index].name();
  }

  @Override
  public String value(int index) {
    return fields[index].value();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return fields.length == 0;
  }

  /** The field lines, in order. */
  public List<Field> list() {
    return Collections.unmodifiableList(Arrays.asList(fields));
  }

  /** {@code name: value} for each field, in order. */
  public List<String> lines() {
    return Arrays.stream(fields).map(Field::toString).toList();
  }

  /** The size of the section as HTTP/1.1 writes it, bytes, without the empty line at its end. */
  public long bytes() {
    long bytes = 0;
    for (Field field : fields) {
      bytes += field.name().length() + field.value().length() + 4L;
    }
    return bytes;
  }

  @Override
  public Iterator<Field> iterator() {
    return new Each(fields);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that && Arrays.equals(that.fields, fields);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fields);
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
