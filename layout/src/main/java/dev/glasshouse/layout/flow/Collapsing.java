package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.AspectRatio;
import dev.glasshouse.css.values.BoxKeywords.Clear;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.Sizing;

/**
 * Which margins adjoin (CSS 2, 8.3.1). All of it follows from styles and content, before anything
 * has a place; so a block's place is known when its layout begins, and nothing is laid out twice.
 *
 * <p>The one thing that depends on places is clearance. A box with {@code clear} whose floats may
 * be there ends the chain of margins: it is a stop, and its own margin is added when it is reached.
 */
final class Collapsing {
  private static final byte UNKNOWN = 0;
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final Flow flow;
  private final byte[] selfCollapsing;
  private final byte[] clears;
  private final boolean[] stops;

  Collapsing(Flow flow, int boxes) {
    this.flow = flow;
    this.selfCollapsing = new byte[boxes];
    this.clears = new byte[boxes];
    this.stops = new boolean[boxes];
  }

  /** Whether the chain of margins above ended at this box. */
  boolean stopped(Box box) {
    return stops[box.index()];
  }

  /** The margins that adjoin the upper margin of a box in the flow, its own included. */
  MarginStrut top(Box box, Room room, FloatSpace floats) {
    return top(box, room, floats.any());
  }

  private MarginStrut top(Box box, Room room, boolean floated) {
    MarginStrut strut = Sizes.topMargin(box, room.width());
    return box instanceof BlockBox block && openTop(block, room.width())
        ? strut.and(atStart(block, inside(block, inner(block, room), floated)))
        : strut;
  }

  /** What is left of margins that adjoin a block's upper edge from inside. */
  MarginStrut atStart(BlockBox block, MarginStrut strut) {
    return ignoresQuirky(block) ? strut.withoutQuirky() : strut;
  }

  /** Whether margins of the browser's own sheet count for nothing at the block's edges. */
  boolean ignoresQuirky(BlockBox block) {
    return flow.tree.mode() == QuirksMode.QUIRKS
        && (block.role() == BlockBox.Role.BODY || block.style().display() == Display.TABLE_CELL);
  }

  private Room inner(BlockBox block, Room room) {
    int width = flow.sizes.blockWidth(block, room);
    return new Room(width - Sizes.edges(block, room.width()).horizontal(), Room.OPEN);
  }

  /**
   * The margins of a block's children that adjoin its upper edge.
   *
   * @param before whether there may be floats by now
   */
  private MarginStrut inside(BlockBox block, Room room, boolean before) {
    MarginStrut strut = MarginStrut.NONE;
    boolean floated = before;
    if (block.setsLines()) {
      return strut;
    }
    for (Box child : block.children()) {
      if (child.outOfFlow()) {
        floated |= child.style().placement().floats();
        continue;
      }
      if (floated && child.style().placement().clear() != Clear.NONE) {
        stops[child.index()] = true;
        return strut;
      }
      strut = strut.and(top(child, room, floated));
      if (!(child instanceof BlockBox inner) || !collapsesThrough(inner, floated)) {
        return strut;
      }
      strut = strut.and(Sizes.bottomMargin(inner, room.width()));
      floated |= holdsFloats(inner);
    }
    return strut;
  }

  /** Whether a block's upper margin adjoins its first child's. */
  boolean openTop(BlockBox block, int base) {
    Insets edges = Sizes.edges(block, base);
    return edges.top() == 0 && !block.independent();
  }

  /** Whether a block's lower margin adjoins its last child's, if its height is its content's. */
  boolean openBottom(BlockBox block, int base) {
    return Sizes.edges(block, base).bottom() == 0
        && !block.independent()
        && block.style().sizing().height().isAuto()
        && block.style().sizing().ratio().equals(AspectRatio.AUTO);
  }

  /** Whether the upper and lower margin of a block adjoin: it has no height of any kind. */
  private boolean collapsesThrough(BlockBox block, boolean floated) {
    return isEmpty(block) && !(clears(block) && (floated || holdsFloats(block)));
  }

  /** The same for a block whose own {@code clear} is looked at where it is placed. */
  boolean emptyButForClear(BlockBox block, FloatSpace floats) {
    if (!isEmpty(block)) {
      return false;
    }
    for (Box child : block.children()) {
      if (!child.outOfFlow()
          && child instanceof BlockBox inner
          && clears(inner)
          && (floats.any() || holdsFloats(block))) {
        return false;
      }
    }
    return true;
  }

  private boolean isEmpty(BlockBox block) {
    byte state = selfCollapsing[block.index()];
    if (state == UNKNOWN) {
      state = findEmpty(block) ? YES : NO;
      selfCollapsing[block.index()] = state;
    }
    return state == YES;
  }

  private boolean findEmpty(BlockBox block) {
    Sizing sizing = block.style().sizing();
    Insets edges = Sizes.edges(block, flow.viewport.width());
    if (block.independent()
        || block.marker().isPresent()
        || edges.vertical() != 0
        || !(sizing.height().isAuto() || zero(sizing.height()))
        || !(sizing.minHeight().isAuto() || zero(sizing.minHeight()))
        || sizing.ratio().ratio() > 0) {
      return false;
    }
    if (block.setsLines()) {
      return flow.lines.content(block).empty();
    }
    for (Box child : block.children()) {
      if (!child.outOfFlow() && !(child instanceof BlockBox inner && isEmpty(inner))) {
        return false;
      }
    }
    return true;
  }

  private static boolean zero(Size size) {
    return size instanceof LengthPercentage length && length.resolve(1000) == 0;
  }

  private boolean clears(BlockBox block) {
    byte state = clears[block.index()];
    if (state == UNKNOWN) {
      state = block.style().placement().clear() == Clear.NONE ? NO : YES;
      for (Box child : block.children()) {
        if (state == NO && !child.outOfFlow() && child instanceof BlockBox inner && clears(inner)) {
          state = YES;
        }
      }
      clears[block.index()] = state;
    }
    return state == YES;
  }

  private static boolean holdsFloats(Box box) {
    for (Box child : box.children()) {
      if (child.style().placement().floats() || (!child.outOfFlow() && holdsFloats(child))) {
        return true;
      }
    }
    return false;
  }
}
