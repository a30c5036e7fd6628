package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.flow.Line.Piece;
import dev.glasshouse.layout.flow.LineBox.Part;
import dev.glasshouse.layout.flow.LineLayout.Leaf;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places what is on a line from left to right, and makes the fragments of the inline boxes around
 * it.
 *
 * <p>Of an inline box that the bidirectional algorithm tears apart each piece is a fragment; only
 * the outermost have its edges (CSS 2, 8.6).
 */
final class LineWriter {
  private final Flow flow;
  private final BlockFlow.Frame frame;
  private final InlineContent content;
  private final Line line;
  private final LineBox heights;
  private final Justifier justifier;
  private final List<Opened> stack = new ArrayList<>();
  private final Map<Part, int[]> extent = new HashMap<>();
  private int x;

  /** An inline box whose right edge is not placed yet. */
  private static final class Opened {
    final @Nullable Part part;
    final List<Child> children = new ArrayList<>();
    final List<Pending> pending = Pending.list();
    int left;
    boolean leftEdge;

    Opened(@Nullable Part part) {
      this.part = part;
    }
  }

  /**
   * A line at its place.
   *
   * @param line its fragment
   * @param offset how far its content stands from the beginning of the room for it
   * @param pending absolutely positioned boxes, from the line's upper left corner
   */
  record Written(Fragment.Line line, int offset, List<Pending> pending) {}

  LineWriter(Flow flow, BlockFlow.Frame frame, InlineContent content, Line line, LineBox heights) {
    this.flow = flow;
    this.frame = frame;
    this.content = content;
    this.line = line;
    this.heights = heights;
    this.justifier = Justifier.of(frame.box().style(), line, content);
  }

  Written write(List<Leaf> leaves) {
    for (int i = 0; i < leaves.size(); i++) {
      for (Part part = leaves.get(i).part(); part.parent != null; part = part.parent) {
        int[] known = extent.get(part);
        if (known == null) {
          extent.put(part, new int[] {i, i});
        } else {
          known[1] = i;
        }
      }
    }
    stack.add(new Opened(null));
    for (int i = 0; i < leaves.size(); i++) {
      enter(leaves.get(i).part(), i);
      leaf(leaves.get(i));
    }
    while (stack.size() > 1) {
      leave(leaves.size());
    }
    Opened all = stack.getFirst();
    Part root = heights.root;
    var fragment =
        new Fragment.Line(x, root.ascent + root.descent, root.ascent, List.copyOf(all.children));
    int offset = justifier.offset(line, x - line.hanging);
    return new Written(fragment, offset, all.pending);
  }

  /** Closes and opens inline boxes until the innermost open one is this. */
  private void enter(Part part, int index) {
    if (innermost() == part) {
      return;
    }
    var path = new ArrayList<Part>();
    for (Part each = part; each.parent != null; each = each.parent) {
      path.add(each);
    }
    int common = 0;
    while (common < path.size()
        && common + 1 < stack.size()
        && stack.get(common + 1).part == path.get(path.size() - 1 - common)) {
      common++;
    }
    while (stack.size() > common + 1) {
      leave(index);
    }
    for (int i = path.size() - 1 - common; i >= 0; i--) {
      open(path.get(i), index);
    }
  }

  private @Nullable Part innermost() {
    Part part = stack.getLast().part;
    return part == null ? heights.root : part;
  }

  private void open(Part part, int index) {
    var opened = new Opened(part);
    InlineBox box = java.util.Objects.requireNonNull(part.box);
    boolean rtl = box.style().rightToLeft();
    int[] span = java.util.Objects.requireNonNull(extent.get(part));
    boolean outermost = span[0] == index;
    opened.leftEdge = outermost && (rtl ? part.ends && box.last() : part.begins && box.first());
    int base = frame.inner().width();
    if (opened.leftEdge) {
      x += Sizes.margins(box, base).left();
    }
    opened.left = x;
    if (opened.leftEdge) {
      x += Sizes.edges(box, base).left();
    }
    stack.add(opened);
  }

  private void leave(int index) {
    Opened opened = stack.removeLast();
    Part part = java.util.Objects.requireNonNull(opened.part);
    InlineBox box = java.util.Objects.requireNonNull(part.box);
    int base = frame.inner().width();
    int[] span = java.util.Objects.requireNonNull(extent.get(part));
    boolean outermost = span[1] < index;
    boolean rtl = box.style().rightToLeft();
    boolean rightEdge = outermost && (rtl ? part.begins && box.first() : part.ends && box.last());
    Insets border = sides(box.border(), opened.leftEdge, rightEdge);
    Insets padding = sides(Sizes.padding(box, base), opened.leftEdge, rightEdge);
    x += border.right() + padding.right();
    int width = x - opened.left;
    x += rightEdge ? Sizes.margins(box, base).right() : 0;
    int height = part.fontAscent + part.fontDescent + border.vertical() + padding.vertical();
    int top =
        heights.root.ascent + part.baseline() - part.fontAscent - border.top() - padding.top();
    List<Child> children = new ArrayList<>(opened.children.size());
    for (Child child : opened.children) {
      children.add(child.moved(-opened.left, -top));
    }
    List<Pending> up = settle(box, opened, width, height, border, top, children);
    Fragment fragment =
        new Fragment.Inline(box, width, height, border, padding, List.copyOf(children));
    Child at = Relative.shift(box, opened.left, top, fragment, frame.inner());
    stack.getLast().children.add(at);
    Pending.lift(up, at.x(), at.y(), stack.getLast().pending);
  }

