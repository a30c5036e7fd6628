package dev.glasshouse.dom.html;

import java.util.List;
import java.util.Set;

/**
 * What parsing a document came to: the facts for the journey.
 *
 * @param encoding the standard's name of the encoding
 * @param source what decided it
 * @param restarts how often the document was begun again because of a late {@code meta}
 * @param bytes bytes that came; 0 for text
 * @param characters characters that were parsed, in UTF-16 units
 * @param elements elements that were made
 * @param nodes nodes that were put into the tree
 * @param errorCount parse errors, all of them
 * @param firstErrors the first of them, in the order in which they were found
 * @param limits the limits that the document went past
 */
public record ParseReport(
    String encoding,
    EncodingSource source,
    int restarts,
    long bytes,
    long characters,
    int elements,
    int nodes,
    int errorCount,
    List<ParseError> firstErrors,
    Set<LimitFired> limits) {}
