package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.flow.BlockFlow.Content;
import dev.glasshouse.layout.flow.BlockFlow.Frame;
import dev.glasshouse.layout.flow.Intrinsic.MinMax;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inline layout: the content of a block that sets lines becomes lines (CSS 2, 9.4.2). */
final class InlineFlow {
  private final Flow flow;
  private final @Nullable InlineContent[] contents;
  private final Breaks breaks = new Breaks();

  InlineFlow(Flow flow, int boxes) {
    this.flow = flow;
    this.contents = new InlineContent[boxes];
  }

  /** The content of a block in a row; worked out once. */
  InlineContent content(BlockBox block) {
    InlineContent known = contents[block.index()];
    if (known == null) {
      known = InlineContent.of(block, breaks);
      contents[block.index()] = known;
    }
    return known;
  }

  /** The widths of a block by its lines alone. */
  MinMax intrinsic(BlockBox block) {
    return new InlineWidths(flow, content(block)).measure(block);
  }

  Content lay(Frame frame) {
    return new Run(frame).run();
  }

  /** The lines of one block, one below the other; {@code y} counts from the top of its content. */
  private final class Run implements LineBreaker.Surroundings {
    private final Frame frame;
    private final InlineContent content;
    private final FloatSpace floats;
    private final List<Child> children = BlockFlow.list();
    private final List<Pending> pending = Pending.list();
    private final Set<Box> met = new HashSet<>();
    private final List<Box> below = new ArrayList<>();
    private final boolean rightToLeft;
    private final int strut;
    private Baselines baselines = Baselines.EMPTY;
    private int y;
    private int left;
    private int right;
    private int indent;

    Run(Frame frame) {
      this.frame = frame;
      this.content = content(frame.box());
      this.floats = frame.place().floats();
      this.rightToLeft = frame.box().style().rightToLeft();
      this.strut = flow.lineHeight(frame.box().style());
    }

    Content run() {
      var open = new ArrayList<InlineBox>();
      var breaker = new LineBreaker(flow, content, frame.inner(), this);
      var layout = new LineLayout(flow, frame, content, open);
      int item = 0;
      int offset = 0;
      boolean first = true;
      boolean afterForced = false;
      while (item < content.items().size()) {
        indent = indent(first, afterForced);
        flow.patience.look();
        edges();
        Line line = breaker.next(item, offset, right - left - indent);
        if (line.tooNarrow && descend()) {
          continue;
        }
        place(line, layout);
        first &= !line.visible;
        afterForced = line.forced;
        if (line.nextItem == item && line.nextOffset <= offset && !line.last) {
          break;
        }
        item = line.nextItem;
        offset = line.nextOffset;
      }
      return new Content(y, MarginStrut.NONE, true, baselines, children, pending);
    }

    private int indent(boolean first, boolean afterForced) {
      var indent = frame.box().style().script().lines().indent();
      boolean starts = first || (indent.eachLine() && afterForced);
      return starts != indent.hanging()
          ? LayoutUnit.resolve(indent.length(), frame.inner().width())
          : 0;
    }

    private int contextX() {
      return frame.place().x() + frame.contentX();
    }

    private int contextY() {
      return LayoutUnit.add(frame.place().y() + frame.contentY(), y);
    }

    private void edges() {
      left = floats.left(contextY(), strut, contextX());
      right = floats.right(contextY(), strut, contextX() + frame.inner().width());
      right = Math.max(left, right);
    }

    /** Goes down to where there is more room; false where there is no float to pass. */
    private boolean descend() {
      int next = floats.nextBottom(contextY());
      if (next == Integer.MAX_VALUE) {
        return false;
      }
      y += next - contextY();
      return true;
    }

    private void place(Line line, LineLayout layout) {
      Ellipsis.cut(line, content, frame.box().style(), flow);
      LineWriter.Written written = layout.write(line, rightToLeft ? 1 : 0);
      int start = left - contextX() + (rightToLeft ? 0 : indent);
      int x = frame.contentX() + start + written.offset();
      int top = frame.contentY() + y;
      Pending.lift(written.pending(), x, top, pending);
      if (line.visible || line.forced) {
        children.add(new Child(x, top, written.line()));
        int baseline = top + written.line().baseline();
        baselines = baselines.then(new Baselines(baseline, baseline));
        y = LayoutUnit.add(y, written.line().height());
        flow.lineCount++;
        clear(line);
      } else {
        written.line().children().forEach(each -> children.add(each.moved(x, top)));
      }
      for (Box box : List.copyOf(below)) {
        add(box);
      }
      below.clear();
    }

    /** A line break may send the next line below floats (HTML 15.3.6). */
    private void clear(Line line) {
      if (!line.forced || line.pieces.isEmpty()) {
        return;
      }
      Box end = line.pieces.getLast().item.box;
      int to = floats.clear(end.style().placement().clear(), rightToLeft);
      if (to != FloatSpace.NOWHERE) {
        y = Math.max(y, y + to - contextY());
      }
    }

    @Override
    public Laid atomic(Box box) {
      int width =
          box instanceof dev.glasshouse.layout.box.ReplacedBox replaced
              ? flow.replaced.size(replaced, frame.inner()).width()
              : flow.sizes.shrunkWidth(box, frame.inner(), frame.inner().width());
      return flow.remembered(box, width, frame.inner());
    }

    @Override
    public int meetFloat(Box box, int used, int available) {
      if (!met.add(box)) {
        return available;
      }
      int width = new FloatFlow(flow).outerWidth(box, frame.inner());
      if (!below.isEmpty() || (used > 0 && used + width > available)) {
        below.add(box);
        return available;
      }
      add(box);
      edges();
      return right - left - indent;
    }

    private void add(Box box) {
      FloatFlow.Floated floated =
          new FloatFlow(flow).add(box, frame, contextY(), Integer.MAX_VALUE);
      children.add(floated.child());
      Pending.lift(floated.pending(), floated.child().x(), floated.child().y(), pending);
    }

    @Override
    public boolean narrowed() {
      return right - left < frame.inner().width()
          && floats.nextBottom(contextY()) != Integer.MAX_VALUE;
    }
  }
}
