package dev.glasshouse.layout;

import java.util.List;

/**
 * What a layout was like, in figures, for the journey.
 *
 * @param boxes boxes in the tree
 * @param lines line boxes
 * @param width width of the viewport, px
 * @param height height of the whole page, px
 * @param laidOutAsBlocks what was laid out in another way than its style says, a name and a count
 *     each
 * @param flattened elements deeper than the limit, whose text was put into the deepest box
 */
public record LayoutReport(
    int boxes, int lines, int width, int height, List<String> laidOutAsBlocks, int flattened) {}
