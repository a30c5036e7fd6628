package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.TextKeywords.Direction;
import dev.glasshouse.css.values.TextKeywords.WritingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A longhand named by the flow: {@code margin-inline-start}, {@code block-size}, {@code
 * border-end-start-radius} (<a href="https://drafts.csswg.org/css-logical-1/">CSS Logical 1</a>).
 * Stands for one of several physical ones, by the element's writing mode and direction.
 */
public final class LogicalProperty implements Target {
  private enum Kind {
    /** Block start, block end, inline start, inline end of top, right, bottom, left. */
    SIDE,
    /** Inline and block of width, height. */
    AXIS,
    /** Block edge and inline edge of the four corners, clockwise from the top left. */
    CORNER
  }

  private static final Map<String, LogicalProperty> ALL = all();
  private final String cssName;
  private final Kind kind;

  /** Which of the flow's sides, axes or corners: bits say block or inline, start or end. */
  private final int which;

  private final Property[] physical;

  private LogicalProperty(String cssName, Kind kind, int which, Property[] physical) {
    this.cssName = cssName;
    this.kind = kind;
    this.which = which;
    this.physical = physical;
  }

  private static Map<String, LogicalProperty> all() {
    Map<String, LogicalProperty> out = new HashMap<>();
    sides(out, "margin-", "", "MARGIN_", "");
    sides(out, "padding-", "", "PADDING_", "");
    sides(out, "inset-", "", "", "");
    sides(out, "border-", "-width", "BORDER_", "_WIDTH");
    sides(out, "border-", "-style", "BORDER_", "_STYLE");
    sides(out, "border-", "-color", "BORDER_", "_COLOR");
    axes(out, "%s-size", Property.WIDTH, Property.HEIGHT);
    axes(out, "min-%s-size", Property.MIN_WIDTH, Property.MIN_HEIGHT);
    axes(out, "max-%s-size", Property.MAX_WIDTH, Property.MAX_HEIGHT);
    axes(out, "overflow-%s", Property.OVERFLOW_X, Property.OVERFLOW_Y);
    Property[] corners = {
      Property.BORDER_TOP_LEFT_RADIUS,
      Property.BORDER_TOP_RIGHT_RADIUS,
      Property.BORDER_BOTTOM_RIGHT_RADIUS,
      Property.BORDER_BOTTOM_LEFT_RADIUS
    };
    for (int i = 0; i < 4; i++) {
      String block = i < 2 ? "start" : "end";
      String inline = i % 2 == 0 ? "start" : "end";
      String name = "border-" + block + "-" + inline + "-radius";
      out.put(name, new LogicalProperty(name, Kind.CORNER, i, corners));
    }
    return out;
  }

  private static void sides(
      Map<String, LogicalProperty> out, String before, String after, String pre, String post) {
    String[] physicalSides = {"TOP", "RIGHT", "BOTTOM", "LEFT"};
    Property[] physical = new Property[4];
    for (int i = 0; i < 4; i++) {
      physical[i] = Property.valueOf(pre + physicalSides[i] + post);
    }
    String[] names = {"block-start", "block-end", "inline-start", "inline-end"};
    for (int i = 0; i < 4; i++) {
      String name = before + names[i] + after;
      out.put(name, new LogicalProperty(name, Kind.SIDE, i, physical));
    }
  }

  private static void axes(
      Map<String, LogicalProperty> out, String form, Property horizontal, Property vertical) {
    Property[] physical = {horizontal, vertical};
    String inline = String.format(form, "inline");
    String block = String.format(form, "block");
    out.put(inline, new LogicalProperty(inline, Kind.AXIS, 0, physical));
    out.put(block, new LogicalProperty(block, Kind.AXIS, 1, physical));
  }

  /** The logical property with that name in lower case. */
  public static Optional<LogicalProperty> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  @Override
  public String cssName() {
    return cssName;
  }

  Grammar<?> grammar() {
    return physical[0].grammar();
  }

  /** The longhand that this is in a flow. */
  public Property physical(WritingMode mode, Direction direction) {
    return switch (kind) {
      case AXIS -> physical[mode.isVertical() ? 1 - which : which];
      case SIDE -> physical[side(which, mode, direction)];
      case CORNER -> {
        int block = side(which < 2 ? 0 : 1, mode, direction);
        int inline = side(which % 2 == 0 ? 2 : 3, mode, direction);
        yield physical[corner(block, inline)];
      }
    };
  }

  private static int corner(int one, int other) {
    boolean top = one == 0 || other == 0;
    boolean left = one == 3 || other == 3;
    return top ? (left ? 0 : 1) : left ? 3 : 2;
  }

  /** Top, right, bottom or left, as 0 to 3 (CSS Writing Modes 4, 6.4). */
  private static int side(int flow, WritingMode mode, Direction direction) {
    if (flow < 2) {
      boolean start = flow == 0;
      return switch (mode) {
        case HORIZONTAL_TB -> start ? 0 : 2;
        case VERTICAL_RL, SIDEWAYS_RL -> start ? 1 : 3;
        case VERTICAL_LR, SIDEWAYS_LR -> start ? 3 : 1;
      };
    }
    boolean forward = (flow == 2) == (direction == Direction.LTR);
    if (!mode.isVertical()) {
      return forward ? 3 : 1;
    }
    return forward == (mode != WritingMode.SIDEWAYS_LR) ? 0 : 2;
  }
}