  /** Places positioned boxes whose containing block this inline box is (CSS 2, 10.1). */
  private List<Pending> settle(
      InlineBox box,
      Opened opened,
      int width,
      int height,
      Insets border,
      int top,
      List<Child> children) {
    List<Pending> inside = Pending.list();
    Pending.lift(opened.pending, -opened.left, -top, inside);
    if (inside.isEmpty()
        || box.style().placement().position()
            == dev.glasshouse.css.values.BoxKeywords.Position.STATIC) {
      return inside;
    }
    var area =
        new AbsoluteFlow.Area(
            border.left(), border.top(), width - border.horizontal(), height - border.vertical());
    return flow.absolutes.settleInline(area, inside, children);
  }

  private static Insets sides(Insets insets, boolean left, boolean right) {
    return left && right
        ? insets
        : new Insets(
            insets.top(), right ? insets.right() : 0, insets.bottom(), left ? insets.left() : 0);
  }

  private void leaf(Leaf leaf) {
    Piece piece = leaf.piece();
    if (piece == null) {
      return;
    }
    switch (piece.item.kind) {
      case TEXT -> text(piece, leaf.part());
      case TAB, BREAK -> x += piece.width;
      case ATOMIC -> atomic(piece, java.util.Objects.requireNonNull(leaf.self()));
      case ABSOLUTE ->
          stack
              .getLast()
              .pending
              .add(new Pending(piece.item.box, x, 0, frame.box().style().rightToLeft()));
      case OPEN, CLOSE, CONTROL, FLOAT -> {}
    }
  }

  private void atomic(Piece piece, Part self) {
    Laid laid = java.util.Objects.requireNonNull(piece.laid);
    Insets margins = Sizes.margins(piece.item.box, frame.inner().width());
    int top = heights.root.ascent + self.baseline() - self.ascent + margins.top();
    Child at =
        Relative.shift(piece.item.box, x + margins.left(), top, laid.fragment(), frame.inner());
    stack.getLast().children.add(at);
    Pending.lift(laid.pending(), at.x(), at.y(), stack.getLast().pending);
    x += piece.width;
  }

  private void text(Piece piece, Part part) {
    boolean rtl = (piece.item.level & 1) != 0;
    int top = heights.root.ascent + part.baseline() - part.fontAscent;
    if (rtl) {
      ending(piece, part, top);
    }
    if (justifier.stretches()) {
      List<Justifier.Stretch> stretches = justifier.cut(piece);
      for (Justifier.Stretch each : rtl ? stretches.reversed() : stretches) {
        x += rtl ? each.after() : 0;
        run(piece, part, top, each.start(), each.end());
        x += rtl ? 0 : each.after();
      }
    } else {
      run(piece, part, top, piece.start, piece.end);
    }
    if (!rtl) {
      ending(piece, part, top);
    }
  }

  private void run(Piece piece, Part part, int top, int start, int end) {
    Setting setting = piece.item.setting(content, flow.typesetter);
    int base = piece.item.start;
    int width =
        start == piece.start && end == piece.end
            ? piece.width
            : LayoutUnit.ceil(setting.width(start - base, end - base));
    var fragment =
        new Fragment.Text(
            piece.item.box,
            piece.item.box.style(),
            content.text().substring(start, end),
            setting.glyphs(start - base, end - base),
            width,
            part.fontAscent,
            part.fontAscent + part.fontDescent);
    stack.getLast().children.add(new Child(x, top, fragment));
    x += width;
  }

  /** A hyphen or an ellipsis behind a text that is broken or cut off. */
  private void ending(Piece piece, Part part, int top) {
    if (!piece.hyphen && !piece.cut) {
      return;
    }
    String sign = piece.cut ? Ellipsis.TEXT : "-";
    BoxStyle style = piece.item.box.style();
    Setting setting = flow.typesetter.set(sign, style.script().shaping(), 0);
    int width = LayoutUnit.ceil(setting.width(0, 1));
    var fragment =
        new Fragment.Text(
            piece.item.box,
            style,
            sign,
            setting.glyphs(0, 1),
            width,
            part.fontAscent,
            part.fontAscent + part.fontDescent);
    stack.getLast().children.add(new Child(x, top, fragment));
    x += width;
  }
}
