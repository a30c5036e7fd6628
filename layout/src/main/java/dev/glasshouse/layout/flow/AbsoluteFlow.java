package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.flow.BlockFlow.Frame;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * Absolutely positioned boxes, when their containing block has its size (CSS 2, 10.3.7, 10.6.4).
 */
final class AbsoluteFlow {
  private final Flow flow;

  AbsoluteFlow(Flow flow) {
    this.flow = flow;
  }

  /** Finishes a block: places the positioned boxes that it is the containing block of. */
  Laid settle(
      Frame frame,
      int height,
      Baselines baselines,
      List<Child> children,
      List<Pending> pending,
      MarginStrut bottom) {
    if (pending.isEmpty()) {
      return new Laid(BlockFlow.fragment(frame, height, baselines, children), bottom, List.of());
    }
    List<Pending> up = Pending.list();
    List<Child> all = new ArrayList<>(children);
    Insets border = frame.border();
    Area area =
        new Area(
            border.left(),
            border.top(),
            frame.width() - border.horizontal(),
            height - border.vertical());
    settle(frame.box(), area, pending, all, up);
    return new Laid(BlockFlow.fragment(frame, height, baselines, all), bottom, up);
  }

  /** Places those of the boxes whose containing block this is; the others go further up. */
  private void settle(
      BlockBox holder, Area area, List<Pending> pending, List<Child> to, List<Pending> up) {
    List<Pending> work = new ArrayList<>(pending);
    for (int i = 0; i < work.size(); i++) {
      Pending each = work.get(i);
      boolean fixed = each.box().style().placement().position() == Position.FIXED;
      boolean here = fixed ? holder.style().look().transformed() : holder.containsAbsolute();
      if (!here) {
        up.add(each);
        continue;
      }
      Laid laid = place(each, area, to);
      Child child = to.getLast();
      Pending.lift(laid.pending(), child.x(), child.y(), work);
    }
  }

  /** Places boxes in an inline box; those that hold on to the viewport go further up. */
  List<Pending> settleInline(Area area, List<Pending> pending, List<Child> to) {
    List<Pending> up = Pending.list();
    List<Pending> work = new ArrayList<>(pending);
    for (int i = 0; i < work.size(); i++) {
      if (work.get(i).box().style().placement().position() == Position.FIXED) {
        up.add(work.get(i));
      } else {
        Laid laid = place(work.get(i), area, to);
        Child child = to.getLast();
        Pending.lift(laid.pending(), child.x(), child.y(), work);
      }
    }
    return up;
  }

  /** Places what is left when the root is laid out: the viewport is its containing block. */
  void settleRoot(Room viewport, List<Pending> pending, List<Child> to) {
    Area area = new Area(0, 0, viewport.width(), viewport.height());
    List<Pending> work = new ArrayList<>(pending);
    for (int i = 0; i < work.size(); i++) {
      Laid laid = place(work.get(i), area, to);
      Child child = to.getLast();
      Pending.lift(laid.pending(), child.x(), child.y(), work);
    }
  }

  /** A containing block: the padding box of what holds the positioned box. */
  record Area(int x, int y, int width, int height) {}

  Laid place(Pending pending, Area area, List<Child> to) {
    Box box = pending.box();
    Room room = new Room(area.width, Math.max(0, area.height));
    Insets margins = Sizes.margins(box, area.width);
    Placement placement = box.style().placement();
    Axis across = across(pending, area, placement, margins);
    int width = width(box, room, across);
    Axis down = down(pending, area, placement, margins);
    int forced = box instanceof BlockBox && stretches(box, down) ? down.stretch() : Room.OPEN;
    if (forced >= 0) {
      forced = Sizes.limitHeight(box, forced, room);
    }
    Laid laid = flow.independent(box, width, forced, room);
    Fragment fragment = laid.fragment();
    int x = area.x + across.offset(fragment.width());
    int y = area.y + down.offset(fragment.height());
    to.add(new Child(x, y, fragment));
    return laid;
  }

