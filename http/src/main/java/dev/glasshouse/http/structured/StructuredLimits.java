package dev.glasshouse.http.structured;

/**
 * How large a structured field may be. RFC 9651 names what everybody must be able to read (1,024
 * members, 256 items of an inner list, 256 parameters, 16,384 bytes); these are well above it.
 * Keys, strings and tokens are bounded by the text they stand in.
 *
 * @param characters of the whole field, all its lines: 131,072
 * @param members of a list or a dictionary: 4,096
 * @param innerItems of one inner list: 1,024
 * @param parameters of one item or inner list: 512
 */
public record StructuredLimits(int characters, int members, int innerItems, int parameters) {

  /** The limits that hold where nobody says otherwise. */
  public static final StructuredLimits DEFAULT = new StructuredLimits(131_072, 4_096, 1_024, 512);
}
