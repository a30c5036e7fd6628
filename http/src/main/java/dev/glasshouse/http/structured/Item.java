package dev.glasshouse.http.structured;

import java.util.List;

/**
 * An item: a value and its parameters (RFC 9651 3.3).
 *
 * @param value the value
 * @param parameters what is said about it
 */
public record Item(BareItem value, Parameters parameters) implements Member, StructuredField {

  /** An item without parameters. */
  public static Item of(BareItem value) {
    return new Item(value, Parameters.NONE);
  }

  /** The item that a field's value is (RFC 9651 4.2). */
  public static Item parse(String text) throws StructuredException {
    return parse(List.of(text), StructuredLimits.DEFAULT);
  }

  /** The item that the lines of a field are, in their order; more than one line never is one. */
  public static Item parse(List<String> lines, StructuredLimits limits) throws StructuredException {
    return StructuredParser.of(lines, limits).item();
  }

  @Override
  public String serialize() {
    return value.serialize() + parameters.serialize();
  }
}