  private int width(Box box, Room room, Axis across) {
    if (box instanceof ReplacedBox replaced) {
      return flow.replaced.size(replaced, room).width();
    }
    if (across.bothSet() && Sizes.specifiedHeight(box, room) < 0
        || across.bothSet() && box.style().sizing().ratio().ratio() <= 0) {
      return flow.sizes.width(box, room, across.stretch(), across.stretch());
    }
    int margins = Sizes.margins(box, room.width()).horizontal();
    return flow.sizes.shrunkWidth(box, room, across.available() + margins);
  }

  private static boolean stretches(Box box, Axis down) {
    return down.bothSet()
        && (box.style().sizing().height().isAuto()
            || box.style().sizing().height() == SizeKeyword.STRETCH)
        && box.style().sizing().ratio().ratio() <= 0;
  }

  /**
   * One direction: how the insets, margins and the size share the containing block.
   *
   * @param room the size of the containing block
   * @param start the inset before; -1 in {@code startSet} if it is auto
   * @param still where the box would be in the flow
   * @param fromEnd whether the end wins, or {@code still} is where the box ends
   */
  private record Axis(
      int room,
      int start,
      boolean startSet,
      int end,
      boolean endSet,
      int still,
      boolean fromEnd,
      Insets margins,
      boolean vertical,
      Box box) {
    boolean bothSet() {
      return startSet && endSet;
    }

    private int before() {
      return vertical ? margins.top() : margins.left();
    }

    private int after() {
      return vertical ? margins.bottom() : margins.right();
    }

    /** The room for the border box when it is stretched between the insets. */
    int stretch() {
      return Math.max(0, room - start - end - before() - after());
    }

    /** The room for the border box when it is as large as its content. */
    int available() {
      if (startSet || endSet) {
        return Math.max(0, room - start - end - before() - after());
      }
      int space = fromEnd ? still : room - still;
      return Math.max(0, space - before() - after());
    }

    /** Where the border box begins, from the edge of the containing block. */
    int offset(int size) {
      if (!startSet && !endSet) {
        return fromEnd ? still - after() - size : still + before();
      }
      if (!startSet) {
        return room - end - after() - size;
      }
      if (!endSet) {
        return start + before();
      }
      int spare = room - start - end - size - before() - after();
      Size first =
          vertical ? box.style().frame().margin().top() : box.style().frame().margin().left();
      Size last =
          vertical ? box.style().frame().margin().bottom() : box.style().frame().margin().right();
      if (first.isAuto() && last.isAuto()) {
        return start + (spare > 0 || vertical ? spare / 2 : fromEnd ? spare : 0);
      }
      if (first.isAuto()) {
        return start + spare;
      }
      return fromEnd && !last.isAuto() ? room - end - after() - size : start + before();
    }
  }

  private static Axis across(Pending pending, Area area, Placement placement, Insets margins) {
    Size left = placement.inset().left();
    Size right = placement.inset().right();
    boolean rightToLeft =
        left.isAuto() && right.isAuto() ? pending.atRight() : pending.box().style().rightToLeft();
    return new Axis(
        area.width,
        LayoutUnit.resolve(left, area.width),
        left instanceof LengthPercentage,
        LayoutUnit.resolve(right, area.width),
        right instanceof LengthPercentage,
        pending.x() - area.x,
        rightToLeft,
        margins,
        false,
        pending.box());
  }

  private static Axis down(Pending pending, Area area, Placement placement, Insets margins) {
    Size top = placement.inset().top();
    Size bottom = placement.inset().bottom();
    return new Axis(
        area.height,
        LayoutUnit.resolve(top, area.height),
        top instanceof LengthPercentage,
        LayoutUnit.resolve(bottom, area.height),
        bottom instanceof LengthPercentage,
        pending.y() - area.y,
        false,
        margins,
        true,
        pending.box());
  }
}
