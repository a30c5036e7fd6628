package dev.glasshouse.layout.paint;

import java.util.ArrayList;
import java.util.List;

/**
 * What a page looks like: items in painting order, back to front. Plain data: it can be kept,
 * compared, dumped, and painted more than once.
 *
 * @param items the items; pushes and pops are balanced
 */
public record DisplayList(List<DisplayItem> items) {

  /** A list that cannot be changed afterwards. */
  public DisplayList {
    items = List.copyOf(items);
  }

  /** A list to add to. */
  public static Builder builder() {
    return new Builder();
  }

  /** One line for each item, indented by its pushes. */
  public String dump() {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    for (DisplayItem item : items) {
      if (item instanceof DisplayItem.Pop) {
        depth--;
        continue;
      }
      out.repeat("  ", Math.max(0, depth)).append(item).append('\n');
      if (pushes(item)) {
        depth++;
      }
    }
    return out.toString();
  }

  /** Whether a pop ends it. */
  static boolean pushes(DisplayItem item) {
    return switch (item) {
      case DisplayItem.PushClip c -> true;
      case DisplayItem.PushOpacity o -> true;
      case DisplayItem.PushTransform t -> true;
      case DisplayItem.Fill f -> false;
      case DisplayItem.Border b -> false;
      case DisplayItem.ImageRect i -> false;
      case DisplayItem.Glyphs g -> false;
      case DisplayItem.Decoration d -> false;
      case DisplayItem.Shadow s -> false;
      case DisplayItem.Pop p -> false;
    };
  }

  /** Collects items in painting order. */
  public static final class Builder {
    private final List<DisplayItem> items = new ArrayList<>();
    private int depth;

    private Builder() {}

    /** Adds an item. */
    public Builder add(DisplayItem item) {
      depth += pushes(item) ? 1 : item instanceof DisplayItem.Pop ? -1 : 0;
      if (depth < 0) {
        throw new IllegalStateException("a pop without a push");
      }
      items.add(item);
      return this;
    }

    /** Fills a rectangle with a colour. */
    public Builder fill(Rect rect, int argb) {
      return add(new DisplayItem.Fill(rect.square(), new Brush.Solid(argb)));
    }

    /** Ends the last push. */
    public Builder pop() {
      return add(new DisplayItem.Pop());
    }

    /** How many items there are so far. */
    public int size() {
      return items.size();
    }

    /** The list. */
    public DisplayList build() {
      if (depth != 0) {
        throw new IllegalStateException(depth + " pushes without a pop");
      }
      return new DisplayList(items);
    }
  }
}
