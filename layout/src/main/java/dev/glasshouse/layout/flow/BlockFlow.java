package dev.glasshouse.layout.flow;

import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.ArrayList;
import java.util.List;

/** Block layout: block containers become fragments (CSS 2, 9.4.1 and chapter 10). */
final class BlockFlow {
  private final Flow flow;

  BlockFlow(Flow flow) {
    this.flow = flow;
  }

  /**
   * Where a block stands in its block formatting context.
   *
   * @param floats the floats of the context
   * @param x its left border edge
   * @param y its upper border edge
   */
  record Place(FloatSpace floats, int x, int y) {
    /** In a context of its own. */
    static Place alone() {
      return new Place(new FloatSpace(), 0, 0);
    }
  }

  /** A block while it is laid out: what is known of it before its content. */
  record Frame(
      BlockBox box, int width, Insets border, Insets padding, Room outer, Room inner, Place place) {
    int contentX() {
      return border.left() + padding.left();
    }

    int contentY() {
      return border.top() + padding.top();
    }
  }

  /**
   * Lays a block out.
   *
   * @param width the width of its border box
   * @param height the height of its border box; {@link Room#OPEN} if it follows from its style
   * @param room its containing block
   * @param place where it stands; not looked at if it makes a context of its own
   */
  Laid lay(BlockBox box, int width, int height, Room room, Place place) {
    flow.patience.look();
    Insets padding = Sizes.padding(box, room.width());
    Insets border = box.border();
    int specified = height >= 0 ? height : Sizes.specifiedHeight(box, room);
    if (specified < 0) {
      specified = Sizes.ratioHeight(box, width, room);
    }
    boolean ratio = specified >= 0 && box.style().sizing().height().isAuto() && height < 0;
    int vertical = border.vertical() + padding.vertical();
    Room inner =
        new Room(
            Math.max(0, width - border.horizontal() - padding.horizontal()),
            innerHeight(box, room, specified, height, vertical));
    Place own = box.independent() ? Place.alone() : place;
    Frame frame = new Frame(box, width, border, padding, room, inner, own);
    Content content = content(frame, specified);
    if (box.marker().isPresent()) {
      content = new MarkerFlow(flow).add(frame, content);
    }
    return finish(frame, content, specified, height, ratio);
  }

  private Content content(Frame frame, int specified) {
    if (TableFlow.lays(frame.box)) {
      int edges = frame.border.vertical() + frame.padding.vertical();
      return flow.tables.lay(frame, specified < 0 ? 0 : specified - edges);
    }
    return frame.box.setsLines() ? flow.lines.lay(frame) : new BlockRun(flow, frame).run();
  }

  /**
   * Whether a height of the style is only the least: tables and their cells grow (CSS 2, 17.5.3).
   */
  private static boolean growing(BlockBox box) {
    return box.style().display() == dev.glasshouse.css.values.Display.TABLE_CELL
        || TableFlow.lays(box);
  }

  /**
   * What came of a block's content.
   *
   * @param height the height of the content, margins that stay inside included
   * @param bottom margins at its end that may collapse with the block's own
   * @param collapsible whether those margins may leave the block
   * @param baselines from the block's upper border edge
   * @param children placed from the block's border edges
   * @param pending absolutely positioned boxes
   */
  record Content(
      int height,
      MarginStrut bottom,
      boolean collapsible,
      Baselines baselines,
      List<Child> children,
      List<Pending> pending) {}

  private int innerHeight(BlockBox box, Room room, int specified, int forced, int vertical) {
    if (specified >= 0) {
      int limited = forced >= 0 ? forced : Sizes.limitHeight(box, specified, room);
      return Math.max(0, limited - vertical);
    }
    boolean through =
        box.role() == BlockBox.Role.ANONYMOUS
            || (flow.tree.mode() == QuirksMode.QUIRKS && quirkyPercentages(box));
    return through ? room.height() : Room.OPEN;
  }

