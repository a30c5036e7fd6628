package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * An absolutely positioned box on its way up to its containing block.
 *
 * @param box the box
 * @param x where its margin edge would be in the flow, from the left border edge of the box that
 *     hands it up
 * @param y the same from above
 * @param atRight whether {@code x} is where its right edge would be
 */
record Pending(Box box, int x, int y, boolean atRight) {
  /** The same, seen from a box in which the one that handed it up stands at this place. */
  static void lift(List<Pending> from, int dx, int dy, List<Pending> to) {
    for (Pending each : from) {
      to.add(new Pending(each.box, each.x + dx, each.y + dy, each.atRight));
    }
  }

  /** A new list. */
  static List<Pending> list() {
    return new ArrayList<>(0);
  }
}
