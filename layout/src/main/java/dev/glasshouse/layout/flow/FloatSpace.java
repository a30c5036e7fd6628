package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.BoxKeywords.Clear;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The floats of one block formatting context and the room that they leave (CSS 2, 9.5). Coordinates
 * are of the context: from the upper left border edge of its root.
 */
final class FloatSpace {
  /** Where there is no float to wait for. */
  static final int NOWHERE = Integer.MIN_VALUE;

  private final List<Placed> all = new ArrayList<>();
  private int lastTop = NOWHERE;
  private int leftBottom = NOWHERE;
  private int rightBottom = NOWHERE;

  /**
   * A float at its place: its margin box.
   *
   * @param onLeft whether it floats to the left
   */
  record Placed(boolean onLeft, int left, int top, int right, int bottom) {}

  /** Whether there are floats. */
  boolean any() {
    return !all.isEmpty();
  }

  /** The lowest edge of all floats; {@link #NOWHERE} if there is none. */
  int bottom() {
    return Math.max(leftBottom, rightBottom);
  }

  /** Below which a box with this {@code clear} begins; {@link #NOWHERE} if anywhere. */
  int clear(Clear clear, boolean rightToLeft) {
    return switch (clear) {
      case NONE -> NOWHERE;
      case LEFT -> leftBottom;
      case RIGHT -> rightBottom;
      case BOTH -> bottom();
      case INLINE_START -> rightToLeft ? rightBottom : leftBottom;
      case INLINE_END -> rightToLeft ? leftBottom : rightBottom;
    };
  }

  /** Where the room begins, from {@code edge} on, at this height. */
  int left(int top, int height, int edge) {
    int left = edge;
    if (top < leftBottom) {
      for (Placed each : all) {
        if (each.onLeft && crosses(each, top, height)) {
          left = Math.max(left, each.right);
        }
      }
    }
    return left;
  }

  /** Where the room ends, up to {@code edge}, at this height. */
  int right(int top, int height, int edge) {
    int right = edge;
    if (top < rightBottom) {
      for (Placed each : all) {
        if (!each.onLeft && crosses(each, top, height)) {
          right = Math.min(right, each.left);
        }
      }
    }
    return right;
  }

  private static boolean crosses(Placed each, int top, int height) {
    int bottom = LayoutUnit.add(top, Math.max(height, 1));
    return each.bottom > each.top && each.top < bottom && each.bottom > top;
  }

  /** The first end of a float below this place; {@link Integer#MAX_VALUE} if there is none. */
  int nextBottom(int top) {
    int next = Integer.MAX_VALUE;
    if (top < bottom()) {
      for (Placed each : all) {
        if (each.bottom > top && each.bottom < next) {
          next = each.bottom;
        }
      }
    }
    return next;
  }

  /**
   * Places a float as high as it may stand, and there as far to its side (CSS 2, 9.5.1).
   *
   * @param top not above this
   * @param left the left edge of the containing block
   * @param right its right edge
   */
  Placed place(boolean onLeft, int width, int height, int top, int left, int right) {
    int y = Math.max(top, lastTop);
    int from = left(y, 0, left);
    int to = right(y, 0, right);
    while (to - from < width && (from > left || to < right)) {
      int next = nextBottom(y);
      if (next == Integer.MAX_VALUE) {
        break;
      }
      y = next;
      from = left(y, 0, left);
      to = right(y, 0, right);
    }
    int x = onLeft ? from : to - width;
    var placed = new Placed(onLeft, x, y, x + width, LayoutUnit.add(y, height));
    all.add(placed);
    lastTop = y;
    if (onLeft) {
      leftBottom = Math.max(leftBottom, placed.bottom);
    } else {
      rightBottom = Math.max(rightBottom, placed.bottom);
    }
    return placed;
  }
}
