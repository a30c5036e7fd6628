package dev.glasshouse.layout.box;

import dev.glasshouse.dom.QuirksMode;
import java.util.Map;

/**
 * The box tree of a document.
 *
 * @param root the box of the root element
 * @param boxes how many boxes there are; their indices are below that
 * @param mode the document's mode
 * @param instead what was laid out in another way than its {@code display} or {@code position}
 *     says, or in part: a name, and how many there are
 * @param flattened elements that stood deeper than the limit, and whose content was put into the
 *     deepest box that is allowed
 */
public record BoxTree(
    BlockBox root, int boxes, QuirksMode mode, Map<String, Integer> instead, int flattened) {}
