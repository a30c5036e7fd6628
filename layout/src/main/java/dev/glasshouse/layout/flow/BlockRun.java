package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.TextKeywords.TextAlign;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.flow.BlockFlow.Content;
import dev.glasshouse.layout.flow.BlockFlow.Frame;
import dev.glasshouse.layout.flow.BlockFlow.Place;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.List;

/**
 * The block-level children of one block, one below the other. Heights count from the upper edge of
 * the block's content.
 */
final class BlockRun {
  private final Flow flow;
  private final Frame frame;
  private final FloatSpace floats;
  private final boolean rightToLeft;
  private final List<Child> children = BlockFlow.list();
  private final List<Pending> pending = Pending.list();
  private Baselines baselines = Baselines.EMPTY;

  /** The lower border edge of what has a height. */
  private int cursor;

  /** The margins below that. */
  private MarginStrut strut = MarginStrut.NONE;

  /** Whether the margins so far are a part of the block's own upper margin. */
  private boolean consumed;

  /** Whether anything with a height stands in it. */
  private boolean begun;

  /** Whether the margins at the end may leave the block. */
  private boolean collapsible = true;

  BlockRun(Flow flow, Frame frame) {
    this.flow = flow;
    this.frame = frame;
    this.floats = frame.place().floats();
    this.rightToLeft = frame.box().style().rightToLeft();
    this.consumed = flow.collapsing.openTop(frame.box(), frame.outer().width());
  }

  Content run() {
    for (Box child : frame.box().children()) {
      flow.patience.look();
      if (child.style().placement().position().isOutOfFlow()) {
        int x = frame.contentX() + (rightToLeft ? frame.inner().width() : 0);
        pending.add(new Pending(child, x, frame.contentY() + below(), rightToLeft));
      } else if (child.outOfFlow()) {
        addFloat(child);
      } else {
        addInFlow(child);
      }
    }
    MarginStrut rest = consumed ? MarginStrut.NONE : strut;
    return new Content(cursor, rest, collapsible, baselines, children, pending);
  }

  /** Where something without a margin would begin. */
  private int below() {
    return cursor + (consumed ? 0 : strut.sum());
  }

  private int contextX(int x) {
    return frame.place().x() + frame.contentX() + x;
  }

  private int contextY(int y) {
    return LayoutUnit.add(frame.place().y() + frame.contentY(), y);
  }

  private void addFloat(Box child) {
    FloatFlow.Floated floated =
        new FloatFlow(flow).add(child, frame, contextY(below()), Integer.MAX_VALUE);
    children.add(floated.child());
    Pending.lift(floated.pending(), floated.child().x(), floated.child().y(), pending);
  }

  private void addInFlow(Box child) {
    Room room = frame.inner();
    Insets margins = Sizes.margins(child, room.width());
    if (consumed && flow.collapsing.stopped(child)) {
      consumed = false;
      strut = MarginStrut.NONE;
    }
    MarginStrut top = consumed ? MarginStrut.NONE : flow.collapsing.top(child, room, floats);
    if (!begun) {
      top = flow.collapsing.atStart(frame.box(), top);
    }
    int y = cursor + (consumed ? 0 : strut.and(top).sum());
    int clearTo = floats.clear(child.style().placement().clear(), rightToLeft);
    boolean cleared = clearTo != FloatSpace.NOWHERE && clearTo > contextY(y);
    if (cleared) {
      y = clearTo - contextY(0);
    }
    if (child instanceof BlockBox block && flow.collapsing.emptyButForClear(block, floats)) {
      addEmpty(block, y, margins, top, cleared);
      return;
    }
    Placed placed = place(child, y, margins);
    consumed = false;
    begun = true;
    collapsible = true;
    cursor = LayoutUnit.add(placed.y, placed.laid.fragment().height());
    strut = placed.laid.bottom();
  }

  private record Placed(Laid laid, int y) {}

  private Placed place(Box child, int y, Insets margins) {
    Room room = frame.inner();
    Placed placed;
    int x;
    if (child instanceof ReplacedBox || ((BlockBox) child).independent()) {
      Beside beside = beside(child, y, margins);
      placed = new Placed(beside.laid, beside.y);
      x = beside.x;
    } else {
      int width = flow.sizes.blockWidth(child, room);
      x = offset(child, width, margins, room.width());
      Place at = new Place(floats, contextX(x), contextY(y));
      placed = new Placed(flow.blocks.lay((BlockBox) child, width, Room.OPEN, room, at), y);
    }
    put(child, x, placed);
    return placed;
  }

  /** A block without height: its margins join those around, and it stands among them. */
  private void addEmpty(BlockBox block, int y, Insets margins, MarginStrut top, boolean cleared) {
    Room room = frame.inner();
    int width = flow.sizes.blockWidth(block, room);
    int x = offset(block, width, margins, room.width());
    Place at = new Place(floats, contextX(x), contextY(y));
    put(block, x, new Placed(flow.blocks.lay(block, width, Room.OPEN, room, at), y));
    if (consumed && cleared) {
      consumed = false;
      strut = MarginStrut.NONE;
    }
    if (consumed) {
      return;
    }
    MarginStrut through = top.and(Sizes.bottomMargin(block, room.width()));
    if (!begun) {
      through = flow.collapsing.atStart(frame.box(), through);
    }
    if (cleared) {
      cursor = y - top.sum();
      strut = through;
      collapsible = false;
    } else {
      strut = strut.and(through);
    }
  }

