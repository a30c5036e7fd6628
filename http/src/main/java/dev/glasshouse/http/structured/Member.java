package dev.glasshouse.http.structured;

/** What stands in a list, or behind a key of a dictionary: an item, or a list of items. */
public sealed interface Member permits Item, InnerList {

  /** Its parameters. */
  Parameters parameters();

  /** As it stands in a message. */
  String serialize();
}
