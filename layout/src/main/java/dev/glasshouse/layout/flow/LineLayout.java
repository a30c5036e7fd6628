package dev.glasshouse.layout.flow;

import com.ibm.icu.text.Bidi;
import dev.glasshouse.css.values.BoxKeywords.Overflow;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.flow.Line.Piece;
import dev.glasshouse.layout.flow.LineBox.Part;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.style.Insets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the pieces of a line their heights and their order from left to right, and hands them to a
 * {@link LineWriter}, which gives them their places.
 */
final class LineLayout {
  private final Flow flow;
  private final BlockFlow.Frame frame;
  private final InlineContent content;

  /** Inline boxes that are open where the line begins, the outermost first. */
  private final List<InlineBox> open;

  /**
   * Something on the line that is in no other thing on it.
   *
   * @param piece what it is; absent for the place of an empty inline box
   * @param part the inline box that it is in
   * @param self its own heights, for a box that stands in the line
   * @param level its bidi level
   */
  record Leaf(@Nullable Piece piece, Part part, @Nullable Part self, int level) {}

  /**
   * @param open inline boxes that are open where the first line begins; kept up to date from line
   *     to line
   */
  LineLayout(Flow flow, BlockFlow.Frame frame, InlineContent content, List<InlineBox> open) {
    this.flow = flow;
    this.frame = frame;
    this.content = content;
    this.open = open;
  }

  /** The line as a fragment, with the absolutely positioned boxes that it hands up. */
  LineWriter.Written write(Line line, int base) {
    var heights = new LineBox(flow, frame.box().style());
    List<Leaf> leaves = leaves(line, heights, base);
    heights.finish();
    var writer = new LineWriter(flow, frame, content, line, heights);
    return writer.write(visual(leaves, base));
  }

  private List<Leaf> leaves(Line line, LineBox heights, int base) {
    Part part = heights.root;
    for (InlineBox box : open) {
      part = heights.open(part, box, box.style());
    }
    var leaves = new ArrayList<Leaf>();
    int sinceOpen = 0;
    for (Piece piece : line.pieces) {
      switch (piece.item.kind) {
        case OPEN -> {
          InlineBox box = (InlineBox) piece.item.box;
          open.add(box);
          part = heights.open(part, box, box.style());
          part.begins = true;
          sinceOpen = leaves.size();
        }
        case CLOSE -> {
          part.ends = true;
          if (leaves.size() == sinceOpen) {
            leaves.add(new Leaf(null, part, null, base));
          }
          heights.close(part);
          open.removeLast();
          part = part.parent == null ? heights.root : part.parent;
        }
        case TEXT -> {
          heights.text(part, piece.item.setting(content, flow.typesetter));
          leaves.add(new Leaf(piece, part, null, piece.item.level));
        }
        case TAB -> {
          heights.text(part, null);
          leaves.add(new Leaf(piece, part, null, piece.item.level));
        }
        case BREAK -> {
          heights.text(part, null);
          leaves.add(new Leaf(piece, part, null, base));
        }
        case ATOMIC -> leaves.add(atomic(piece, part, heights));
        case ABSOLUTE -> leaves.add(new Leaf(piece, part, null, base));
        case CONTROL, FLOAT -> {}
      }
    }
    for (Part rest = part; rest.parent != null; rest = rest.parent) {
      heights.close(rest);
    }
    return leaves;
  }

  private Leaf atomic(Piece piece, Part part, LineBox heights) {
    Laid laid = java.util.Objects.requireNonNull(piece.laid);
    Box box = piece.item.box;
    Insets margins = Sizes.margins(box, frame.inner().width());
    int height = laid.fragment().height();
    int baseline = baseline(box, laid);
    int ascent = baseline == Baselines.NONE ? height + margins.bottom() : baseline;
    Part self =
        heights.atomic(
            part, box.style(), ascent + margins.top(), height - ascent + margins.bottom());
    return new Leaf(piece, part, self, piece.item.level);
  }

  /** Where the baseline of a box in a line is, from its upper border edge (CSS 2, 10.8.1). */
  private static int baseline(Box box, Laid laid) {
    if (box instanceof ReplacedBox || !(laid.fragment() instanceof Fragment.Block block)) {
      return Baselines.NONE;
    }
    BlockBox of = block.box();
    if (of.style().display() == Display.INLINE_TABLE) {
      return block.baselines().first();
    }
    boolean clipped = of.style().placement().overflowY() != Overflow.VISIBLE;
    return clipped && of.field().isEmpty() ? Baselines.NONE : block.baselines().last();
  }

  /** From left to right (UAX 9, rule L2). */
  private static List<Leaf> visual(List<Leaf> leaves, int base) {
    boolean plain = base == 0 || leaves.isEmpty();
    for (Leaf leaf : leaves) {
      plain &= leaf.level == 0;
    }
    if (plain) {
      return leaves;
    }
    byte[] levels = new byte[leaves.size()];
    for (int i = 0; i < levels.length; i++) {
      Leaf leaf = leaves.get(i);
      boolean edge =
          i == levels.length - 1 && leaf.piece != null && leaf.piece.item.kind == Kind.BREAK;
      levels[i] = (byte) (edge ? base : leaf.level);
    }
    int[] order = Bidi.reorderVisual(levels);
    var visual = new ArrayList<Leaf>(levels.length);
    for (int index : order) {
      visual.add(leaves.get(index));
    }
    return visual;
  }
}
