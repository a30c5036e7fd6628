/** What is seen of an edge at work: figures in Prometheus' text, and the address for operators. */
@NullMarked
package dev.glasshouse.edge.seen;

import org.jspecify.annotations.NullMarked;