  private void put(Box child, int x, Placed placed) {
    int left = frame.contentX() + x;
    int top = frame.contentY() + placed.y;
    Child at = Relative.shift(child, left, top, placed.laid.fragment(), frame.inner());
    children.add(at);
    Pending.lift(placed.laid.pending(), at.x(), at.y(), pending);
    baselines = baselines.then(placed.laid.baselines().lowered(top));
  }

  /** How far a block stands from the left edge of the content (CSS 2, 10.3.3). */
  private int offset(Box child, int width, Insets margins, int room) {
    int spare = room - width - margins.horizontal();
    boolean autoLeft = child.style().frame().margin().left().isAuto();
    boolean autoRight = child.style().frame().margin().right().isAuto();
    if (spare > 0 && autoLeft) {
      return margins.left() + (autoRight ? spare / 2 : spare);
    }
    TextAlign align = frame.box().style().script().lines().align();
    if (spare > 0 && !autoRight && align.ofLines() != align) {
      return margins.left()
          + switch (align.ofLines()) {
            case CENTER -> spare / 2;
            case RIGHT -> spare;
            default -> 0;
          };
    }
    boolean fromRight = rightToLeft && !(spare > 0 && autoRight);
    return fromRight ? room - margins.right() - width : margins.left();
  }

  private record Beside(Laid laid, int x, int y) {}

  /**
   * Places a box that no float may reach into: beside floats where it fits, else below (CSS 2,
   * 9.5).
   */
  private Beside beside(Box child, int from, Insets margins) {
    Room room = frame.inner();
    int y = from;
    while (true) {
      int edgeLeft = contextX(0);
      int edgeRight = edgeLeft + room.width();
      int left = floats.left(contextY(y), 0, edgeLeft);
      int right = floats.right(contextY(y), 0, edgeRight);
      boolean free = left == edgeLeft && right == edgeRight;
      int width = width(child, margins, left, right, free);
      Laid laid = flow.remembered(child, width, room);
      if (!free) {
        int height = laid.fragment().height();
        int tallLeft = floats.left(contextY(y), height, edgeLeft);
        int tallRight = floats.right(contextY(y), height, edgeRight);
        if (tallLeft != left || tallRight != right) {
          left = tallLeft;
          right = tallRight;
          int narrower = width(child, margins, left, right, false);
          laid = narrower == width ? laid : flow.remembered(child, narrower, room);
          width = narrower;
        }
      }
      width = laid.fragment().width();
      int next = floats.nextBottom(contextY(y));
      if (free || width <= right - left || next == Integer.MAX_VALUE) {
        MarginStrut bottom = Sizes.bottomMargin(child, room.width());
        int x = besideX(child, width, margins, left - edgeLeft, right - edgeLeft);
        return new Beside(new Laid(laid.fragment(), bottom, laid.pending()), x, y);
      }
      y = next - contextY(0);
    }
  }

  private int width(Box child, Insets margins, int left, int right, boolean free) {
    Room room = frame.inner();
    if (child instanceof ReplacedBox replaced) {
      return flow.replaced.size(replaced, room).width();
    }
    boolean shrinks = shrinks(child);
    if (free) {
      return shrinks
          ? flow.sizes.shrunkWidth(child, room, room.width())
          : flow.sizes.blockWidth(child, room);
    }
    int edgeLeft = contextX(0);
    int edgeRight = edgeLeft + room.width();
    boolean besideLeft = left > edgeLeft && margins.left() >= 0;
    boolean besideRight = right < edgeRight && margins.right() >= 0;
    int from = edgeLeft + margins.left();
    int to = edgeRight - margins.right();
    from = besideLeft ? Math.max(left, from) : from;
    to = besideRight ? Math.min(right, to) : to;
    return shrinks
        ? flow.sizes.shrunkWidth(child, room, to - from + margins.horizontal())
        : flow.sizes.width(child, room, to - from, to - from);
  }

  /** Whether a block is only as wide as its content: tables and form controls are. */
  private static boolean shrinks(Box child) {
    return child instanceof BlockBox block && (block.field().isPresent() || TableFlow.lays(block));
  }

  private int besideX(Box child, int width, Insets margins, int left, int right) {
    int x = offset(child, width, margins, frame.inner().width());
    if (left == 0 && right == frame.inner().width()) {
      return x;
    }
    boolean centred =
        child.style().frame().margin().left().isAuto()
            && right - left > width + margins.horizontal();
    if (centred) {
      int spare = right - left - width - margins.horizontal();
      boolean both = child.style().frame().margin().right().isAuto();
      return left + margins.left() + (both ? spare / 2 : spare);
    }
    return Math.max(left, Math.min(x, rightToLeft ? right - width : Math.max(x, left)));
  }

  static boolean floatsLeft(Box box, boolean rightToLeft) {
    FloatSide side = box.style().side();
    return switch (side) {
      case LEFT, NONE -> true;
      case RIGHT -> false;
      case INLINE_START -> !rightToLeft;
      case INLINE_END -> rightToLeft;
    };
  }
}
