package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Sizing;
import org.jspecify.annotations.Nullable;

/**
 * The widths that boxes have by their content: the smallest without overflow, and the one without
 * any soft wrap (CSS Sizing 3, sections 4 and 5). Each box is measured once.
 */
final class Intrinsic {
  private final Flow flow;
  private final @Nullable MinMax[] known;

  /**
   * Two widths.
   *
   * @param min the smallest, min-content
   * @param max the largest, max-content
   */
  record MinMax(int min, int max) {
    static final MinMax NONE = new MinMax(0, 0);

    MinMax plus(int by) {
      return by == 0 ? this : new MinMax(LayoutUnit.add(min, by), LayoutUnit.add(max, by));
    }
  }

  Intrinsic(Flow flow, int boxes) {
    this.flow = flow;
    this.known = new MinMax[boxes];
  }

  /** The width of the border box in this room: its largest, or what is there, or its smallest. */
  int fit(Box box, int available) {
    MinMax sizes = border(box);
    return Math.max(sizes.min, Math.min(sizes.max, available));
  }

  /** What a box contributes to the widths of the one around it: its margin box. */
  MinMax outer(Box box) {
    MinMax border = limited(box);
    return new MinMax(
        Math.max(0, border.min + fixedMargins(box)), Math.max(0, border.max + fixedMargins(box)));
  }

  private static int fixedMargins(Box box) {
    return fixed(box.style().frame().margin().left()) + fixed(box.style().frame().margin().right());
  }

  private static int fixed(Size size) {
    return size instanceof LengthPercentage length && !length.dependsOnBasis()
        ? LayoutUnit.resolve(size, 0)
        : 0;
  }

  /** The border box by the content alone, whatever {@code width} says. */
  MinMax border(Box box) {
    MinMax sizes = known[box.index()];
    if (sizes == null) {
      sizes = content(box).plus(edges(box));
      known[box.index()] = sizes;
    }
    return sizes;
  }

  private static int edges(Box box) {
    Insets edges = Sizes.edges(box, 0);
    return edges.horizontal();
  }

  private MinMax limited(Box box) {
    if (box instanceof ReplacedBox replaced) {
      return flow.replaced.contribution(replaced);
    }
    Sizing sizing = box.style().sizing();
    MinMax sizes = border(box);
    int edges = edges(box);
    int width = side(sizing.width(), box, edges, sizes);
    int min = width < 0 ? sizes.min : width;
    int max = width < 0 ? sizes.max : width;
    int most = side(sizing.maxWidth(), box, edges, sizes);
    if (most >= 0) {
      min = Math.min(min, most);
      max = Math.min(max, most);
    }
    int least = side(sizing.minWidth(), box, edges, sizes);
    return new MinMax(Math.max(min, least), Math.max(max, least));
  }

  private static int side(Size size, Box box, int edges, MinMax sizes) {
    return switch (size) {
      case LengthPercentage length ->
          length.dependsOnBasis()
              ? -1
              : Math.max(
                  edges,
                  LayoutUnit.resolve(size, 0) + (box.style().sizing().ofBorderBox() ? 0 : edges));
      case SizeKeyword keyword ->
          switch (keyword) {
            case MIN_CONTENT -> sizes.min;
            case MAX_CONTENT -> sizes.max;
            case AUTO, NONE, FIT_CONTENT, STRETCH, CONTENT -> -1;
          };
      case Size.FitContentUpTo _ -> -1;
    };
  }

  private MinMax content(Box box) {
    flow.patience.look();
    if (box instanceof ReplacedBox replaced) {
      return flow.replaced.contribution(replaced).plus(-edges(box));
    }
    if (!(box instanceof BlockBox block)) {
      return MinMax.NONE;
    }
    if (block.field().isPresent() && block.field().get().columns() > 0) {
      int width = flow.fieldWidth(block, block.field().get());
      return new MinMax(width, width);
    }
    if (TableFlow.lays(block)) {
      return flow.tables.intrinsic(block);
    }
    return block.setsLines() ? flow.lines.intrinsic(block) : blocks(block);
  }

  private MinMax blocks(BlockBox block) {
    int min = 0;
    int max = 0;
    int floats = 0;
    for (Box child : block.children()) {
      if (child.style().placement().position().isOutOfFlow()) {
        continue;
      }
      MinMax sizes = outer(child);
      min = Math.max(min, sizes.min);
      if (child.outOfFlow()) {
        floats = LayoutUnit.add(floats, sizes.max);
      } else {
        boolean beside = child instanceof BlockBox inner && inner.independent();
        max =
            Math.max(max, beside ? LayoutUnit.add(floats, sizes.max) : Math.max(floats, sizes.max));
        floats = 0;
      }
    }
    return new MinMax(min, Math.max(max, floats));
  }
}
