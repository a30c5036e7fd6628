package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Placement;

/** Relative positioning: a box is moved, and nothing around it notices (CSS 2, 9.4.3). */
final class Relative {
  private Relative() {}

  /** The fragment at its place, moved where its style says so. */
  static Child shift(Box box, int x, int y, Fragment fragment, Room room) {
    Placement placement = box.style().placement();
    if (placement.position() != Position.RELATIVE || placement.noInsets()) {
      return new Child(x, y, fragment);
    }
    Size left = placement.inset().left();
    Size right = placement.inset().right();
    boolean byRight = left.isAuto() || (!right.isAuto() && box.style().rightToLeft());
    int dx =
        byRight ? -LayoutUnit.resolve(right, room.width()) : LayoutUnit.resolve(left, room.width());
    Size top = placement.inset().top();
    boolean byTop = !top.isAuto() && !open(top, room);
    int dy = byTop ? LayoutUnit.resolve(top, Math.max(0, room.height())) : 0;
    if (!byTop && !open(placement.inset().bottom(), room)) {
      dy = -LayoutUnit.resolve(placement.inset().bottom(), Math.max(0, room.height()));
    }
    return new Child(x + dx, y + dy, fragment);
  }

  private static boolean open(Size size, Room room) {
    return room.height() < 0 && size.resolveAgainst(-1).isEmpty();
  }
}
