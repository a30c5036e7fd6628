package dev.glasshouse.http.structured;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A dictionary: members by their keys, in order (RFC 9651 3.2).
 *
 * @param members the members; may be none
 */
public record Dictionary(SequencedMap<String, Member> members) implements StructuredField {

  /**
   * The members are copied.
   *
   * @throws IllegalArgumentException when a key is none
   */
  public Dictionary {
    members.keySet().forEach(Keys::check);
    members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
  }

  /** The dictionary that a field's value is (RFC 9651 4.2). */
  public static Dictionary parse(String text) throws StructuredException {
    return parse(List.of(text), StructuredLimits.DEFAULT);
  }

  /** The dictionary that the lines of a field are, in their order; no line is an empty one. */
  public static Dictionary parse(List<String> lines, StructuredLimits limits)
      throws StructuredException {
    return StructuredParser.of(lines, limits).dictionary();
  }

  /** A key's member. */
  public Optional<Member> get(String key) {
    return Optional.ofNullable(members.get(key));
  }

  /** A key's value, when it is an item and not a list. */
  public Optional<BareItem> value(String key) {
    return members.get(key) instanceof Item item ? Optional.of(item.value()) : Optional.empty();
  }

  @Override
  public String serialize() {
    return members.entrySet().stream().map(Dictionary::line).collect(Collectors.joining(", "));
  }

  /** RFC 9651 4.1.2: the value true is left out. */
  private static String line(Map.Entry<String, Member> entry) {
    return switch (entry.getValue()) {
      case Item(BareItem.Bool(boolean is), Parameters parameters) when is ->
          entry.getKey() + parameters.serialize();
      case Member member -> entry.getKey() + "=" + member.serialize();
    };
  }
}
