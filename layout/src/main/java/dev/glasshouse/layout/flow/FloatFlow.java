package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.flow.BlockFlow.Frame;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.List;

/** Lays floats out and finds their places (CSS 2, 9.5.1 and 10.3.5). */
final class FloatFlow {
  private final Flow flow;

  FloatFlow(Flow flow) {
    this.flow = flow;
  }

  /**
   * A float at its place.
   *
   * @param child from the border edges of the block that it is in
   * @param pending absolutely positioned boxes inside
   */
  record Floated(Child child, List<Pending> pending) {}

  /** The width of a float's margin box. */
  int outerWidth(Box box, Room room) {
    return measure(box, room).fragment().width() + Sizes.margins(box, room.width()).horizontal();
  }

  private Laid measure(Box box, Room room) {
    int width = flow.sizes.shrunkWidth(box, room, room.width());
    return flow.remembered(box, width, room);
  }

  /**
   * Places a float.
   *
   * @param frame the block that it is in
   * @param top in the block formatting context: it stands not above this
   * @param limit not below this, which only a line asks for
   */
  Floated add(Box box, Frame frame, int top, int limit) {
    Room room = frame.inner();
    Laid laid = measure(box, room);
    Insets margins = Sizes.margins(box, room.width());
    boolean rightToLeft = frame.box().style().rightToLeft();
    FloatSpace floats = frame.place().floats();
    int from = Math.max(top, floats.clear(box.style().placement().clear(), rightToLeft));
    int left = frame.place().x() + frame.contentX();
    FloatSpace.Placed placed =
        floats.place(
            BlockRun.floatsLeft(box, rightToLeft),
            laid.fragment().width() + margins.horizontal(),
            LayoutUnit.add(laid.fragment().height(), margins.vertical()),
            Math.min(from, limit),
            left,
            left + room.width());
    int x = placed.left() + margins.left() - frame.place().x();
    int y = placed.top() + margins.top() - frame.place().y();
    return new Floated(Relative.shift(box, x, y, laid.fragment(), room), laid.pending());
  }
}
