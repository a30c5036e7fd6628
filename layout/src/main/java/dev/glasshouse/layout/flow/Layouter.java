package dev.glasshouse.layout.flow;

import dev.glasshouse.css.Patience;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.BoxTree;
import dev.glasshouse.layout.flow.BlockFlow.Place;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.Insets;
import java.util.ArrayList;
import java.util.List;

/** Lays a whole box tree out: a pure function of the tree, the fonts and the viewport. */
public final class Layouter {
  private Layouter() {}

  /**
   * A page that is laid out. Places are from the upper left corner of the page, in {@link
   * dev.glasshouse.layout.style.LayoutUnit}s.
   *
   * @param placed the root's fragment, and then what is positioned by the viewport
   * @param lines how many line boxes there are
   */
  public record Page(List<Child> placed, int lines) {
    /** The fragment of the root element. */
    public Fragment.Block root() {
      return (Fragment.Block) placed.getFirst().fragment();
    }
  }

  /**
   * Lays a page out.
   *
   * @param width the viewport's width
   * @param height the viewport's height
   * @param patience looked at for every box and line
   * @throws Patience.Ended when it takes longer than that
   */
  public static Page lay(
      BoxTree tree, Typesetter typesetter, int width, int height, Patience patience) {
    Room viewport = new Room(width, height);
    var flow = new Flow(tree, typesetter, viewport, patience);
    BlockBox root = tree.root();
    Insets margins = Sizes.margins(root, width);
    int wide = flow.sizes.blockWidth(root, viewport);
    Laid laid = flow.blocks.lay(root, wide, Room.OPEN, viewport, Place.alone());
    var placed = new ArrayList<Child>();
    int spare = width - wide - margins.horizontal();
    boolean centred =
        spare > 0
            && root.style().frame().margin().left().isAuto()
            && root.style().frame().margin().right().isAuto();
    Child at =
        Relative.shift(
            root,
            margins.left() + (centred ? spare / 2 : 0),
            margins.top(),
            laid.fragment(),
            viewport);
    placed.add(at);
    List<Pending> pending = Pending.list();
    Pending.lift(laid.pending(), at.x(), at.y(), pending);
    flow.absolutes.settleRoot(viewport, pending, placed);
    return new Page(List.copyOf(placed), flow.lineCount);
  }
}
