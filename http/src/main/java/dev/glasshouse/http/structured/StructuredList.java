package dev.glasshouse.http.structured;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of items and inner lists (RFC 9651 3.1).
 *
 * @param members its members; may be none
 */
public record StructuredList(List<Member> members) implements StructuredField {

  /** The members are copied. */
  public StructuredList {
    members = List.copyOf(members);
  }

  /** The list that a field's value is (RFC 9651 4.2). */
  public static StructuredList parse(String text) throws StructuredException {
    return parse(List.of(text), StructuredLimits.DEFAULT);
  }

  /** The list that the lines of a field are, in their order; no line is an empty list. */
  public static StructuredList parse(List<String> lines, StructuredLimits limits)
      throws StructuredException {
    return StructuredParser.of(lines, limits).list();
  }

  @Override
  public String serialize() {
    return members.stream().map(Member::serialize).collect(Collectors.joining(", "));
  }
}
