package dev.glasshouse.http.structured;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What is said about an item or an inner list: values by their keys, in order (RFC 9651 3.1.2).
 *
 * @param values the values
 */
public record Parameters(SequencedMap<String, BareItem> values) {
  /** None. */
  public static final Parameters NONE = new Parameters(new LinkedHashMap<>());

  /**
   * The values are copied.
   *
   * @throws IllegalArgumentException when a key is none
   */
  public Parameters {
    values.keySet().forEach(Keys::check);
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** The same with one more, or with another value for a key that is there. */
  public Parameters with(String key, BareItem value) {
    var all = new LinkedHashMap<>(values);
    all.put(key, value);
    return new Parameters(all);
  }

  /** A key's value. */
  public Optional<BareItem> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Whether a key's value is true. */
  public boolean isTrue(String key) {
    return values.get(key) instanceof BareItem.Bool(boolean is) && is;
  }

  /** A key's value when it is an integer. */
  public OptionalLong integer(String key) {
    return values.get(key) instanceof BareItem.Int(long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  /** As they stand in a message, a semicolon before each (RFC 9651 4.1.1.2). */
  String serialize() {
    return values.entrySet().stream().map(Parameters::one).collect(Collectors.joining());
  }

  private static String one(Map.Entry<String, BareItem> entry) {
    boolean bare = entry.getValue() instanceof BareItem.Bool(boolean is) && is;
    return ";" + entry.getKey() + (bare ? "" : "=" + entry.getValue().serialize());
  }
}
