package dev.glasshouse.layout.flow;

import dev.glasshouse.css.Patience;
import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.BoxTree;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.TextStyle;
import java.util.HashMap;
import java.util.Map;

/** One layout of one box tree: what its parts share. */
final class Flow {
  final BoxTree tree;
  final Typesetter typesetter;
  final Room viewport;
  final Patience patience;
  final Sizes sizes;
  final Intrinsic intrinsic;
  final Collapsing collapsing;
  final BlockFlow blocks;
  final InlineFlow lines;
  final ReplacedFlow replaced;
  final AbsoluteFlow absolutes;
  final TableFlow tables;
  int lineCount;

  private final Map<TextStyle, FontMetrics> metrics = new HashMap<>();
  private final Map<Asked, Laid> remembered = new HashMap<>();

  /** What a layout of an independent box depends on. */
  private record Asked(int box, int width, Room room) {}

  Flow(BoxTree tree, Typesetter typesetter, Room viewport, Patience patience) {
    this.tree = tree;
    this.typesetter = typesetter;
    this.viewport = viewport;
    this.patience = patience;
    this.intrinsic = new Intrinsic(this, tree.boxes());
    this.sizes = new Sizes(intrinsic);
    this.collapsing = new Collapsing(this, tree.boxes());
    this.blocks = new BlockFlow(this);
    this.lines = new InlineFlow(this, tree.boxes());
    this.replaced = new ReplacedFlow();
    this.absolutes = new AbsoluteFlow(this);
    this.tables = new TableFlow(this);
  }

  /** The measures of a style's first font. */
  FontMetrics metrics(BoxStyle style) {
    return metrics.computeIfAbsent(style.script().shaping(), typesetter::metrics);
  }

  /** The height of a line in this style. */
  int lineHeight(BoxStyle style) {
    FontMetrics font = metrics(style);
    LineHeight height = style.script().lineHeight();
    return LayoutUnit.of(height.used(style.script().shaping().size(), font.lineSpacing()));
  }

  /** The content width of a form control that is so many characters wide. */
  int fieldWidth(BlockBox box, BlockBox.Field field) {
    FontMetrics font = metrics(box.style());
    return LayoutUnit.of(field.columns() * Math.ceil(font.zeroAdvance()) + field.extra());
  }

  /** Like {@link #independent}, with the height that follows from the style; done once. */
  Laid remembered(Box box, int width, Room room) {
    Asked asked = new Asked(box.index(), width, room);
    Laid known = remembered.get(asked);
    if (known == null) {
      known = independent(box, width, Room.OPEN, room);
      remembered.put(asked, known);
    }
    return known;
  }

  /**
   * Lays a box out on its own: nothing of the flow around reaches into it.
   *
   * @param width the width of its border box
   * @param height the height of its border box; {@link Room#OPEN} if it follows from the style
   */
  Laid independent(Box box, int width, int height, Room room) {
    return switch (box) {
      case ReplacedBox shown -> replaced.lay(shown, room);
      case BlockBox block -> blocks.lay(block, width, height, room, BlockFlow.Place.alone());
      default -> throw new IllegalStateException("not a box with a place of its own: " + box);
    };
  }
}
