package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import java.util.List;

/**
 * A box that was laid out.
 *
 * @param fragment what came of it
 * @param bottom the margins at its lower edge that may collapse with what follows
 * @param pending absolutely positioned boxes inside whose containing block is further up
 */
record Laid(Fragment fragment, MarginStrut bottom, List<Pending> pending) {
  /** Its baselines. */
  Baselines baselines() {
    return fragment instanceof Fragment.Block block ? block.baselines() : Baselines.EMPTY;
  }
}
