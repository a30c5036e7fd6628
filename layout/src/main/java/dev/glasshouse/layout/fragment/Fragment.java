package dev.glasshouse.layout.fragment;

import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.box.Marker;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.text.ShapedRun;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a box that has a size, and places for what is inside (CSS Fragmentation, CSS Display
 * 3). Fragments are plain facts: the same fragment may stand at several places. All lengths are
 * {@link dev.glasshouse.layout.style.LayoutUnit}s; a size is that of the border box.
 */
public sealed interface Fragment {
  /** Its width. */
  int width();

  /** Its height. */
  int height();

  /** What is inside, with its place. */
  List<Child> children();

  /**
   * A fragment at a place.
   *
   * @param x its left edge, from the left border edge of the fragment that it is in
   * @param y its upper edge, from the upper border edge of the fragment that it is in
   * @param fragment the fragment
   */
  record Child(int x, int y, Fragment fragment) {
    /** The same, moved. */
    public Child moved(int dx, int dy) {
      return dx == 0 && dy == 0 ? this : new Child(x + dx, y + dy, fragment);
    }
  }

  /**
   * A block container.
   *
   * @param box the box
   * @param width its width
   * @param height its height
   * @param border its border's widths
   * @param padding its padding
   * @param baselines where its baselines are, from its upper edge
   * @param children blocks, lines, floats, the marker, absolutely positioned boxes
   */
  record Block(
      BlockBox box,
      int width,
      int height,
      Insets border,
      Insets padding,
      Baselines baselines,
      List<Child> children)
      implements Fragment {}

  /**
   * The baselines of a block container; {@link #NONE} where there is none.
   *
   * @param first of its first line
   * @param last of its last line
   */
  record Baselines(int first, int last) {
    /** There is no such baseline. */
    public static final int NONE = Integer.MIN_VALUE;

    /** No line at all. */
    public static final Baselines EMPTY = new Baselines(NONE, NONE);

    /** The same, seen from higher up. */
    public Baselines lowered(int by) {
      return new Baselines(first == NONE ? NONE : first + by, last == NONE ? NONE : last + by);
    }

    /** Those of what comes first, completed by those of what comes next. */
    public Baselines then(Baselines next) {
      return new Baselines(
          first == NONE ? next.first : first, next.last == NONE ? last : next.last);
    }
  }

  /**
   * A line box.
   *
   * @param width width of its content
   * @param height its height
   * @param baseline where its baseline is, from its upper edge
   * @param children texts, inline boxes, blocks and replaced boxes, from left to right
   */
  record Line(int width, int height, int baseline, List<Child> children) implements Fragment {}

  /**
   * The piece of an inline box on one line.
   *
   * @param box the box
   * @param width its width
   * @param height its height
   * @param border its border's widths, none at a side where the line was broken
   * @param padding its padding, none at a side where the line was broken
   * @param children what is inside
   */
  record Inline(
      InlineBox box, int width, int height, Insets border, Insets padding, List<Child> children)
      implements Fragment {}

  /**
   * A piece of text on one line, all of one style and direction.
   *
   * @param box the text, or the box that the text is drawn for
   * @param style the style of it
   * @param text the characters that are shown
   * @param glyphs their glyphs; empty where no fonts were there when it was laid out
   * @param width its width
   * @param ascent from its upper edge to the baseline
   * @param height ascent and descent of its font
   */
  record Text(
      Box box,
      BoxStyle style,
      String text,
      Optional<ShapedRun> glyphs,
      int width,
      int ascent,
      int height)
      implements Fragment {
    @Override
    public List<Child> children() {
      return List.of();
    }
  }

  /**
   * A replaced box.
   *
   * @param box the box
   * @param width its width
   * @param height its height
   * @param border its border's widths
   * @param padding its padding
   */
  record Replaced(ReplacedBox box, int width, int height, Insets border, Insets padding)
      implements Fragment {
    @Override
    public List<Child> children() {
      return List.of();
    }
  }

  /**
   * The shape of a list item's marker.
   *
   * @param marker what it is
   * @param width its width
   * @param height its height
   */
  record Bullet(Marker.Bullet marker, int width, int height) implements Fragment {
    @Override
    public List<Child> children() {
      return List.of();
    }
  }
}
