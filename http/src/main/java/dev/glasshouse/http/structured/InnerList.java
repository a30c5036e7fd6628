package dev.glasshouse.http.structured;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of items inside a list or dictionary (RFC 9651 3.1.1).
 *
 * @param items its items
 * @param parameters what is said about it
 */
public record InnerList(List<Item> items, Parameters parameters) implements Member {

  /** The items are copied. */
  public InnerList {
    items = List.copyOf(items);
  }

  @Override
  public String serialize() {
    return items.stream().map(Item::serialize).collect(Collectors.joining(" ", "(", ")"))
        + parameters.serialize();
  }
}
