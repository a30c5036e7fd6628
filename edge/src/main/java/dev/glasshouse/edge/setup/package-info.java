/** Putting an edge together out of its settings, whoever read these. */
@NullMarked
package dev.glasshouse.edge.setup;

import org.jspecify.annotations.NullMarked;
