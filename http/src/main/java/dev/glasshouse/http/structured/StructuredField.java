package dev.glasshouse.http.structured;

/** The value of a structured field: one of the three types that a field can have (RFC 9651 3). */
public sealed interface StructuredField permits Item, StructuredList, Dictionary {

  /**
   * As it stands in a message (RFC 9651 4.1). Empty for a list or dictionary without members: such
   * a field is not sent.
   */
  String serialize();
}