  /** Whether percentages of heights look through a box to what is around (Quirks Mode, 3.5). */
  private static boolean quirkyPercentages(BlockBox box) {
    return !box.outOfFlow()
        && !box.inlineLevel()
        && box.field().isEmpty()
        && box.style().display() != dev.glasshouse.css.values.Display.TABLE_CELL;
  }

  private Laid finish(Frame frame, Content content, int specified, int forced, boolean ratio) {
    BlockBox box = frame.box;
    int vertical = frame.border.vertical() + frame.padding.vertical();
    int base = frame.outer.width();
    MarginStrut own = Sizes.bottomMargin(box, base);
    boolean leaves = content.collapsible && flow.collapsing.openBottom(box, base) && forced < 0;
    MarginStrut stays =
        flow.collapsing.ignoresQuirky(box) ? content.bottom.withoutQuirky() : content.bottom;
    int inside = content.height + (leaves ? 0 : stays.sum());
    if (box.independent()) {
      int floats = frame.place.floats().bottom();
      inside = Math.max(inside, floats == FloatSpace.NOWHERE ? 0 : floats - frame.contentY());
    }
    int byContent = Math.max(0, LayoutUnit.add(inside, vertical));
    if (box.field().isPresent()) {
      byContent = Math.max(byContent, fieldHeight(box, box.field().get()) + vertical);
    }
    boolean least = box.style().sizing().minHeight().isAuto() && !box.outOfFlow();
    boolean grows = growing(box) || (ratio && least);
    int height = specified < 0 || grows ? Math.max(specified, byContent) : specified;
    if (forced < 0) {
      height = Sizes.limitHeight(box, quirkyHeight(frame, height, specified), frame.outer);
    }
    if (leaves && height == byContent) {
      own = own.and(content.bottom);
    }
    List<Child> children = content.children;
    Baselines baselines = content.baselines;
    if (box.field().isPresent() && baselines.last() == Baselines.NONE) {
      int baseline = byContent - frame.border.bottom() - frame.padding.bottom() - descent(box);
      baselines = new Baselines(baseline, baseline);
    }
    int spare = height - byContent;
    if (box.field().isPresent() && box.field().get().centred() && spare > 0) {
      int dy = LayoutUnit.floorToPx(spare / 2);
      children = children.stream().map(each -> each.moved(0, dy)).toList();
      baselines = baselines.lowered(dy);
    }
    return flow.absolutes.settle(frame, height, baselines, children, content.pending, own);
  }

  /** How far the last line of an empty control reaches below its baseline. */
  private int descent(BlockBox box) {
    int font = LayoutUnit.of(flow.metrics(box.style()).descent());
    int above = LayoutUnit.of(flow.metrics(box.style()).ascent());
    int lead = flow.lineHeight(box.style()) - font - above;
    return font + lead - LayoutUnit.floorToPx(Math.floorDiv(lead, 2));
  }

  private int fieldHeight(BlockBox box, BlockBox.Field field) {
    return field.rows() * flow.lineHeight(box.style());
  }

  /** The body and the root of a document in quirks mode fill the viewport (Quirks Mode, 3.4). */
  private int quirkyHeight(Frame frame, int height, int specified) {
    BlockBox box = frame.box;
    boolean fills =
        flow.tree.mode() == QuirksMode.QUIRKS
            && specified < 0
            && !box.outOfFlow()
            && (box.role() == BlockBox.Role.ROOT || box.role() == BlockBox.Role.BODY);
    if (!fills) {
      return height;
    }
    Insets margins = Sizes.margins(box, frame.outer.width());
    int room = Math.max(frame.outer.height(), 0);
    return Math.max(height, room - margins.vertical());
  }

  /** A fragment with its last facts. */
  static Fragment.Block fragment(
      Frame frame, int height, Baselines baselines, List<Child> children) {
    return new Fragment.Block(
        frame.box,
        frame.width,
        height,
        frame.border,
        frame.padding,
        baselines,
        List.copyOf(children));
  }

  static List<Child> list() {
    return new ArrayList<>();
  }
}
