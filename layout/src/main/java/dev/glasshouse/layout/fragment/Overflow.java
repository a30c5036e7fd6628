package dev.glasshouse.layout.fragment;

import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.layout.fragment.Fragment.Child;
import java.util.List;

/** How far the content of fragments reaches (CSS Overflow 3, section 2.2). */
public final class Overflow {
  private Overflow() {}

  /** The lowest edge of these fragments and of all that sticks out of them unclipped. */
  public static int bottom(List<Child> children) {
    int bottom = 0;
    for (Child child : children) {
      if (!fixed(child.fragment())) {
        bottom = Math.max(bottom, child.y() + bottom(child.fragment()));
      }
    }
    return bottom;
  }

  private static boolean fixed(Fragment fragment) {
    return fragment instanceof Fragment.Block block
        && block.box().style().placement().position() == Position.FIXED;
  }

  private static int bottom(Fragment fragment) {
    int bottom = fragment.height();
    if (fragment instanceof Fragment.Block block
        && block.box().style().placement().overflowY().clips()) {
      return bottom;
    }
    for (Child child : fragment.children()) {
      if (!(child.fragment() instanceof Fragment.Text)) {
        bottom = Math.max(bottom, child.y() + bottom(child.fragment()));
      }
    }
    return bottom;
  }
}
