/** Benchmarks: parts by JMH, whole processes by the scripts beside the sources. */
@NullMarked
package dev.glasshouse.bench;

import org.jspecify.annotations.NullMarked;
